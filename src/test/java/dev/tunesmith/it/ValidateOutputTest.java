package dev.tunesmith.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tunesmith.OperatorMain;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/** What machines read of the whole command. */
@DisplayName("The output of tunesmith validate")
class ValidateOutputTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private Path valid;
  private Path wrong;
  private Path broken;
  private Path other;

  @BeforeEach
  void files() throws IOException {
    valid = file("valid.yaml", JudgedManifest.good());
    wrong =
        file(
            "größe 😀: 100 % & more.yaml",
            JudgedManifest.good()
                .replace("name: judged", "name: second\n  namespace: team-a")
                .replace("  tuning:", "  run: 2\n  cancelRun: \"a\\u0001<b>\"\n  tuning:"));
    broken = file("broken.yaml", "kind: TuningJob\nspec: [\n");
    other = file("other.yaml", "kind: ConfigMap\n");
  }

  private Path file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private int validate(Object... args) {
    return OperatorMain.commandLine(Map.of())
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(
            Stream.concat(Stream.of("validate"), Stream.of(args).map(Object::toString))
                .toArray(String[]::new));
  }

  private JsonNode json() throws IOException {
    assertThat(out.toString()).as("whatever encoding standard output has").isASCII();
    assertThat(err.toString().lines()).as("the summary alone").hasSize(1);
    return JSON.readTree(out.toString());
  }

  @Test
  @DisplayName("is one JSON object with all resources and all that was found, on --output=json")
  void all() throws IOException {
    assertThat(validate("--output=json", valid, wrong, broken, other)).isEqualTo(1);
    JsonNode report = json();
    assertThat(report.path("summary").asText()).startsWith("3 validation errors in 2 files");
    assertThat(report.path("resources"))
        .extracting(each -> each.path("namespace").asText() + "/" + each.path("name").asText())
        .containsExactly("/judged", "team-a/second");
    assertThat(report.path("findings"))
        .extracting(
            each -> each.path("severity").asText() + " " + each.path("rule").asText(),
            each -> each.path("line").asInt(),
            each -> each.at("/resource/name").asText())
        .containsExactly(
            tuple("error invalid-resource", 7, "second"),
            tuple("error invalid-resource", 8, "second"),
            tuple("error invalid-file", 3, ""),
            tuple("warning nothing-found", 0, ""));
    assertThat(report.at("/findings/0/message").asText())
        .isEqualTo("spec.run must be of type string, not 2: write it in quotes");
    assertThat(report.at("/findings/0/file").asText()).isEqualTo(wrong.toString());
  }

  @Test
  @DisplayName("is SARIF 2.1.0 on --output=sarif: rules, levels, lines, and files as URIs")
  void sarif() throws IOException {
    Path here = Path.of("deploy/samples/01-basic.yaml");
    assertThat(validate("--output=sarif", "--strict", valid, wrong, broken, other, here))
        .isEqualTo(1);
    JsonNode log = json();
    assertThat(log.path("version").asText()).isEqualTo("2.1.0");
    assertThat(log.path("runs")).hasSize(1);
    JsonNode run = log.at("/runs/0");
    JsonNode driver = run.at("/tool/driver");
    assertThat(driver.path("name").asText()).isEqualTo("tunesmith");
    assertThat(driver.path("version").asText()).isNotEmpty();
    Set<String> rules = new TreeSet<>();
    driver.path("rules").forEach(rule -> rules.add(rule.path("id").asText()));
    assertThat(run.path("results")).hasSize(4);
    for (JsonNode result : run.path("results")) {
      assertThat(fields(result))
          .as("those of the standard")
          .isEqualTo(Set.of("ruleId", "level", "message", "locations"));
      assertThat(result.path("level").asText()).isIn("none", "note", "warning", "error");
      assertThat(rules).contains(result.path("ruleId").asText());
      assertThat(result.at("/message/text").asText()).isNotEmpty();
      JsonNode place = result.at("/locations/0/physicalLocation");
      assertThat(place.at("/region/startLine").asInt()).isPositive();
      URI uri = URI.create(place.at("/artifactLocation/uri").asText());
      assertThat(Path.of(uri)).isIn(wrong, broken, other);
    }
    assertThat(run.at("/results/0/locations/0/logicalLocations/0/fullyQualifiedName").asText())
        .isEqualTo("TuningJob/second");
  }

  @Test
  @DisplayName("names in SARIF a file relative to the working directory, as code scanning needs it")
  void relative() throws IOException {
    String sample = "src/test/resources/crd/tuningjob/invalid/label-key-upper.yaml";
    assertThat(validate("--output=sarif", Path.of(sample).toAbsolutePath())).isEqualTo(1);
    String uri = "/runs/0/results/0/locations/0/physicalLocation/artifactLocation/uri";
    assertThat(json().at(uri).asText()).isEqualTo(sample);
  }

  private static Set<String> fields(JsonNode object) {
    Set<String> names = new TreeSet<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  @Test
  @DisplayName("is JUnit's XML on --output=junit: a case for each resource, one failure at most")
  void junit() throws Exception {
    assertThat(validate("--output=junit", valid, wrong, broken, other)).isEqualTo(1);
    Document xml =
        DocumentBuilderFactory.newDefaultInstance()
            .newDocumentBuilder()
            .parse(new InputSource(new StringReader(out.toString())));
    Element root = xml.getDocumentElement();
    assertThat(root.getTagName()).isEqualTo("testsuites");
    assertThat(attributes(root, "tests", "failures", "errors", "skipped"))
        .containsExactly("4", "2", "0", "1");
    assertThat(elements(root, "testsuite"))
        .extracting(each -> attributes(each, "name", "tests", "failures", "skipped"))
        .containsExactly(
            List.of(valid + "", "1", "0", "0"),
            List.of(wrong + "", "1", "1", "0"),
            List.of(broken + "", "1", "1", "0"),
            List.of(other + "", "1", "0", "1"));
    assertThat(elements(root, "testcase"))
        .extracting(each -> attributes(each, "classname", "name", "line"))
        .containsExactly(
            List.of("TuningJob", "judged", "1"),
            List.of("TuningJob", "team-a/second", "1"),
            List.of("file", broken + "", ""),
            List.of("file", other + "", ""));
    Element failure = elements(root, "failure").getFirst();
    assertThat(failure.getAttribute("message"))
        .isEqualTo("spec.run must be of type string, not 2: write it in quotes (and 1 more)");
    assertThat(failure.getTextContent().lines())
        .hasSize(2)
        .allMatch(line -> line.startsWith(wrong + ":"));
  }

  private static List<Element> elements(Element root, String name) {
    List<Element> elements = new ArrayList<>();
    NodeList all = root.getElementsByTagName(name);
    for (int i = 0; i < all.getLength(); i++) {
      elements.add((Element) all.item(i));
    }
    return elements;
  }

  private static List<String> attributes(Element element, String... names) {
    return Stream.of(names).map(element::getAttribute).toList();
  }

  @Test
  @DisplayName("has four forms, and another is wrong usage")
  void unknown() {
    assertThat(validate("--output=html", valid)).isEqualTo(2);
    assertThat(err.toString())
        .isEqualToIgnoringNewLines("--output: 'html' is none of text, json, sarif, junit");
    assertThat(validate("--output=text", valid)).isZero();
    assertThat(out.toString()).isEmpty();
  }
}

package dev.tunesmith.docs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.tunesmith.OperatorMain;
import dev.tunesmith.emulator.Emulator;
import dev.tunesmith.emulator.EmulatorOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/**
 * What the documents show can be pasted: it is run, here, by {@code DocumentedCommandsIT} or by
 * {@code HelmIT}, or marked.
 */
@DisplayName("An example in the documents")
class ExamplesTest {
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The build runs these itself: the commands of the front page. */
  private static final Pattern BUILD = Pattern.compile("\\./mvnw .*");

  private static final Pattern TUNESMITH = Pattern.compile("java -jar target/tunesmith\\.jar (.*)");

  private static Stream<Page.Block> blocks(String language) {
    return Page.all().stream()
        .flatMap(page -> page.blocks().stream())
        .filter(block -> block.language().equals(language));
  }

  static Stream<Page.Block> json() {
    return blocks("json");
  }

  static Stream<Page.Block> commands() {
    return Page.all().stream()
        .flatMap(page -> page.blocks().stream())
        .filter(block -> !block.commands().isEmpty());
  }

  @Test
  @DisplayName("in YAML is read, and valid where it is a resource of ours or a part of one")
  void yaml(@TempDir Path folder) throws IOException {
    int number = 0;
    for (Page.Block block : blocks("yaml").toList()) {
      Iterator<JsonNode> documents = YAML.readerFor(JsonNode.class).readValues(block.code());
      while (documents.hasNext()) {
        JsonNode document = documents.next();
        assertThat(document.isContainerNode()).as(block.toString()).isTrue();
        boolean fragment = document.has("spec") && !document.has("kind");
        if (fragment || document.path("apiVersion").asText().startsWith("tunesmith.dev/")) {
          JsonNode whole = fragment ? completed(document) : document;
          // The same name is used on many pages.
          ((ObjectNode) whole.path("metadata")).put("name", "example-" + ++number);
          String file = block.page().toString().replace('/', '.') + "." + number + ".yaml";
          YAML.writeValue(folder.resolve(file).toFile(), whole);
        }
      }
    }
    assertThat(number).isGreaterThan(5);
    assertThat(run("", "validate", "--strict", folder.toString())).isEmpty();
  }

  /** A part of a spec, laid over a resource. */
  private static JsonNode completed(JsonNode fragment) throws IOException {
    boolean further = fragment.toString().contains("preTunedModel");
    return merged(
        YAML.readTree(
            """
            apiVersion: tunesmith.dev/v1alpha1
            kind: TuningJob
            metadata: {name: example}
            spec:
              tuning:
                %s
                supervisedTuningSpec: {trainingDatasetUri: gs://my-bucket/train.jsonl}
            """
                .formatted(further ? "" : "baseModel: gemini-3.5-flash")),
        fragment);
  }

  private static JsonNode merged(JsonNode into, JsonNode from) {
    if (!into.isObject() || !from.isObject()) {
      return from;
    }
    from.properties()
        .forEach(
            field ->
                ((ObjectNode) into)
                    .set(
                        field.getKey(),
                        into.has(field.getKey())
                            ? merged(into.get(field.getKey()), field.getValue())
                            : field.getValue()));
    return into;
  }

  @ParameterizedTest
  @MethodSource("json")
  @DisplayName("in JSON is read")
  void json(Page.Block block) throws IOException {
    assertThat(JSON.readTree(block.code()).isObject()).isTrue();
  }

  @ParameterizedTest
  @MethodSource("commands")
  @DisplayName("of commands is run by a test, or says before it that it is not, and why")
  void marked(Page.Block block) {
    if (!block.mark().startsWith("not run: ")) {
      assertThat(block.commands())
          .as("commands that no test runs: put <!-- not run: WHY --> before the block")
          .allMatch(
              command ->
                  command.startsWith("kubectl ")
                      || command.startsWith("helm ")
                      || command.startsWith("curl -s ")
                      || TUNESMITH.matcher(command).matches()
                      || BUILD.matcher(command).matches());
    }
  }

  @ParameterizedTest
  @MethodSource("commands")
  @DisplayName("of our program runs, with exit code 0")
  void program(Page.Block block) {
    for (String command : block.commands()) {
      Matcher ours = TUNESMITH.matcher(command);
      if (block.mark().isEmpty() && ours.matches() && !ours.group(1).startsWith("emulator")) {
        assertThat(run("", Page.arguments(ours.group(1))))
            .as(command)
            .matches(command.contains(" --output=") ? "(?s)(?!.*exit code).+" : "");
      }
    }
  }

  @Test
  @DisplayName("of the emulator is answered as the page says")
  void emulator() throws IOException, InterruptedException {
    Page page = Page.read(Path.of("docs", "reference", "emulator.md"));
    List<String> calls =
        page.blocks().stream()
            .flatMap(block -> block.commands().stream())
            .filter(command -> command.startsWith("curl "))
            .toList();
    assertThat(calls).hasSizeGreaterThan(5);
    try (Emulator emulator =
        Emulator.start(EmulatorOptions.defaults().withSpeed(10_000_000), Clock.systemUTC())) {
      for (String call : calls) {
        HttpResponse<String> answer = call(Page.arguments(call), emulator.httpPort());
        assertThat(answer.statusCode()).as("%s: %s", call, answer.body()).isEqualTo(200);
        if (call.contains(":generateContent")) {
          assertThat(answer.body()).contains("\"IV\"");
        }
      }
    }
  }

  private static HttpResponse<String> call(String[] arguments, int port)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = HttpRequest.newBuilder();
    String method = "GET";
    HttpRequest.BodyPublisher body = HttpRequest.BodyPublishers.noBody();
    for (int at = 0; at < arguments.length; at++) {
      switch (arguments[at]) {
        case "curl", "-s" -> {}
        case "-X" -> method = arguments[++at];
        case "-H" -> {
          String header = arguments[++at];
          int colon = header.indexOf(": ");
          request.header(header.substring(0, colon), header.substring(colon + 2));
        }
        case "-d" -> {
          body = HttpRequest.BodyPublishers.ofString(arguments[++at]);
          method = "POST";
        }
        default ->
            request.uri(
                URI.create(
                    "http://" + arguments[at].replace("localhost:8081", "localhost:" + port)));
      }
    }
    return HttpClient.newHttpClient()
        .send(request.method(method, body).build(), HttpResponse.BodyHandlers.ofString(UTF_8));
  }

  /** Runs the program; what it prints, and its exit code unless that is 0. */
  private static String run(String input, String... arguments) {
    StringWriter out = new StringWriter();
    CommandLine line =
        OperatorMain.commandLine(Map.of(), new ByteArrayInputStream(input.getBytes(UTF_8)))
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(new StringWriter(), true));
    int code = line.execute(arguments);
    return code == 0 ? out.toString() : out + "exit code " + code;
  }
}

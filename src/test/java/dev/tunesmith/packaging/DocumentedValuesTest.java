package dev.tunesmith.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.marcnuri.helm.Helm;
import dev.tunesmith.docs.Page;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
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
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("What the documents say to set in the chart")
class DocumentedValuesTest {
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
  private static final Pattern SET = Pattern.compile("--set ([\\w.]+)=([^\\s`,]+)");

  /** Parts of values.yaml: what is neither a resource, nor a part of one, nor pre-commit's. */
  static Stream<Page.Block> parts() {
    return Page.own().stream()
        .flatMap(page -> page.blocks().stream())
        .filter(block -> block.language().equals("yaml"))
        .filter(block -> !block.code().matches("(?s).*(apiVersion|spec|repos):.*"));
  }

  @ParameterizedTest
  @MethodSource("parts")
  @DisplayName("as a part of its values is rendered")
  void part(Page.Block block) throws IOException {
    assertThat(YAML.readTree(block.code()).isObject()).isTrue();
    assertThat(Chart.render(block.code()).documents()).isNotEmpty();
  }

  @Test
  @DisplayName("by --set is rendered, all of a command together")
  void set() throws IOException {
    Map<String, String> places = new LinkedHashMap<>();
    for (Page page : Page.all()) {
      for (String line : page.text().replaceAll("\\\\\n *", "").lines().toList()) {
        ObjectNode values = YAML.createObjectNode();
        for (Matcher set = SET.matcher(line); set.find(); ) {
          List<String> path = List.of(set.group(1).split("\\.", -1));
          ObjectNode parent = values;
          for (String name : path.subList(0, path.size() - 1)) {
            parent = parent.withObjectProperty(name);
          }
          String value = set.group(2).equals("ID") ? "an-id" : set.group(2);
          parent.set(path.getLast(), YAML.readTree(value));
        }
        if (!values.isEmpty()) {
          places.putIfAbsent(YAML.writeValueAsString(values), page.path() + ": " + line);
        }
      }
    }
    assertThat(places).hasSizeGreaterThan(5);
    places.forEach(
        (values, place) ->
            assertThatCode(() -> Chart.render(values)).as(place).doesNotThrowAnyException());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  @DisplayName("holds in a parent chart, which can leave it out")
  void parent(boolean enabled, @TempDir Path folder) throws IOException {
    Path charts = Files.createDirectories(folder.resolve("charts"));
    new Helm(Chart.FOLDER).packageIt().withDestination(charts).call();
    Files.writeString(
        folder.resolve("Chart.yaml"),
        """
        apiVersion: v2
        name: platform
        version: 1.0.0
        dependencies: [{name: tunesmith, version: ">=0.0.0", condition: tunesmith.enabled}]
        """);
    Files.writeString(
        folder.resolve("values.yaml"),
        """
        global: {imageRegistry: registry.example.com}
        tunesmith: {enabled: %s, vertex: {project: my-project}}
        """
            .formatted(enabled));
    String rendered =
        new Helm(folder).template().withName("platform").withKubeVersion("v1.30.0").call();
    if (enabled) {
      assertThat(rendered)
          .contains("image: \"registry.example.com/tunesmith/tunesmith:")
          .contains("value: \"my-project\"");
    } else {
      assertThat(rendered).isBlank();
    }
  }
}

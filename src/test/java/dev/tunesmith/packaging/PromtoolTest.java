package dev.tunesmith.packaging;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Prometheus' own tool judges what is shipped for it. Where it is not, this says so. */
@DisplayName("What is shipped for Prometheus, by promtool,")
class PromtoolTest {
  private static final Path MONITORING = Path.of("deploy", "monitoring");
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
  private static Tool promtool;

  @BeforeAll
  static void find() throws IOException, InterruptedException {
    promtool = Tool.require("promtool", "the alerts were not tested");
  }

  private static void passes(String... arguments) throws IOException, InterruptedException {
    promtool.passes(List.of(arguments));
  }

  @Test
  @DisplayName("has alerts that fire where they must, and are silent where they must be")
  void alerts() throws Exception {
    passes("test", "rules", MONITORING.resolve("rules_test.yaml").toString());
  }

  @Test
  @DisplayName("keeps several releases and namespaces apart, as the chart renders the alerts")
  void releases(@TempDir Path folder) throws Exception {
    rules(folder, Chart.NAME, Chart.NAMESPACE);
    rules(folder, "second", Chart.NAMESPACE);
    rules(folder, Chart.NAME, "team-a");
    Path tests = MONITORING.resolve("releases_test.yaml");
    passes("test", "rules", Files.copy(tests, folder.resolve(tests.getFileName())).toString());
  }

  private static void rules(Path folder, String release, String namespace) throws Exception {
    Manifests chart =
        Chart.renderRelease(
            release,
            namespace,
            "metrics: {podMonitor: {enabled: true}, prometheusRule: {enabled: true}}");
    JsonNode rule =
        YAML.readTree(
            chart.documents().stream()
                .filter(document -> document.object().getKind().equals("PrometheusRule"))
                .findFirst()
                .orElseThrow()
                .text());
    String name = rule.at("/metadata/name").asText();
    Path file = folder.resolve(name + "." + namespace + ".yaml");
    YAML.writeValue(file.toFile(), YAML.createObjectNode().set("groups", rule.at("/spec/groups")));
  }

  @Test
  @DisplayName("is nothing that Prometheus cannot read, the dashboard's expressions too")
  void dashboard(@TempDir Path folder) throws Exception {
    ObjectNode file = YAML.createObjectNode();
    ArrayNode rules = file.putArray("groups").addObject().put("name", "panels").putArray("rules");
    int at = 0;
    for (String expression :
        new ObjectMapper()
            .readTree(MONITORING.resolve("dashboard.json").toFile())
            .findValuesAsText("expr")) {
      rules
          .addObject()
          .put("record", "panel:" + at++)
          .put("expr", expression.replace("$__range", "1d").replace("$__rate_interval", "5m"));
    }
    Path path = folder.resolve("panels.yaml");
    YAML.writeValue(path.toFile(), file);
    passes("check", "rules", path.toString(), MONITORING.resolve("rules.yaml").toString());
  }
}

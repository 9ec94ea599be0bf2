package dev.tunesmith.gitops;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** With {@code -Dupdate} it makes the files anew first: the one way to change them. */
@DisplayName("Argo CD's configuration")
class ArgoCdConfigTest {
  private static final String COMMAND = "./mvnw -q test -Dtest=ArgoCdConfigTest -Dupdate";
  private static final Path CONFIG_MAP = Path.of("deploy", "argocd", "argocd-cm.yaml");
  private static final Path VALUES = Path.of("deploy", "argocd", "values.yaml");
  private static final String HEALTH_KEY = "resource.customizations.health.tunesmith.dev_TuningJob";
  private static final String MODELS_HEALTH_KEY =
      "resource.customizations.health.tunesmith.dev_TunedModel";
  private static final String ACTIONS_KEY =
      "resource.customizations.actions.tunesmith.dev_TuningJob";
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

  @BeforeAll
  static void update() throws IOException {
    if (System.getProperty("update") != null) {
      for (Map.Entry<Path, String> file : generated().entrySet()) {
        Files.writeString(file.getKey(), file.getValue());
      }
    }
  }

  private static Map<Path, String> generated() throws IOException {
    String head =
        "# Generated from the scripts in resource_customizations/. Do not edit: change those,"
            + " then\n"
            + "# "
            + COMMAND
            + "\n";
    return Map.of(
        CONFIG_MAP,
        head
            + "# kubectl -n argocd patch configmap argocd-cm --patch-file"
            + " deploy/argocd/argocd-cm.yaml\n"
            + "data:\n"
            + entries(2),
        VALUES,
        head
            + "# Values for the chart argo/argo-cd: helm upgrade … -f deploy/argocd/values.yaml\n"
            + "configs:\n  cm:\n"
            + entries(4));
  }

  private static String entries(int depth) throws IOException {
    return block(depth, HEALTH_KEY, Files.readString(ArgoCd.HEALTH))
        + block(depth, MODELS_HEALTH_KEY, Files.readString(ArgoCd.MODELS.resolve("health.lua")))
        + block(
            depth,
            ACTIONS_KEY,
            block(0, "discovery.lua", Files.readString(ArgoCd.DISCOVERY))
                + "definitions:\n"
                + definitions());
  }

  private static String definitions() throws IOException {
    StringBuilder definitions = new StringBuilder();
    for (String action : ArgoCd.ACTIONS) {
      definitions
          .append("- name: ")
          .append(action)
          .append('\n')
          .append(block(2, "action.lua", Files.readString(ArgoCd.action(action))));
    }
    return definitions.toString();
  }

  private static String block(int depth, String key, String text) {
    String indent = " ".repeat(depth + 2);
    return " ".repeat(depth)
        + key
        + ": |\n"
        + text.lines()
            .map(line -> (line.isEmpty() ? "" : indent + line) + "\n")
            .collect(Collectors.joining());
  }

  @Test
  @DisplayName("is made of the scripts, to the byte, for kubectl and for the chart of Argo CD")
  void same() throws IOException {
    for (Map.Entry<Path, String> file : generated().entrySet()) {
      assertThat(file.getKey()).as("run: %s", COMMAND).content().isEqualTo(file.getValue());
    }
    JsonNode configMap = Written.read(CONFIG_MAP);
    assertThat(Written.read(VALUES).at("/configs/cm")).isEqualTo(configMap.path("data"));
    JsonNode data = configMap.path("data");
    assertThat(data.path(HEALTH_KEY).asText()).isEqualTo(Files.readString(ArgoCd.HEALTH));
    assertThat(data.path(MODELS_HEALTH_KEY)).isEqualTo(data.path(HEALTH_KEY));
    JsonNode actions = YAML.readTree(data.path(ACTIONS_KEY).asText());
    assertThat(actions.path("discovery.lua").asText())
        .isEqualTo(Files.readString(ArgoCd.DISCOVERY));
    for (int i = 0; i < ArgoCd.ACTIONS.size(); i++) {
      JsonNode action = actions.path("definitions").path(i);
      String name = ArgoCd.ACTIONS.get(i);
      assertThat(action.path("name").asText()).isEqualTo(name);
      assertThat(action.path("action.lua").asText())
          .isEqualTo(Files.readString(ArgoCd.action(name)));
    }
    assertThat(actions.path("definitions")).hasSameSizeAs(ArgoCd.ACTIONS);
  }
}

package dev.tunesmith.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The chart's README, and what Artifact Hub is told,")
class ChartReadmeTest {
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

  @Test
  @DisplayName("explain every value with the words of values.yaml")
  void values() throws IOException {
    assertThat(ChartReadme.FILE)
        .as("run: %s", DeployManifests.COMMAND)
        .content()
        .isEqualTo(ChartReadme.render());
    assertThat(ChartReadme.render())
        .contains("| `vertex.project` | `\"\"` | Google Cloud project")
        .contains("| `replicas` | `1` | Number of operator pods.");
  }

  @Test
  @DisplayName("name the image, the definitions and an example that are really there")
  void artifactHub() throws IOException {
    JsonNode chart = YAML.readTree(Chart.FOLDER.resolve("Chart.yaml").toFile());
    JsonNode annotations = chart.path("annotations");
    String image = Chart.render().pods().getFirst().getSpec().getContainers().getFirst().getImage();
    assertThat(yaml(annotations, "images").path(0).path("image").asText()).isEqualTo(image);
    JsonNode named = yaml(annotations, "crds");
    assertThat(named).hasSameSizeAs(DeployManifests.CRDS);
    for (int i = 0; i < named.size(); i++) {
      JsonNode definition = YAML.readTree(DeployManifests.CRDS.get(i).toFile());
      JsonNode crd = named.path(i);
      assertThat(crd.path("name").asText()).isEqualTo(definition.at("/metadata/name").asText());
      assertThat(crd.path("kind").asText()).isEqualTo(definition.at("/spec/names/kind").asText());
      assertThat(crd.path("version").asText())
          .isEqualTo(definition.at("/spec/versions/0/name").asText());
    }
    JsonNode example = yaml(annotations, "crdsExamples").path(0);
    assertThat(example.path("kind").asText()).isEqualTo("TuningJob");
    assertThat(example.at("/spec/tuning/baseModel").asText()).isNotBlank();
    assertThat(yaml(annotations, "changes").path(0).path("description").asText()).isNotBlank();
    for (JsonNode link : yaml(annotations, "links")) {
      String path = link.path("url").asText().replaceFirst("^.*/tree/main/", "");
      assertThat(Files.isDirectory(Path.of(path))).as(path).isTrue();
    }
  }

  private static JsonNode yaml(JsonNode annotations, String name) throws IOException {
    return YAML.readTree(annotations.path("artifacthub.io/" + name).asText());
  }
}

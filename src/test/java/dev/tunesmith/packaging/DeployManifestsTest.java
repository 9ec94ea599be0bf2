package dev.tunesmith.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** With {@code -Dupdate} it makes the files anew first: the one way to change them. */
@DisplayName("One source for every manifest")
class DeployManifestsTest {

  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

  /** What {@code kubectl} annotates with the whole object may not be longer than this. */
  private static final int ANNOTATIONS_LIMIT = 256 * 1024;

  @BeforeAll
  static void update() throws IOException {
    if (System.getProperty("update") != null) {
      DeployManifests.update();
    }
  }

  @Test
  @DisplayName("the chart's copies of the resource definitions are crds/, to the byte")
  void sameCrd() throws IOException {
    for (Path crd : DeployManifests.CRDS) {
      assertThat(DeployManifests.inChart(crd))
          .as("run: %s", DeployManifests.COMMAND)
          .hasSameBinaryContentAs(crd);
    }
  }

  @Test
  @DisplayName("deploy/ is the chart rendered with its default values, to the byte")
  void sameManifests() {
    Map<Path, String> rendered = DeployManifests.render();
    assertThat(rendered)
        .isNotEmpty()
        .allSatisfy(
            (file, text) ->
                assertThat(file).as("run: %s", DeployManifests.COMMAND).content().isEqualTo(text));
  }

  @Test
  @DisplayName(
      "deploy/ holds the namespace, what was rendered, and nothing that kubectl would miss")
  void complete() throws IOException {
    List<String> expected = new ArrayList<>(List.of("namespace.yaml"));
    DeployManifests.render().keySet().forEach(file -> expected.add(file.getFileName().toString()));
    JsonNode kustomization =
        YAML.readTree(Files.readString(DeployManifests.FOLDER.resolve("kustomization.yaml")));
    List<String> listed = new ArrayList<>();
    kustomization.path("resources").forEach(resource -> listed.add(resource.asText()));
    assertThat(listed).containsExactlyInAnyOrderElementsOf(expected);
    assertThat(kustomization.path("namespace").asText()).isEqualTo(Chart.NAMESPACE);
    try (Stream<Path> files = Files.list(DeployManifests.FOLDER)) {
      expected.add("kustomization.yaml");
      assertThat(files.filter(Files::isRegularFile).map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(expected);
    }
  }

  @Test
  @DisplayName("deploy/'s namespace holds its pods to the restricted standard")
  void namespace() throws IOException {
    Namespace namespace =
        new KubernetesSerialization()
            .unmarshal(
                Files.readString(DeployManifests.FOLDER.resolve("namespace.yaml")),
                Namespace.class);
    assertThat(namespace.getMetadata().getName()).isEqualTo(Chart.NAMESPACE);
    assertThat(namespace.getMetadata().getLabels())
        .containsEntry("pod-security.kubernetes.io/enforce", "restricted");
  }

  @Test
  @DisplayName(
      "the definitions that the chart installs are crds/ with labels, and are kept on uninstall")
  void chartCrd() throws IOException {
    List<ObjectNode> generated = new ArrayList<>();
    for (Path crd : DeployManifests.CRDS) {
      generated.add((ObjectNode) YAML.readTree(Files.readString(crd)));
    }
    List<ObjectNode> installed = crds("{}");
    for (ObjectNode crd : installed) {
      ObjectNode metadata = (ObjectNode) crd.get("metadata");
      assertThat(metadata.remove("annotations"))
          .isEqualTo(YAML.readTree("helm.sh/resource-policy: keep"));
      assertThat(metadata.remove("labels").path("app.kubernetes.io/name").asText())
          .isEqualTo("tunesmith");
    }
    assertThat(installed).containsExactlyElementsOf(generated);
  }

  @Test
  @DisplayName(
      "the definitions go with the release, or are not in it, where the administrator wants that")
  void crdValues() throws IOException {
    assertThat(crds("crds: {keep: false}"))
        .isNotEmpty()
        .noneMatch(crd -> crd.path("metadata").has("annotations"));
    assertThat(Chart.render("crds: {enabled: false}").all(CustomResourceDefinition.class))
        .isEmpty();
  }

  @Test
  @DisplayName(
      "the definitions are small enough for kubectl apply, which keeps a copy in an annotation")
  void crdSize() throws IOException {
    for (JsonNode crd : crds("{}")) {
      assertThat(new ObjectMapper().writeValueAsBytes(crd).length).isLessThan(ANNOTATIONS_LIMIT);
    }
  }

  private static List<ObjectNode> crds(String values) throws IOException {
    List<ObjectNode> crds = new ArrayList<>();
    for (Manifests.Document document : Chart.render(values).documents()) {
      if (document.object() instanceof CustomResourceDefinition) {
        crds.add((ObjectNode) YAML.readTree(document.text()));
      }
    }
    return crds;
  }
}

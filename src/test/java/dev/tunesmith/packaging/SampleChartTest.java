package dev.tunesmith.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The example of a user's chart")
class SampleChartTest {
  private static final Path FOLDER = DeployManifests.FOLDER.resolve("samples").resolve("chart");
  private static final Path ARGO_CD_APP =
      DeployManifests.FOLDER.resolve("argocd").resolve("example/app/deployment.yaml");
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
  private static final KubernetesSerialization KUBERNETES = new KubernetesSerialization();

  private static List<String> render(String... values) {
    var template = new Helm(FOLDER).template().withName("support-tone").withKubeVersion("v1.30.0");
    for (String value : values) {
      template.set(value.substring(0, value.indexOf('=')), value.substring(value.indexOf('=') + 1));
    }
    List<String> documents = new ArrayList<>();
    for (String document : template.call().split("(?m)^---\n", -1)) {
      if (!document.isBlank()) {
        documents.add(document);
      }
    }
    return documents;
  }

  private static JsonNode job(List<String> documents) throws IOException {
    for (String document : documents) {
      JsonNode object = YAML.readTree(document);
      if (object.path("kind").asText().equals("TuningJob")) {
        return object;
      }
    }
    throw new AssertionError("no TuningJob");
  }

  private static Container waiter(Deployment deployment) {
    return deployment.getSpec().getTemplate().getSpec().getInitContainers().getFirst();
  }

  @Test
  @DisplayName("has nothing that helm lint --strict finds")
  void lint() {
    LintResult result = new Helm(FOLDER).lint().strict().call();
    assertThat(result.isFailed()).as(String.join("\n", result.getMessages())).isFalse();
  }

  @Test
  @DisplayName("holds one TuningJob, whose run is a text, and rolls the pods with it")
  void run() throws IOException {
    List<String> documents = render("app.image=x/y:1");
    JsonNode run = job(documents).at("/spec/run");
    assertThat(run.isTextual()).isTrue();
    Deployment deployment =
        documents.stream()
            .filter(document -> document.contains("kind: Deployment"))
            .map(document -> KUBERNETES.<Deployment>unmarshal(document))
            .findFirst()
            .orElseThrow();
    assertThat(waiter(deployment).getEnv())
        .filteredOn(variable -> variable.getName().equals("TUNING_RUN"))
        .singleElement()
        .satisfies(variable -> assertThat(variable.getValue()).isEqualTo(run.asText()));
  }

  @Test
  @DisplayName("waits for the endpoint as the example for Argo CD does")
  void sameScript() throws IOException {
    Deployment chart =
        render().stream()
            .filter(document -> document.contains("kind: Deployment"))
            .map(document -> KUBERNETES.<Deployment>unmarshal(document))
            .findFirst()
            .orElseThrow();
    Deployment argoCd =
        Objects.requireNonNull(
            KUBERNETES.unmarshal(Files.readString(ARGO_CD_APP), Deployment.class));
    assertThat(waiter(chart).getArgs()).isEqualTo(waiter(argoCd).getArgs());
    assertThat(waiter(chart).getCommand()).isEqualTo(waiter(argoCd).getCommand());
  }

  @Test
  @DisplayName("can be installed without the application, for a look at the tuning alone")
  void jobAlone() throws IOException {
    List<String> documents = render("app.enabled=false");
    assertThat(documents).hasSize(1);
    assertThat(job(documents).at("/metadata/name").asText()).isEqualTo("support-tone");
  }

  @Test
  @DisplayName("lets a deletion leave the job running, where it is told so")
  void deletionPolicy() throws IOException {
    assertThat(job(render()).at("/spec/deletionPolicy").asText()).isEqualTo("Cancel");
    assertThat(job(render("tuning.deletionPolicy=Orphan")).at("/spec/deletionPolicy").asText())
        .isEqualTo("Orphan");
    assertThatThrownBy(() -> render("tuning.deletionPolicy=Keep"))
        .hasMessageContaining("/tuning/deletionPolicy");
  }

  @Test
  @DisplayName("refuses a run that is a number, and a value that it does not know")
  void schema() {
    assertThatThrownBy(() -> render("tuning.run=2")).hasMessageContaining("/tuning/run");
    assertThatThrownBy(() -> render("tuning.epochs=2")).hasMessageContaining("epochs");
  }
}

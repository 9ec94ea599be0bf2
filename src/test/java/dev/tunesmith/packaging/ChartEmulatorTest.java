package dev.tunesmith.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The chart's emulator")
class ChartEmulatorTest {

  @Test
  @DisplayName("is not there unless it was asked for")
  void off() {
    assertThat(Chart.render().all(Deployment.class)).hasSize(1);
  }

  @Test
  @DisplayName(
      "is what the operator talks to: in plain text, without credentials, at its Service's gRPC"
          + " port")
  void wired() {
    Manifests chart = Chart.render("emulator: {enabled: true}");
    Service service = chart.one(Service.class, "tunesmith-emulator");
    int grpc =
        service.getSpec().getPorts().stream()
            .filter(port -> port.getName().equals("grpc"))
            .findFirst()
            .orElseThrow()
            .getPort();
    assertThat(option(chart, "TUNESMITH_VERTEX_ENDPOINT"))
        .isEqualTo(
            "%s.%s.svc:%d"
                .formatted(
                    service.getMetadata().getName(), service.getMetadata().getNamespace(), grpc));
    assertThat(option(chart, "TUNESMITH_VERTEX_PLAINTEXT")).isEqualTo("true");
    assertThat(option(chart, "TUNESMITH_VERTEX_CREDENTIALS")).isEqualTo("none");
    assertThat(option(chart, "TUNESMITH_GEMINI_ENDPOINT"))
        .isEqualTo("http://tunesmith-emulator.tunesmith-system.svc:8081");
    assertThat(option(chart, "TUNESMITH_STORAGE_ENDPOINT"))
        .isEqualTo("http://tunesmith-emulator.tunesmith-system.svc:8081");
    assertThat(option(chart, "TUNESMITH_PROJECT")).isEqualTo("local-project");
    assertThat(option(chart, "TUNESMITH_LOCATION")).isEqualTo("us-central1");
  }

  @Test
  @DisplayName("keeps a project and a location that were set")
  void settings() {
    Manifests chart =
        Chart.render(
            "{emulator: {enabled: true}, vertex: {project: my-project, location: europe-west4}}");
    assertThat(option(chart, "TUNESMITH_PROJECT")).isEqualTo("my-project");
    assertThat(option(chart, "TUNESMITH_LOCATION")).isEqualTo("europe-west4");
  }

  @Test
  @DisplayName(
      "runs from the operator's image, once, on the ports that its Service has, at the speed asked"
          + " for")
  void runs() {
    Manifests chart = Chart.render("emulator: {enabled: true, speed: 10}");
    Deployment emulator = chart.one(Deployment.class, "tunesmith-emulator");
    assertThat(emulator.getSpec().getReplicas()).isEqualTo(1);
    assertThat(emulator.getSpec().getStrategy().getType()).isEqualTo("Recreate");
    var container = emulator.getSpec().getTemplate().getSpec().getContainers().getFirst();
    assertThat(container.getImage())
        .isEqualTo(chart.pods().getFirst().getSpec().getContainers().getFirst().getImage());
    assertThat(container.getArgs())
        .containsExactly(
            "emulator",
            "--bind-address=0.0.0.0",
            "--http-port=8081",
            "--grpc-port=8082",
            "--speed=10");
    assertThat(container.getPorts())
        .extracting(port -> port.getName() + "=" + port.getContainerPort())
        .containsExactly("http=8081", "grpc=8082");
  }

  private static String option(Manifests chart, String name) {
    List<EnvVar> found =
        chart
            .one(Deployment.class, "tunesmith")
            .getSpec()
            .getTemplate()
            .getSpec()
            .getContainers()
            .getFirst()
            .getEnv()
            .stream()
            .filter(variable -> variable.getName().equals(name))
            .toList();
    assertThat(found).as(name).hasSize(1);
    return found.getFirst().getValue();
  }
}

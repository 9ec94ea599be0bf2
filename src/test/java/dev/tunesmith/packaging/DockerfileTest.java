package dev.tunesmith.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The image")
class DockerfileTest {

  private final Dockerfile dockerfile = Dockerfile.read();
  private final Dockerfile image = dockerfile.lastStage();

  @Test
  @DisplayName(
      "is built from bases that are pinned by digest, and that say their version to people")
  void pinned() {
    assertThat(dockerfile.all("FROM"))
        .hasSize(2)
        .allSatisfy(
            from -> assertThat(from).matches("\\S+/\\S+:\\S+@sha256:[0-9a-f]{64}( AS [a-z]+)?"));
  }

  @Test
  @DisplayName("needs no shell: nothing is run in it while it is built or when it starts")
  void noShell() {
    assertThat(image.all("RUN")).isEmpty();
    assertThat(image.all("SHELL")).isEmpty();
    assertThat(image.all("CMD")).containsExactly("[\"operator\"]");
  }

  @Test
  @DisplayName("starts the JVM itself, so that SIGTERM reaches it")
  void entrypoint() {
    assertThat(image.entrypoint())
        .startsWith("/app/java/bin/java", "@/app/java.options")
        .endsWith("-jar", "/app/tunesmith.jar");
    assertThat(image.all("COPY"))
        .containsExactly(
            "--from=build /app/java /app/java",
            "--from=build /app/lib /app/lib",
            "--from=build /app/java.options /app/tunesmith.jar /app/tunesmith.aot /app/");
    assertThat(dockerfile.all("RUN")).contains("src/image/assemble /");
  }

  @Test
  @DisplayName("runs as a user, by number, who is not root, as the chart's pods ask of it")
  void user() {
    assertThat(image.all("USER")).singleElement().asString().matches("[1-9][0-9]+:[1-9][0-9]+");
    for (PodTemplateSpec pod : Chart.render("emulator: {enabled: true}").pods()) {
      assertThat(pod.getSpec().getSecurityContext().getRunAsNonRoot()).isTrue();
    }
  }

  @Test
  @DisplayName("is made from the files of the build, and nothing else that lies in a working copy")
  void context() throws IOException {
    List<String> lines =
        Files.readAllLines(Path.of(".dockerignore")).stream()
            .filter(line -> !line.isBlank() && !line.startsWith("#"))
            .toList();
    assertThat(lines)
        .containsExactly(
            "*",
            "!pom.xml",
            "!mvnw",
            "!.mvn",
            "!src/main",
            "!src/image",
            "!crds",
            "!deploy/samples");
    assertThat(dockerfile.all("COPY")).contains(". .");
  }
}

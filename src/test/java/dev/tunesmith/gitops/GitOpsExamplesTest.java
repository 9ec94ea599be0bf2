package dev.tunesmith.gitops;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What no API server here can check: the kinds of Argo CD and Flux are not installed in it. */
@DisplayName("The example repository")
class GitOpsExamplesTest {
  private static final Path EXAMPLE = Path.of("deploy", "argocd", "example");

  private static List<JsonNode> objects(String folder) {
    try (Stream<Path> files = Files.list(EXAMPLE.resolve(folder))) {
      return files
          .filter(file -> !file.endsWith("kustomization.yaml"))
          .flatMap(file -> Written.readAll(file).stream())
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  @DisplayName("gives the project of Argo CD the kinds that it holds, and no other")
  void kinds() {
    Set<String> held = new TreeSet<>();
    Stream.of("tuning", "app")
        .flatMap(folder -> objects(folder).stream())
        .forEach(
            object -> {
              String version = object.path("apiVersion").asText();
              int slash = version.indexOf('/');
              held.add(
                  (slash < 0 ? "" : version.substring(0, slash))
                      + "/"
                      + object.path("kind").asText());
            });
    Set<String> allowed = new TreeSet<>();
    Written.read(EXAMPLE.resolve("project.yaml"))
        .at("/spec/namespaceResourceWhitelist")
        .forEach(
            kind -> allowed.add(kind.path("group").asText() + "/" + kind.path("kind").asText()));
    assertThat(allowed).isEqualTo(held);
  }

  @Test
  @DisplayName("has an Application for each folder, in the project and from its repository")
  void applications() {
    JsonNode project = Written.read(EXAMPLE.resolve("project.yaml"));
    List<JsonNode> applications = Written.readAll(EXAMPLE.resolve("applications.yaml"));
    assertThat(applications)
        .extracting(application -> application.at("/spec/source/path").asText())
        .containsExactly("tuning", "app")
        .allSatisfy(path -> assertThat(EXAMPLE.resolve(path)).isDirectory());
    assertThat(applications)
        .allSatisfy(
            application -> {
              assertThat(application.at("/spec/project")).isEqualTo(project.at("/metadata/name"));
              assertThat(application.at("/spec/source/repoURL"))
                  .isEqualTo(project.at("/spec/sourceRepos/0"));
              assertThat(application.at("/spec/destination"))
                  .isEqualTo(project.at("/spec/destinations/0"));
              assertThat(application.at("/spec/syncPolicy/syncOptions").toString())
                  .doesNotContain("Replace", "Force");
            });
  }

  @Test
  @DisplayName("runs its pods for the run that its tuning job names")
  void run() {
    JsonNode deployment = Written.read(EXAMPLE.resolve("app/deployment.yaml"));
    JsonNode job = Written.read(EXAMPLE.resolve("tuning/support-tone.yaml"));
    assertThat(
            deployment.at(
                "/spec/template/metadata/annotations/support-desk.example.com~1tuning-run"))
        .isEqualTo(job.at("/spec/run"));
  }

  @Test
  @DisplayName("is taken up by Flux, which waits for the tuning and never forces")
  void flux() {
    List<JsonNode> documents = Written.readAll(FluxHealth.FILE);
    assertThat(documents)
        .extracting(document -> document.path("kind").asText())
        .containsExactly("GitRepository", "Kustomization", "Kustomization");
    JsonNode tuning = documents.get(1).path("spec");
    JsonNode app = documents.get(2);
    assertThat(tuning.path("wait").asBoolean()).isTrue();
    assertThat(tuning.path("prune").asBoolean()).isFalse();
    assertThat(tuning.has("force")).isFalse();
    assertThat(app.at("/spec/dependsOn/0/name")).isEqualTo(documents.get(1).at("/metadata/name"));
    for (JsonNode kustomization : List.of(tuning, app.path("spec"))) {
      assertThat(kustomization.at("/sourceRef/name"))
          .isEqualTo(documents.getFirst().at("/metadata/name"));
      assertThat(EXAMPLE.resolve(kustomization.path("path").asText())).isDirectory();
    }
  }
}

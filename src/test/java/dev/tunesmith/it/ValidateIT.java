package dev.tunesmith.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.marcnuri.helm.Helm;
import dev.tunesmith.cli.manifest.ApiServerCheck;
import dev.tunesmith.cli.manifest.Manifest;
import dev.tunesmith.cli.manifest.ManifestFile;
import dev.tunesmith.cli.manifest.ValidationError;
import dev.tunesmith.support.apiserver.ApiServer;
import dev.tunesmith.support.apiserver.KubeApiServer;
import dev.tunesmith.support.apiserver.TestNamespace;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The verdict of {@code tunesmith validate} beside the real API server's. */
@KubeApiServer
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@DisplayName("A resource is refused offline if, and only if, the API server refuses it:")
class ValidateIT {
  private static final int CREATED = 201;
  private static final long PATIENCE_SECONDS = 60;

  private KubernetesClient client;
  private String uris;
  private ApiServerCheck check;

  @BeforeAll
  void server(ApiServer server, TestNamespace namespace) {
    client = server.admin();
    uris =
        client.getMasterUrl() + "apis/tunesmith.dev/v1alpha1/namespaces/" + namespace.name() + "/";
    // As the server has them, with the defaults of CRDs.
    check =
        new ApiServerCheck(
            client.apiextensions().v1().customResourceDefinitions().list().getItems().stream()
                .filter(crd -> crd.getSpec().getGroup().equals("tunesmith.dev"))
                .toList());
  }

  /** The reply to a dry run. */
  private HttpResponse<String> judge(String plural, String type, String text) {
    String uri = uris + plural + "?dryRun=All&fieldValidation=Strict";
    try {
      return client
          .getHttpClient()
          .sendAsync(
              client.getHttpClient().newHttpRequestBuilder().uri(uri).post(type, text).build(),
              String.class)
          .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new IllegalStateException("no verdict", e);
    }
  }

  private List<ValidationError> offline(ManifestFile file) {
    List<ValidationError> errors = new ArrayList<>(file.errors());
    file.documents().forEach(manifest -> errors.addAll(check.errors(manifest)));
    return errors;
  }

  @Test
  @DisplayName("each constraint broken, and each odd way to write what is right")
  void judged() {
    SoftAssertions softly = new SoftAssertions();
    for (JudgedManifest manifest : JudgedManifest.all()) {
      HttpResponse<String> verdict = judge("tuningjobs", "application/yaml", manifest.yaml());
      softly
          .assertThat(verdict.code() == CREATED)
          .as(manifest + ": the table's verdict; the server's is " + verdict.body())
          .isEqualTo(manifest.valid());
      softly
          .assertThat(offline(ManifestFile.of("job.yaml", manifest.yaml())).isEmpty())
          .as(manifest + ": the verdict offline")
          .isEqualTo(manifest.valid());
    }
    softly.assertAll();
  }

  @ParameterizedTest
  @ValueSource(strings = {"tuningjob", "tunedmodel"})
  @DisplayName("each example of the CRD's rules")
  void crd(String kind) throws IOException {
    SoftAssertions softly = new SoftAssertions();
    for (String verdict : List.of("valid", "invalid")) {
      for (Path example : examples(Path.of("src/test/resources/crd", kind, verdict))) {
        HttpResponse<String> reply =
            judge(kind + "s", "application/yaml", Files.readString(example));
        List<ValidationError> errors = offline(ManifestFile.of(example));
        softly
            .assertThat(errors.isEmpty())
            .as(example + ": " + errors + " beside " + reply.body())
            .isEqualTo(reply.code() == CREATED)
            .isEqualTo(verdict.equals("valid"));
      }
    }
    softly.assertAll();
  }

  private static List<Path> examples(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(file -> file.toString().endsWith(".yaml"))
          .filter(file -> !file.toString().contains("/templates/"))
          .sorted()
          .toList();
    }
  }

  @Test
  @DisplayName("every example in deploy/, and the sample chart as it is rendered")
  void examples() throws IOException {
    List<Manifest> examples = new ArrayList<>();
    for (String folder : List.of("samples", "argocd", "flux")) {
      examples(Path.of("deploy", folder))
          .forEach(file -> examples.addAll(ManifestFile.of(file).documents()));
    }
    String chart =
        new Helm(Path.of("deploy", "samples", "chart"))
            .template()
            .withName("support-desk")
            .withKubeVersion("v1.30.0")
            .call();
    examples.addAll(ManifestFile.of("chart", chart).documents());
    List<Manifest> ours = examples.stream().filter(check::isOurs).toList();
    SoftAssertions softly = new SoftAssertions();
    for (Manifest manifest : ours) {
      ObjectNode here = manifest.content().deepCopy();
      ((ObjectNode) here.path("metadata")).remove("namespace");
      HttpResponse<String> verdict =
          judge(
              manifest.kind().toLowerCase(Locale.ROOT) + "s", "application/json", here.toString());
      List<ValidationError> errors = offline(ManifestFile.of(manifest.file(), here.toString()));
      softly
          .assertThat(errors.isEmpty())
          .as(manifest.file() + ": " + errors + " beside " + verdict.body())
          .isEqualTo(verdict.code() == CREATED);
    }
    softly.assertAll();
    assertThat(ours).as("samples, Argo CD's and Flux' examples, the chart").hasSizeGreaterThan(30);
  }
}

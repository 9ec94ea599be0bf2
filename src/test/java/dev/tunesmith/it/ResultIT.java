package dev.tunesmith.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tunesmith.emulator.Emulator;
import dev.tunesmith.emulator.RpcMethod;
import dev.tunesmith.support.apiserver.ApiServer;
import dev.tunesmith.support.apiserver.KubeApiServer;
import dev.tunesmith.support.apiserver.Kubectl;
import dev.tunesmith.support.apiserver.TestNamespace;
import io.fabric8.kubernetes.api.model.ConfigMap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** {@code spec.result} on the real API server, with the rights that the sample gives. */
@KubeApiServer
@DisplayName("The result of a run")
class ResultIT {
  private static final Path SAMPLES = Path.of("deploy", "samples", "result");

  private ApiServer server;
  private TestNamespace namespace;
  private Emulator emulator;
  private OperatorUnderTest operator;

  @BeforeEach
  void start(ApiServer apiServer, TestNamespace testNamespace) {
    server = apiServer;
    namespace = testNamespace;
    emulator = OperatorUnderTest.emulator();
    operator =
        OperatorUnderTest.start(
            server,
            OperatorUnderTest.vertex(emulator).tuningJobs(),
            OperatorUnderTest.options(namespace.name()));
  }

  @AfterEach
  void stop() {
    operator.close();
    emulator.close();
  }

  private Kubectl.Result run(String... arguments) {
    Kubectl.Result result = namespace.kubectl().run(arguments);
    assertThat(result.exitCode()).as(result.toString()).isZero();
    return result;
  }

  private void apply(String run, String data) throws IOException {
    String sample = Files.readString(SAMPLES.resolve("01-tuning-job.yaml"));
    Kubectl.Result applied =
        namespace
            .kubectl()
            .runWithInput(
                sample
                    .replace("train.jsonl", data + ".jsonl")
                    .replace("spec:", "spec:\n  run: \"" + run + "\""),
                "apply",
                "-f",
                "-");
    assertThat(applied.exitCode()).as(applied.toString()).isZero();
  }

  private void awaitReason(String reason) {
    run(
        "wait",
        "tj/support-tone",
        "--for=jsonpath={.status.conditions[?(@.type==\"Ready\")].reason}=" + reason,
        "--timeout=60s");
  }

  private ConfigMap configMap() {
    return Objects.requireNonNull(
        server
            .admin()
            .configMaps()
            .inNamespace(namespace.name())
            .withName("support-tone-model")
            .get());
  }

  private String jsonPath(String path) {
    return run("get", "tj/support-tone", "-o", "jsonpath={" + path + "}").stdout();
  }

  @Test
  @DisplayName(
      "is in its ConfigMap when the run is Complete, and stays there when a later run fails")
  void published() throws IOException {
    run("apply", "-f", SAMPLES.resolve("role.yaml").toString());
    apply("1", "train");
    run("wait", "tj/support-tone", "--for=condition=Complete", "--timeout=60s");

    ConfigMap published = configMap();
    Map<String, String> data = published.getData();
    assertThat(data)
        .containsOnlyKeys(
            "model",
            "endpoint",
            "location",
            "job",
            "baseModel",
            "completionTime",
            "run",
            "checkpoints")
        .containsEntry("run", "1")
        .containsEntry("location", "us")
        .containsEntry("baseModel", "gemini-3.5-flash")
        .containsEntry("endpoint", jsonPath(".status.job.tunedModel.endpoint"))
        .containsEntry("completionTime", jsonPath(".status.job.endTime"));
    assertThat(data.get("checkpoints")).startsWith("[{\"checkpointId\":");
    assertThat(published.getMetadata().getOwnerReferences())
        .singleElement()
        .satisfies(
            owner -> {
              assertThat(owner.getKind()).isEqualTo("TuningJob");
              assertThat(owner.getUid()).isEqualTo(jsonPath(".metadata.uid"));
            });

    apply("2", "fail-train");
    awaitReason("Failed");
    assertThat(configMap().getMetadata().getResourceVersion())
        .isEqualTo(published.getMetadata().getResourceVersion());

    apply("3", "train");
    awaitReason("Succeeded");
    assertThat(configMap().getData()).containsEntry("run", "3");
  }

  @Test
  @DisplayName("is the default checkpoint that the resource names, and the others' endpoints go")
  void checkpoints() {
    run("apply", "-f", SAMPLES.resolve("05-checkpoint.yaml").toString());
    run("wait", "tj/second-checkpoint", "--for=condition=Complete", "--timeout=60s");
    String deleted = "-o=jsonpath={.status.deletedCheckpointEndpoints[*]}";
    await("other checkpoints' endpoints to be deleted")
        .atMost(Duration.ofSeconds(90))
        .untilAsserted(
            () ->
                assertThat(run("get", "tj/second-checkpoint", deleted).stdout().split(" "))
                    .containsExactlyInAnyOrder("1", "3", "4"));

    String made = "-o=jsonpath={.status.job.tunedModel.";
    assertThat(run("get", "tj/second-checkpoint", made + "defaultCheckpointId}").stdout())
        .isEqualTo("2");
    assertThat(emulator.calls().of(RpcMethod.UPDATE_MODEL)).isEqualTo(1);
    assertThat(emulator.calls().of(RpcMethod.DELETE_ENDPOINT)).isEqualTo(3);
  }

  @Test
  @DisplayName("is not written into another's ConfigMap, and the status says what to do")
  void notOwned() throws IOException {
    run("apply", "-f", SAMPLES.resolve("role.yaml").toString());
    run("create", "configmap", "support-tone-model", "--from-literal=mine=yes");
    apply("1", "train");

    awaitReason("ResultNotOwned");

    assertThat(configMap().getData()).isEqualTo(Map.of("mine", "yes"));
    assertThat(jsonPath(".status.conditions[?(@.type==\"Ready\")].message"))
        .contains("Delete it, or name another one in spec.result.configMapName");
    run("wait", "tj/support-tone", "--for=condition=Complete", "--timeout=10s");
    run("patch", "tj/support-tone", "--type=merge", "-p={\"spec\":{\"result\":null}}");
    awaitReason("Succeeded");
  }

  @Test
  @DisplayName("without rights is not written, and the status names them")
  void refused() throws IOException {
    apply("1", "train");

    awaitReason("ResultWriteRefused");

    assertThat(jsonPath(".status.conditions[?(@.type==\"Ready\")].message"))
        .contains("get, create and update on configmaps");
  }
}

package dev.tunesmith.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tunesmith.emulator.Emulator;
import dev.tunesmith.support.apiserver.ApiServer;
import dev.tunesmith.support.apiserver.KubeApiServer;
import dev.tunesmith.support.apiserver.Kubectl;
import dev.tunesmith.support.apiserver.TestNamespace;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Whole lives on the real API server, as a user with kubectl sees them. */
@KubeApiServer
class LifecycleIT {
  private ApiServer server;
  private TestNamespace namespace;
  private Emulator emulator;
  private OperatorUnderTest operator;

  @BeforeEach
  void start(ApiServer apiServer, TestNamespace testNamespace) {
    server = apiServer;
    namespace = testNamespace;
    emulator = OperatorUnderTest.emulator();
    operator = OperatorUnderTest.start(server, emulator, namespace.name());
  }

  @AfterEach
  void stop() {
    operator.close();
    emulator.close();
  }

  private void apply(String run, String data) {
    String manifest =
        """
        apiVersion: tunesmith.dev/v1alpha1
        kind: TuningJob
        metadata: {name: tone}
        spec:
          run: "%s"
          tuning:
            baseModel: gemini-3.5-flash
            supervisedTuningSpec:
              trainingDatasetUri: gs://bucket/%s.jsonl
        """
            .formatted(run, data);
    Kubectl.Result applied = namespace.kubectl().runWithInput(manifest, "apply", "-f", "-");
    assertThat(applied.exitCode()).as(applied.toString()).isZero();
  }

  private Kubectl.Result await(String condition) {
    return namespace.kubectl().run("wait", "tj/tone", "--for=" + condition, "--timeout=60s");
  }

  private List<ObjectNode> jobs() {
    return emulator.jobs();
  }

  @Test
  @DisplayName("apply creates one job, shows its end, and delete removes the resource")
  void plainLife() {
    apply("1", "train");

    Kubectl.Result complete = await("condition=Complete");

    assertThat(complete.exitCode()).as(complete.toString()).isZero();
    Kubectl.Result endpoint =
        namespace
            .kubectl()
            .run("get", "tj/tone", "-o", "jsonpath={.status.job.tunedModel.endpoint}");
    assertThat(endpoint.stdout()).startsWith("projects/");
    assertThat(jobs()).hasSize(1);
    Kubectl.Result deleted = namespace.kubectl().run("delete", "tj/tone", "--timeout=30s");
    assertThat(deleted.exitCode()).as(deleted.toString()).isZero();
  }

  @Test
  @DisplayName("a deleted and re-applied manifest finds its job again and creates nothing")
  void reapplied() {
    apply("1", "train");
    assertThat(await("condition=Complete").exitCode()).isZero();
    assertThat(namespace.kubectl().run("delete", "tj/tone", "--timeout=30s").exitCode()).isZero();

    apply("1", "train");

    assertThat(await("condition=Complete").exitCode()).isZero();
    assertThat(jobs()).hasSize(1);
    assertThat(operator.counts().adoptions()).isEqualTo(1);
  }

  @Test
  @DisplayName("deleting a running job's resource cancels the job before the resource goes")
  void deletedWhileRunning() {
    apply("1", "never/train");
    assertThat(await("jsonpath={.status.job.state}=JOB_STATE_RUNNING").exitCode()).isZero();

    Kubectl.Result deleted = namespace.kubectl().run("delete", "tj/tone", "--timeout=30s");

    assertThat(deleted.exitCode()).as(deleted.toString()).isZero();
    assertThat(jobs().getFirst().get("state").asText()).isEqualTo("JOB_STATE_CANCELLED");
  }

  @Test
  @DisplayName("a new run creates a job; going back to the earlier run creates none")
  void runs() {
    apply("1", "train");
    assertThat(await("condition=Complete").exitCode()).isZero();
    apply("2", "train");
    assertThat(await("jsonpath={.status.run}=2").exitCode()).isZero();
    assertThat(await("condition=Complete").exitCode()).isZero();
    assertThat(jobs()).hasSize(2);

    apply("1", "train");

    assertThat(await("jsonpath={.status.run}=1").exitCode()).isZero();
    assertThat(await("condition=Complete").exitCode()).isZero();
    assertThat(jobs()).hasSize(2);
  }

  @Test
  @DisplayName("a failed job shows Failed with the service's message")
  void failed() {
    apply("1", "fail-train");

    assertThat(await("condition=Failed").exitCode()).isZero();

    Kubectl.Result shown =
        namespace
            .kubectl()
            .run(
                "get",
                "tj/tone",
                "-o",
                "jsonpath={.status.conditions[?(@.type==\"Failed\")].message}");
    assertThat(shown.stdout()).contains("The job failed: ");
  }
}

package dev.tunesmith.it.secondkind;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tunesmith.app.Kinds;
import dev.tunesmith.app.Metrics;
import dev.tunesmith.app.OperatorOptions;
import dev.tunesmith.app.OperatorProcess;
import dev.tunesmith.app.OptionParser;
import dev.tunesmith.emulator.Emulator;
import dev.tunesmith.emulator.EmulatorOptions;
import dev.tunesmith.lifecycle.JobLabels;
import dev.tunesmith.lifecycle.ResourceKey;
import dev.tunesmith.support.apiserver.ApiServer;
import dev.tunesmith.support.apiserver.KubeApiServer;
import dev.tunesmith.support.apiserver.Kubectl;
import dev.tunesmith.support.apiserver.TestNamespace;
import dev.tunesmith.vertex.grpc.GoogleSettings;
import dev.tunesmith.vertex.grpc.GoogleTuningJobs;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A second kind beside TuningJob, in one operator, on the real API server. */
@KubeApiServer
class SecondKindIT {
  private static final String INSTANCE = "test-instance";

  private Kubectl kubectl;
  private String namespace;
  private Emulator emulator;
  private KubernetesClient client;
  private GoogleTuningJobs jobs;
  private OperatorProcess operator;

  @BeforeEach
  void start(ApiServer server, TestNamespace testNamespace) throws IOException {
    kubectl = testNamespace.kubectl();
    namespace = testNamespace.name();
    kubectl.runWithInput(DatasetTuning.CRD, "apply", "-f", "-").output();
    kubectl
        .run("wait", "crd/datasettunings." + DatasetTuning.GROUP, "--for=condition=Established")
        .output();
    emulator = Emulator.start(EmulatorOptions.defaults().withSpeed(30), Clock.systemUTC());
    // Not the operator's service account: its roles do not name a kind that only a test has.
    client = server.impersonating("second-kind", "system:masters");
    jobs =
        new GoogleTuningJobs(
            new GoogleSettings(
                "127.0.0.1:" + emulator.grpcPort(),
                true,
                GoogleSettings.Credentials.NONE,
                Duration.ofSeconds(4),
                Duration.ofSeconds(4)));
    OperatorOptions options =
        OptionParser.parse(
            Map.of(),
            "--project=local-project",
            "--watch-namespaces=" + namespace,
            "--create-deadline=4s",
            "--call-deadline=4s",
            "--create-grace=15s",
            "--deletion-deadline=30s",
            "--poll-interval=500ms",
            "--max-calls-per-minute=100000",
            "--shutdown-timeout=20s");
    Metrics metrics = new Metrics();
    List<Kinds.Kind<?>> kinds = new ArrayList<>(Kinds.all(options, Clock.systemUTC(), metrics));
    kinds.add(Kinds.jobs(new DatasetTuningKind()));
    long start = System.nanoTime();
    operator =
        new OperatorProcess(
            client,
            null,
            jobs,
            (endpoint, request) -> {
              throw new AssertionError("no resource here has acceptance checks");
            },
            options,
            kinds,
            INSTANCE,
            new OperatorProcess.Observers(metrics, () -> {}, () -> {}),
            Clock.systemUTC(),
            () -> Duration.ofNanos(System.nanoTime() - start));
    operator.start();
  }

  @AfterEach
  void stop() {
    operator.close();
    jobs.close();
    client.close();
    emulator.close();
  }

  @Test
  @DisplayName("each kind has its own job, though namespace and name are the same")
  void twoKinds() {
    apply("gs://bucket/train.jsonl");

    await("datasettuning/tone", "jsonpath={.status.state}=JOB_STATE_SUCCEEDED");
    await("tuningjob/tone", "condition=Complete");

    assertThat(emulator.jobs()).hasSize(2);
    ObjectNode job = job("DatasetTuning");
    assertThat(job("TuningJob")).isNotEqualTo(job);
    assertThat(show("{.status.jobs}")).contains(job.get("name").asText());
    assertThat(show("{.metadata.finalizers}")).contains(DatasetTuningKind.FINALIZER);
    kubectl.run("delete", "datasettuning/tone", "tuningjob/tone", "--timeout=30s").output();
    assertThat(emulator.jobs()).hasSize(2);
  }

  @Test
  @DisplayName("deleting a resource of the second kind cancels its job, and no other")
  void deleted() {
    apply("gs://bucket/never/train.jsonl");
    await("datasettuning/tone", "jsonpath={.status.state}=JOB_STATE_RUNNING");
    await("tuningjob/tone", "jsonpath={.status.job.state}=JOB_STATE_RUNNING");

    kubectl.run("delete", "datasettuning/tone", "--timeout=30s").output();

    assertThat(job("DatasetTuning").get("state").asText()).isEqualTo("JOB_STATE_CANCELLED");
    assertThat(job("TuningJob").get("state").asText()).isEqualTo("JOB_STATE_RUNNING");
    kubectl.run("delete", "tuningjob/tone", "--timeout=30s").output();
    assertThat(job("TuningJob").get("state").asText()).isEqualTo("JOB_STATE_CANCELLED");
  }

  private void apply(String dataset) {
    String manifest =
        """
        apiVersion: test.tunesmith.dev/v1
        kind: DatasetTuning
        metadata: {name: tone}
        spec: {dataset: %1$s, run: "1"}
        ---
        apiVersion: tunesmith.dev/v1alpha1
        kind: TuningJob
        metadata: {name: tone}
        spec:
          tuning:
            baseModel: gemini-3.5-flash
            supervisedTuningSpec: {trainingDatasetUri: %1$s}
        """
            .formatted(dataset);
    kubectl.runWithInput(manifest, "apply", "-f", "-").output();
  }

  private void await(String resource, String condition) {
    kubectl.run("wait", resource, "--for=" + condition, "--timeout=60s").output();
  }

  private String show(String path) {
    return kubectl.run("get", "datasettuning/tone", "-o", "jsonpath=" + path).output();
  }

  /** The only job with the label of the kind's resource. */
  private ObjectNode job(String kind) {
    String label = JobLabels.resource(INSTANCE, kind, new ResourceKey(namespace, "tone"));
    List<ObjectNode> labelled =
        emulator.jobs().stream()
            .filter(job -> label.equals(job.at("/labels/" + JobLabels.RESOURCE).asText()))
            .toList();
    assertThat(labelled).as(kind).hasSize(1);
    return labelled.getFirst();
  }
}

package dev.tunesmith.it;

import static dev.tunesmith.emulator.RpcMethod.CREATE_TUNING_JOB;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tunesmith.api.v1alpha1.tuningjob.TuningJobStatus;
import dev.tunesmith.emulator.Effect;
import dev.tunesmith.emulator.Emulator;
import dev.tunesmith.emulator.Fault;
import dev.tunesmith.monitoring.MetricTable;
import dev.tunesmith.support.apiserver.ApiServer;
import dev.tunesmith.support.apiserver.KubeApiServer;
import dev.tunesmith.support.apiserver.TestNamespace;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** The process as it runs in the pod, signed in with a token of its service account. */
@KubeApiServer
@DisplayName("tunesmith operator, as a process,")
@Order(3)
class OperatorProcessIT {
  private static final int MANY = 20;

  private KubectlUser user;
  private Emulator emulator;
  private EmulatorJobs jobs;
  private Path kubeconfig;
  private ApiServer server;
  private final List<OperatorJvm> running = new ArrayList<>();

  @BeforeEach
  void start(ApiServer apiServer, TestNamespace namespace) {
    server = apiServer;
    user = new KubectlUser(namespace);
    emulator = OperatorUnderTest.emulator();
    jobs = new EmulatorJobs(emulator);
    kubeconfig = OperatorJvm.signIn(server, user.namespace());
  }

  @AfterEach
  void stop() {
    running.forEach(OperatorJvm::close);
    emulator.close();
  }

  private OperatorJvm operator(String... further) {
    List<String> args =
        new ArrayList<>(OperatorJvm.options(kubeconfig, emulator.grpcPort(), user.namespace()));
    args.addAll(List.of(further));
    OperatorJvm operator = OperatorJvm.start(Map.of(), args);
    running.add(operator);
    return operator;
  }

  @Test
  @DisplayName(
      "leads alone, ends SIGTERM with code 0 and the job's name written, and releases the lease")
  void replicas() throws InterruptedException {
    OperatorJvm first = operator();
    KubectlUser.awaitThat("the lead", () -> assertThat(first.leads()).as(first.log()).isTrue());
    OperatorJvm second = operator();
    first.awaitReady();
    second.awaitReady();
    assertThat(second.leads()).as("the standby leads").isFalse();
    String unused =
        emulator
            .faults()
            .add(Fault.on(CREATE_TUNING_JOB, new Effect.Delay(Duration.ofSeconds(3), true)).once());
    user.apply(Manifest.ofEndless("under-way"));
    KubectlUser.awaitThat("the create", () -> assertThat(jobs.of("under-way")).hasSize(1));
    assertThat(user.job("under-way")).as("the answer is still to come").isEmpty();

    first.terminate();

    assertThat(first.exitCode()).as(first.log()).isZero();
    long ended = System.nanoTime();
    assertThat(user.job("under-way")).as(first.log()).isPresent();
    KubectlUser.awaitThat("the lead", () -> assertThat(second.leads()).isTrue());
    assertThat(Duration.ofNanos(System.nanoTime() - ended)).isLessThan(Duration.ofSeconds(6));
    user.awaitState("under-way", "JOB_STATE_RUNNING");
    user.delete("under-way");
    user.awaitGone("under-way");
    assertThat(jobs.states("under-way")).containsExactly("JOB_STATE_CANCELLED");
    second.terminate();
    assertThat(second.exitCode()).as(second.log()).isZero();
    assertThat(holder()).as("the lease's holder at the end").isEmpty();
  }

  private Optional<String> holder() {
    return Optional.ofNullable(
            server.admin().leases().inNamespace(user.namespace()).withName("tunesmith").get())
        .map(lease -> lease.getSpec().getHolderIdentity())
        .filter(holder -> !holder.isEmpty());
  }

  @Test
  @DisplayName("reports the metrics that the table names, and no resource in any label")
  void metrics() {
    OperatorJvm operator = operator("--leader-elect=false");
    operator.awaitReady();
    user.apply(Manifest.of("measured"), Manifest.of("refused").onModel("gemini-1.5-pro"));
    user.awaitCondition("measured", "Complete");
    user.awaitCondition("refused", "Stalled");

    String scrape = operator.metrics();

    assertThat(MetricTable.of(scrape).metrics())
        .containsExactlyInAnyOrderEntriesOf(MetricTable.documented().metrics());
    assertThat(scrape)
        .contains("tunesmith_vertex_calls_total{code=\"OK\",method=\"create\"} 1.0")
        .contains("tunesmith_vertex_calls_total{code=\"INVALID_ARGUMENT\",method=\"create\"} 1.0")
        .contains(
            "tunesmith_jobs{base_model=\"gemini-3.5-flash\",location=\"us-central1\","
                + "project=\"local-project\",state=\"JOB_STATE_SUCCEEDED\"} 1.0")
        .contains("tunesmith_resources{kind=\"TuningJob\",reason=\"RequestRejected\"} 1.0")
        .contains("outcome=\"complete\",project=\"local-project\"} 1.0")
        .doesNotContain(user.namespace(), "measured");
  }

  @Test
  @DisplayName("may be killed in the middle of 20 creates: 20 jobs in the end, no more, no fewer")
  void killed() throws InterruptedException {
    String unused =
        emulator
            .faults()
            .add(Fault.on(CREATE_TUNING_JOB, new Effect.Delay(Duration.ofMillis(400), true)));
    OperatorJvm first = operator("--leader-elect=false", "--workers=3");
    first.awaitReady();
    List<String> names = IntStream.range(0, MANY).mapToObj(i -> "killed-" + i).toList();
    user.apply(names.stream().map(Manifest::of).toArray(Manifest[]::new));
    KubectlUser.awaitThat(
        "seven creates", () -> assertThat(emulator.jobs()).hasSizeGreaterThanOrEqualTo(7));

    first.kill();

    assertThat(emulator.jobs()).as("killed in the middle").hasSizeLessThan(MANY);
    assertThat(names.stream().filter(this::outcomeUnknown))
        .as("creates without a name")
        .isNotEmpty();
    OperatorJvm second = operator("--leader-elect=false");
    for (String name : names) {
      user.awaitCondition(name, "Complete");
      assertThat(jobs.of(name)).as(() -> name + "\n" + second.log()).hasSize(1);
    }
    assertThat(emulator.jobs()).hasSize(MANY);
  }

  private boolean outcomeUnknown(String name) {
    TuningJobStatus status = user.status(name);
    return status != null && status.submission() != null && status.job() == null;
  }

  @Test
  @DisplayName("ends by itself with code 6 when another process took the lead")
  void leadLost() throws InterruptedException {
    OperatorJvm operator = operator();
    KubectlUser.awaitThat("the lead", () -> assertThat(operator.leads()).isTrue());

    user.run(
        "patch",
        "lease/tunesmith",
        "--namespace=" + user.namespace(),
        "--type=merge",
        "-p",
        "{\"spec\": {\"holderIdentity\": \"somebody-else\", \"leaseDurationSeconds\": 1}}");

    assertThat(operator.exitCode()).as(operator.log()).isEqualTo(6);
    assertThat(operator.log()).contains("no longer leading");
  }
}

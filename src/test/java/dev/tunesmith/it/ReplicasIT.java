package dev.tunesmith.it;

import static dev.tunesmith.emulator.RpcMethod.CREATE_TUNING_JOB;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tunesmith.emulator.Effect;
import dev.tunesmith.emulator.Fault;
import dev.tunesmith.support.TcpLink;
import dev.tunesmith.support.apiserver.ApiServer;
import dev.tunesmith.support.apiserver.KubeApiServer;
import dev.tunesmith.support.apiserver.TestNamespace;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** Two replicas of the real process, and what can become of the one that leads. */
@KubeApiServer
@DisplayName("Two replicas create one job,")
@Order(3)
class ReplicasIT {
  private Replicas replicas;
  private KubectlUser user;
  private EmulatorJobs jobs;

  @BeforeEach
  void start(ApiServer server, TestNamespace namespace) {
    replicas = new Replicas(server, namespace);
    user = replicas.user;
    jobs = replicas.jobs;
  }

  @AfterEach
  void stop() {
    replicas.close();
  }

  /** The next create is accepted at once, and answered so late that whoever sent it is gone. */
  private void answerLate() {
    String unused =
        replicas
            .emulator
            .faults()
            .add(Fault.on(CREATE_TUNING_JOB, new Effect.Delay(Duration.ofSeconds(2), true)).once());
  }

  private long creates() {
    return replicas.emulator.calls().of(CREATE_TUNING_JOB);
  }

  private void awaitCreated(String name) {
    KubectlUser.awaitThat("a create", () -> assertThat(jobs.of(name)).hasSize(1));
  }

  @Test
  @DisplayName("whether the leader is killed, or frozen past its lease and thawed, in its create")
  void killedThenFrozen() throws InterruptedException {
    OperatorJvm first = replicas.start();
    Replicas.awaitLead(first);
    OperatorJvm second = replicas.startStandby();
    assertThat(second.readiness()).isEqualTo("200 ready, standing by");
    assertThat(second.log()).containsOnlyOnce("standing by: lease ");
    answerLate();
    user.apply(Manifest.of("killed"));
    awaitCreated("killed");

    first.kill();

    assertThat(first.exitCode()).isEqualTo(Replicas.KILLED);
    assertThat(user.job("killed")).as("killed before the answer").isEmpty();
    Replicas.awaitLead(second);
    OperatorJvm third = replicas.startStandby();
    user.awaitCondition("killed", "Complete");

    answerLate();
    user.apply(Manifest.of("frozen"));
    awaitCreated("frozen");
    second.freeze();
    assertThat(user.job("frozen")).as("frozen before the answer").isEmpty();
    Replicas.awaitLead(third);
    user.awaitCondition("frozen", "Complete");
    user.apply(Manifest.ofEndless("running"));
    user.awaitState("running", "JOB_STATE_RUNNING");
    second.thaw();

    assertThat(second.exitCode()).as(second.log()).isEqualTo(Replicas.LOST);
    user.delete("killed", "frozen", "running");
    for (String name : new String[] {"killed", "frozen", "running"}) {
      user.awaitGone(name);
      assertThat(jobs.of(name)).as(() -> name + "\n" + third.log()).hasSize(1);
    }
    assertThat(jobs.states("running")).containsExactly("JOB_STATE_CANCELLED");
    assertThat(creates()).isEqualTo(3);
    assertThat(third.metrics()).contains("tunesmith_duplicate_jobs_total{kind=\"TuningJob\"} 0.0");
  }

  @Test
  @DisplayName(
      "or cancel the second one: the create of a frozen leader is found, cancelled and reported")
  void frozenBetweenCheckAndPacket() throws InterruptedException {
    TcpLink wire = replicas.linkToService();
    OperatorJvm first = replicas.startWithService(wire);
    Replicas.awaitLead(first);
    OperatorJvm second = replicas.startStandby();
    wire.holdFrom("tunesmith-attempt");
    user.apply(Manifest.ofEndless("twice"));
    KubectlUser.awaitThat("a create on the wire", () -> assertThat(wire.holds()).isTrue());
    first.freeze();
    assertThat(creates()).as("creates that arrived").isZero();

    Replicas.awaitLead(second);
    assertThat(user.awaitReason("twice", "WaitingForListing")).isNotBlank();
    user.awaitState("twice", "JOB_STATE_RUNNING");
    String counts = user.job("twice").orElseThrow();
    wire.letGo();
    KubectlUser.awaitThat("the extra job", () -> assertThat(jobs.of("twice")).hasSize(2));
    first.thaw();

    assertThat(first.exitCode()).as(first.log()).isEqualTo(Replicas.LOST);
    // The next listing shows it: at the latest after ten minutes, or when a resource is new.
    user.apply(Manifest.of("next"));
    KubectlUser.awaitThat(
        "the extra job's end",
        () ->
            assertThat(jobs.states("twice"))
                .as(second::log)
                .containsExactlyInAnyOrder("JOB_STATE_RUNNING", "JOB_STATE_CANCELLED"));
    assertThat(user.job("twice")).as("the job that counts").contains(counts);
    assertThat(user.state("twice")).contains("JOB_STATE_RUNNING");
    assertThat(second.metrics()).contains("tunesmith_duplicate_jobs_total{kind=\"TuningJob\"} 1.0");
    KubectlUser.awaitThat(
        "the event",
        () ->
            assertThat(user.eventsOf("twice"))
                .filteredOn(event -> event.startsWith("DuplicateJobCancelled: "))
                .singleElement()
                .asString()
                .doesNotContain(counts));
    user.delete("twice");
    user.awaitGone("twice");
    assertThat(jobs.states("twice")).containsOnly("JOB_STATE_CANCELLED");
    assertThat(creates()).as("twice and next").isEqualTo(3);
  }
}

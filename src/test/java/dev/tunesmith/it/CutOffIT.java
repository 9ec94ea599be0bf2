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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The real process, when it cannot reach the API server and can reach the service. */
@KubeApiServer
@DisplayName("An operator that is cut off from the API server")
@Order(2)
class CutOffIT {
  private static final Duration A_MINUTE = Duration.ofMinutes(1);

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

  enum Cut {
    SILENT,
    RESET;

    void of(TcpLink link) {
      switch (this) {
        case SILENT -> link.silence();
        case RESET -> link.reset();
      }
    }
  }

  /** Cut with a create accepted and its answer on the way: the worst moment. */
  private void cutInTheCreate(TcpLink link, Cut cut) {
    String unused =
        replicas
            .emulator
            .faults()
            .add(Fault.on(CREATE_TUNING_JOB, new Effect.Delay(Duration.ofSeconds(1), true)).once());
    user.apply(Manifest.ofEndless("cut-off"));
    KubectlUser.awaitThat("a create", () -> assertThat(jobs.of("cut-off")).hasSize(1));
    cut.of(link);
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("ends by itself before another one leads, and its create is found again")
  void leader(Cut cut) throws InterruptedException {
    TcpLink link = replicas.linkToApiServer();
    OperatorJvm first = replicas.startOver(link);
    Replicas.awaitLead(first);
    OperatorJvm second = replicas.startStandby();
    cutInTheCreate(link, cut);

    Replicas.awaitLead(second);

    assertThat(first.isAlive()).as("the first one lives: " + first.log()).isFalse();
    assertThat(first.exitCode()).as(first.log()).isEqualTo(Replicas.LOST);
    user.awaitState("cut-off", "JOB_STATE_RUNNING");
    assertThat(jobs.of("cut-off")).as(second.log()).hasSize(1);
    assertThat(replicas.emulator.calls().of(CREATE_TUNING_JOB)).isOne();
    user.delete("cut-off");
    user.awaitGone("cut-off");
    assertThat(jobs.states("cut-off")).containsExactly("JOB_STATE_CANCELLED");
  }

  @Test
  @DisplayName(
      "connects anew within a minute if its connection is half-open, and takes over from a leader"
          + " that died meanwhile")
  void standbyOverHalfOpenConnection() throws InterruptedException {
    OperatorJvm first = replicas.start();
    Replicas.awaitLead(first);
    TcpLink link = replicas.linkToApiServer();
    OperatorJvm second = replicas.startOver(link);
    second.awaitReady();
    link.halfOpen();
    first.kill();
    long dead = System.nanoTime();

    KubectlUser.awaitThat("the lead", () -> assertThat(second.leads()).isTrue());
    assertThat(Duration.ofNanos(System.nanoTime() - dead)).isLessThan(A_MINUTE);
    user.apply(Manifest.of("taken-over"));
    user.awaitCondition("taken-over", "Complete");
    second.awaitReady();
  }

  @Test
  @DisplayName("without replicas: connects anew within a minute, and says that it is not ready")
  void singleProcessOverHalfOpenConnection() throws InterruptedException {
    TcpLink link = replicas.linkToApiServer();
    OperatorJvm operator = replicas.startOver(link, "--leader-elect=false");
    operator.awaitReady();
    link.halfOpen();
    long dead = System.nanoTime();
    user.apply(Manifest.of("unseen"));

    KubectlUser.awaitThat("its job", () -> assertThat(jobs.of("unseen")).hasSize(1));
    assertThat(Duration.ofNanos(System.nanoTime() - dead)).isLessThan(A_MINUTE);
    user.awaitCondition("unseen", "Complete");
    operator.awaitReady();
    assertThat(operator.log()).contains("the API server cannot be reached", "answers again");
  }

  @Test
  @DisplayName("ends on SIGTERM within the time that a pod is given, and its create is found again")
  void terminated() throws InterruptedException {
    TcpLink link = replicas.linkToApiServer();
    OperatorJvm first = replicas.startOver(link, "--shutdown-timeout=6s");
    Replicas.awaitLead(first);
    cutInTheCreate(link, Cut.SILENT);

    long terminated = System.nanoTime();
    first.terminate();
    int unused = first.exitCode();

    Duration took = Duration.ofNanos(System.nanoTime() - terminated);
    // The chart gives thirty seconds beyond the timeout.
    assertThat(took).as(first.log()).isLessThan(Duration.ofSeconds(36));
    OperatorJvm second = replicas.start();
    user.awaitState("cut-off", "JOB_STATE_RUNNING");
    assertThat(jobs.of("cut-off")).as(second.log()).hasSize(1);
    user.delete("cut-off");
    user.awaitGone("cut-off");
  }
}

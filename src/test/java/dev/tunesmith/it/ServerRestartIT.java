package dev.tunesmith.it;

import static dev.tunesmith.emulator.RpcMethod.CREATE_TUNING_JOB;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tunesmith.emulator.Effect;
import dev.tunesmith.emulator.Emulator;
import dev.tunesmith.emulator.Fault;
import dev.tunesmith.support.apiserver.ApiProxy;
import dev.tunesmith.support.apiserver.OwnApiServer;
import dev.tunesmith.support.apiserver.RestartableServer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The API server is killed, and started again on the same etcd. */
@OwnApiServer
@DisplayName("After the API server was away, the operator goes on by itself:")
class ServerRestartIT {
  private static final List<String> OUTCOME_UNKNOWN =
      List.of("unknown-0", "unknown-1", "unknown-2", "unknown-3");

  private RestartableServer server;
  private KubectlUser user;
  private Emulator emulator;
  private EmulatorJobs jobs;
  private ApiProxy proxy;
  private OperatorUnderTest operator;

  @BeforeEach
  void start(RestartableServer restartable) {
    server = restartable;
    user = new KubectlUser(server.api(), server.api().newNamespace());
    emulator = OperatorUnderTest.emulator();
    jobs = new EmulatorJobs(emulator);
    proxy = ApiProxy.before(server.api());
    operator = OperatorUnderTest.start(server.api(), proxy, emulator, user.namespace());
  }

  @AfterEach
  void stop() {
    operator.close();
    proxy.close();
    emulator.close();
  }

  private void awaitOneJob(String name) {
    user.awaitCondition(name, "Complete");
    assertThat(jobs.of(name)).as(name).hasSize(1);
  }

  @Test
  @DisplayName("one job each, also where it was created while no status could be written")
  void killedWithCreatesOfUnknownOutcome() {
    user.apply(Manifest.ofEndless("running"));
    user.awaitState("running", "JOB_STATE_RUNNING");
    String unused =
        emulator
            .faults()
            .add(Fault.on(CREATE_TUNING_JOB, new Effect.Delay(Duration.ofSeconds(3), true)));
    user.apply(OUTCOME_UNKNOWN.stream().map(Manifest::of).toArray(Manifest[]::new));
    KubectlUser.awaitThat(
        "the creates", () -> assertThat(emulator.jobs()).hasSize(1 + OUTCOME_UNKNOWN.size()));

    server.stopApiServer();
    KubectlUser.awaitThat(
        "the answers",
        () ->
            assertThat(emulator.calls().of(CREATE_TUNING_JOB))
                .isEqualTo(1 + OUTCOME_UNKNOWN.size()));
    server.startApiServer();

    OUTCOME_UNKNOWN.forEach(this::awaitOneJob);
    user.apply(Manifest.of("afterwards"));
    awaitOneJob("afterwards");
    user.delete("running");
    user.awaitGone("running");
    assertThat(jobs.states("running")).containsExactly("JOB_STATE_CANCELLED");
    assertThat(operator.counts().watchesLost.get()).isZero();
  }

  @Test
  @DisplayName(
      "a watch whose version is too old (410 Gone) is opened anew, and no change was missed")
  void gone() {
    user.apply(Manifest.ofEndless("goes"), Manifest.ofEndless("vanishes"));
    user.awaitState("goes", "JOB_STATE_RUNNING");
    user.awaitState("vanishes", "JOB_STATE_RUNNING");
    proxy.holdWatches();
    user.apply(Manifest.of("came"));
    user.delete("goes", "vanishes");
    user.run(
        "patch", "tj/vanishes", "--type=merge", "-p", "{\"metadata\": {\"finalizers\": null}}");
    user.awaitGone("vanishes");

    // A server that was just started knows no version from before its start.
    server.stopApiServer();
    server.startApiServer();
    int before = proxy.gone();
    proxy.letWatchesThrough();

    awaitOneJob("came");
    user.awaitGone("goes");
    assertThat(proxy.gone()).as("410").isGreaterThan(before);
    assertThat(jobs.states("goes")).containsExactly("JOB_STATE_CANCELLED");
    assertThat(jobs.states("vanishes")).hasSize(1);
    assertThat(operator.counts().watchesLost.get()).isZero();
  }
}

package dev.tunesmith.it;

import static dev.tunesmith.emulator.RpcMethod.CREATE_TUNING_JOB;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tunesmith.emulator.Effect;
import dev.tunesmith.emulator.Emulator;
import dev.tunesmith.emulator.Fault;
import dev.tunesmith.support.apiserver.ApiServer;
import dev.tunesmith.support.apiserver.KubeApiServer;
import dev.tunesmith.support.apiserver.TestNamespace;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Nobody knows whether a create went through, or the status tells something else than is true. */
@KubeApiServer
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@DisplayName("One run is one paid job,")
class InDoubtIT {
  private ApiServer server;
  private KubectlUser user;
  private Emulator emulator;
  private OperatorUnderTest operator;
  private Bought bought;

  @BeforeAll
  void start(ApiServer apiServer, TestNamespace namespace) {
    server = apiServer;
    user = new KubectlUser(namespace);
    emulator = OperatorUnderTest.emulator();
    bought = new Bought(emulator);
    operator = OperatorUnderTest.start(server, emulator, user.namespace());
  }

  @AfterAll
  void stop() {
    operator.close();
    emulator.close();
  }

  private void fault(String resource, Effect effect) {
    String unused =
        emulator.faults().add(Fault.on(CREATE_TUNING_JOB, effect).forDisplayName(resource).once());
  }

  @Test
  @DisplayName("whether the lost create was accepted, listed late, or never arrived")
  void lostCreates() {
    long before = emulator.calls().of(CREATE_TUNING_JOB);
    int adopted = operator.counts().adoptions.get();
    fault("accepted", new Effect.Drop(true));
    fault("listed-late", new Effect.ListLag(Duration.ofSeconds(7)));
    fault("listed-late", new Effect.Drop(true));
    fault("never-arrived", new Effect.Drop(false));

    user.apply(Manifest.of("accepted"), Manifest.of("listed-late"), Manifest.of("never-arrived"));

    assertThat(user.awaitReason("never-arrived", "CreateOutcomeUnknown")).isNotBlank();
    for (String name : new String[] {"accepted", "listed-late", "never-arrived"}) {
      user.awaitCondition(name, "Complete");
      assertThat(bought.of(name)).as(name).hasSize(1);
    }
    assertThat(operator.counts().adoptions.get() - adopted).as("adoptions").isEqualTo(2);
    // Only the one that never arrived was sent again.
    assertThat(emulator.calls().of(CREATE_TUNING_JOB) - before).as("creates").isEqualTo(4);
    assertThat(operator.counts().extraJobs.get()).as("extra jobs").isZero();
  }

  @Test
  @DisplayName("also when the resource is deleted in doubt: what runs is found and cancelled first")
  void deletedInDoubt() {
    long before = emulator.calls().of(CREATE_TUNING_JOB);
    fault("deleted-running", new Effect.ListLag(Duration.ofSeconds(5)));
    fault("deleted-running", new Effect.Drop(true));
    fault("deleted-unbought", new Effect.Drop(false));
    user.apply(Manifest.ofEndless("deleted-running"), Manifest.ofEndless("deleted-unbought"));
    user.awaitReason("deleted-running", "CreateOutcomeUnknown");
    user.awaitReason("deleted-unbought", "CreateOutcomeUnknown");

    user.delete("deleted-running", "deleted-unbought");

    user.awaitGone("deleted-running");
    user.awaitGone("deleted-unbought");
    assertThat(bought.states("deleted-running")).containsExactly("JOB_STATE_CANCELLED");
    assertThat(bought.of("deleted-unbought")).isEmpty();
    assertThat(emulator.calls().of(CREATE_TUNING_JOB) - before).isEqualTo(2);
    assertThat(operator.counts().unconfirmed.get()).as("releases without certainty").isZero();
  }

  @Test
  @DisplayName("also when the operator ends with the intent written and no answer")
  void nextProcess() {
    fault("left-accepted", new Effect.NoReply(true));
    fault("left-unsent", new Effect.NoReply(false));
    user.apply(Manifest.of("left-accepted"), Manifest.of("left-unsent"));
    for (String name : new String[] {"left-accepted", "left-unsent"}) {
      KubectlUser.awaitThat("the intent", () -> assertThat(submission(name)).isPresent());
    }

    operator.close();
    assertThat(user.job("left-accepted")).isEmpty();
    assertThat(user.job("left-unsent")).isEmpty();
    operator = OperatorUnderTest.start(server, emulator, user.namespace());

    for (String name : new String[] {"left-accepted", "left-unsent"}) {
      user.awaitCondition(name, "Complete");
      assertThat(bought.of(name)).as(name).hasSize(1);
    }
    assertThat(operator.counts().adoptions.get()).isEqualTo(1);
  }

  private Optional<String> submission(String name) {
    return Optional.ofNullable(user.status(name))
        .map(status -> status.submission())
        .map(submission -> submission.id());
  }

  @Test
  @DisplayName("also when someone wipes the status by hand")
  void wiped() {
    user.apply(Manifest.ofEndless("wiped"));
    user.awaitState("wiped", "JOB_STATE_RUNNING");
    String job = user.job("wiped").orElseThrow();
    int adopted = operator.counts().adoptions.get();

    user.editStatus("wiped", "{\"status\": null}");

    KubectlUser.awaitThat(
        "the adoption", () -> assertThat(operator.counts().adoptions.get()).isEqualTo(adopted + 1));
    user.awaitState("wiped", "JOB_STATE_RUNNING");
    assertThat(user.job("wiped")).contains(job);
    assertThat(bought.of("wiped")).hasSize(1);
    user.delete("wiped");
    user.awaitGone("wiped");
  }

  @Test
  @DisplayName("and a stranger's, whose name was forged into the status, stays as it is")
  void forged() {
    user.apply(Manifest.ofEndless("stranger"), Manifest.ofEndless("forger"));
    user.awaitState("stranger", "JOB_STATE_RUNNING");
    user.awaitState("forger", "JOB_STATE_RUNNING");
    String strangers = user.job("stranger").orElseThrow();
    String own = user.job("forger").orElseThrow();

    user.editStatus("forger", "{\"status\": {\"job\": {\"name\": \"" + strangers + "\"}}}");

    KubectlUser.awaitThat("its own job", () -> assertThat(user.job("forger")).contains(own));
    user.editStatus("forger", "{\"status\": {\"job\": {\"name\": \"" + strangers + "\"}}}");
    user.delete("forger");
    user.awaitGone("forger");

    assertThat(bought.states("stranger")).containsExactly("JOB_STATE_RUNNING");
    assertThat(bought.states("forger")).containsExactly("JOB_STATE_CANCELLED");
    assertThat(
            Stream.of("stranger", "forger")
                .flatMap(name -> bought.of(name).stream())
                .map(job -> Objects.requireNonNull(job.get("name")).asText()))
        .containsExactlyInAnyOrder(strangers, own);
    user.delete("stranger");
    user.awaitGone("stranger");
  }
}

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

/** Creates whose outcome is unknown, and statuses that were changed by hand. */
@KubeApiServer
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@DisplayName("One run is one job,")
class CreateOutcomeUnknownIT {
  private static final Duration A_GRACE = Duration.ofSeconds(16);

  private ApiServer server;
  private KubectlUser user;
  private Emulator emulator;
  private OperatorUnderTest operator;
  private EmulatorJobs jobs;

  @BeforeAll
  void start(ApiServer apiServer, TestNamespace namespace) {
    server = apiServer;
    user = new KubectlUser(namespace);
    emulator = OperatorUnderTest.emulator();
    jobs = new EmulatorJobs(emulator);
    startOperator();
  }

  private void startOperator() {
    operator =
        OperatorUnderTest.start(
            server,
            emulator,
            OperatorUnderTest.options(user.namespace(), "--deletion-deadline=5m"));
  }

  @AfterAll
  void stop() {
    operator.close();
    emulator.close();
  }

  private void awaitCancelled(String name) {
    KubectlUser.awaitThat(
        "the cancel", () -> assertThat(jobs.states(name)).containsExactly("JOB_STATE_CANCELLED"));
  }

  private void fault(String resource, Effect effect) {
    String unused =
        emulator.faults().add(Fault.on(CREATE_TUNING_JOB, effect).forDisplayName(resource).once());
  }

  @Test
  @DisplayName("whether the lost create was accepted, listed late, or never arrived")
  void lostCreates() {
    long before = emulator.calls().of(CREATE_TUNING_JOB);
    int adopted = operator.counts().adoptions();
    fault("accepted", new Effect.Drop(true));
    fault("listed-late", new Effect.ListLag(Duration.ofSeconds(7)));
    fault("listed-late", new Effect.Drop(true));
    fault("never-arrived", new Effect.Drop(false));

    user.apply(Manifest.of("accepted"), Manifest.of("listed-late"), Manifest.of("never-arrived"));

    assertThat(user.awaitReason("never-arrived", "CreateOutcomeUnknown")).isNotBlank();
    // A grace may be over only when both are listed.
    user.awaitJob("accepted");
    user.awaitJob("listed-late");
    operator.leap(A_GRACE, user);
    for (String name : new String[] {"accepted", "listed-late", "never-arrived"}) {
      user.awaitCondition(name, "Complete");
      assertThat(jobs.of(name)).as(name).hasSize(1);
    }
    assertThat(operator.counts().adoptions() - adopted).as("adoptions").isEqualTo(2);
    // Only the one that never arrived was sent again.
    assertThat(emulator.calls().of(CREATE_TUNING_JOB) - before).as("creates").isEqualTo(4);
    assertThat(operator.counts().duplicates()).as("extra jobs").isZero();
  }

  @Test
  @DisplayName(
      "also when the resource is deleted then: a job that runs is found and cancelled first")
  void deletedMeanwhile() {
    long before = emulator.calls().of(CREATE_TUNING_JOB);
    fault("deleted-running", new Effect.ListLag(Duration.ofSeconds(5)));
    fault("deleted-running", new Effect.Drop(true));
    fault("deleted-uncreated", new Effect.Drop(false));
    user.apply(Manifest.ofEndless("deleted-running"), Manifest.ofEndless("deleted-uncreated"));
    user.awaitReason("deleted-running", "CreateOutcomeUnknown");
    user.awaitReason("deleted-uncreated", "CreateOutcomeUnknown");

    user.delete("deleted-running", "deleted-uncreated");

    awaitCancelled("deleted-running");
    operator.leap(A_GRACE, user);
    user.awaitGone("deleted-running");
    user.awaitGone("deleted-uncreated");
    assertThat(jobs.states("deleted-running")).containsExactly("JOB_STATE_CANCELLED");
    assertThat(jobs.of("deleted-uncreated")).isEmpty();
    assertThat(emulator.calls().of(CREATE_TUNING_JOB) - before).isEqualTo(2);
    assertThat(operator.counts().unconfirmed()).as("unconfirmed releases").isZero();
  }

  @Test
  @DisplayName("also when the operator ends with the submission written and no answer")
  void nextProcess() {
    // Listed late, so that the first process does not find it by itself.
    fault("left-accepted", new Effect.ListLag(Duration.ofSeconds(6)));
    fault("left-accepted", new Effect.NoReply(true));
    fault("left-unsent", new Effect.NoReply(false));
    user.apply(Manifest.of("left-accepted"), Manifest.of("left-unsent"));
    for (String name : new String[] {"left-accepted", "left-unsent"}) {
      KubectlUser.awaitThat("the submission", () -> assertThat(submission(name)).isPresent());
    }

    operator.close();
    assertThat(user.job("left-accepted")).isEmpty();
    assertThat(user.job("left-unsent")).isEmpty();
    startOperator();
    user.awaitReason("left-unsent", "WaitingForListing");
    user.awaitJob("left-accepted");
    operator.leap(A_GRACE, user);

    for (String name : new String[] {"left-accepted", "left-unsent"}) {
      user.awaitCondition(name, "Complete");
      assertThat(jobs.of(name)).as(name).hasSize(1);
    }
    assertThat(operator.counts().adoptions()).isEqualTo(1);
  }

  private Optional<String> submission(String name) {
    return Optional.ofNullable(user.status(name))
        .map(status -> status.submission())
        .map(submission -> submission.time());
  }

  @Test
  @DisplayName("also when the status is removed by hand")
  void wiped() {
    user.apply(Manifest.ofEndless("wiped"));
    user.awaitState("wiped", "JOB_STATE_RUNNING");
    String job = user.job("wiped").orElseThrow();
    user.editStatus("wiped", "{\"status\": null}");

    user.awaitState("wiped", "JOB_STATE_RUNNING");
    assertThat(user.job("wiped")).contains(job);
    assertThat(jobs.of("wiped")).hasSize(1);
    user.delete("wiped");
    operator.leap(A_GRACE, user);
    user.awaitGone("wiped");
  }

  @Test
  @DisplayName("and another resource's job, whose name is written into the status, stays as it is")
  void forged() {
    user.apply(Manifest.ofEndless("other"), Manifest.ofEndless("own"));
    user.awaitState("other", "JOB_STATE_RUNNING");
    user.awaitState("own", "JOB_STATE_RUNNING");
    String others = user.job("other").orElseThrow();
    String own = user.job("own").orElseThrow();

    user.editStatus("own", "{\"status\": {\"job\": {\"name\": \"" + others + "\"}}}");

    KubectlUser.awaitThat("its own job", () -> assertThat(user.job("own")).contains(own));
    user.editStatus("own", "{\"status\": {\"job\": {\"name\": \"" + others + "\"}}}");
    user.delete("own");
    awaitCancelled("own");
    operator.leap(A_GRACE, user);
    user.awaitGone("own");

    assertThat(jobs.states("other")).containsExactly("JOB_STATE_RUNNING");
    assertThat(jobs.states("own")).containsExactly("JOB_STATE_CANCELLED");
    assertThat(
            Stream.of("other", "own")
                .flatMap(name -> jobs.of(name).stream())
                .map(job -> Objects.requireNonNull(job.get("name")).asText()))
        .containsExactlyInAnyOrder(others, own);
    user.delete("other");
    user.awaitGone("other");
  }
}

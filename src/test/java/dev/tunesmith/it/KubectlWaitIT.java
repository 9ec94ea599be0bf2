package dev.tunesmith.it;

import static dev.tunesmith.emulator.RpcMethod.CREATE_TUNING_JOB;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tunesmith.emulator.Effect;
import dev.tunesmith.emulator.Emulator;
import dev.tunesmith.emulator.Fault;
import dev.tunesmith.support.apiserver.ApiServer;
import dev.tunesmith.support.apiserver.KubeApiServer;
import dev.tunesmith.support.apiserver.Kubectl;
import dev.tunesmith.support.apiserver.TestNamespace;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * When {@code kubectl wait} returns. The status reports a state only after the service has it: so a
 * wait that returns too early is noticed by reading the emulator's jobs at once.
 */
@KubeApiServer
@DisplayName("kubectl wait returns when it should, and never early:")
class KubectlWaitIT {
  private static final String COMPLETE = "condition=Complete";
  private static final String FAILED = "condition=Failed";
  private static final String FINISHED = "condition=Finished";
  private static final String SUCCEEDED = "JOB_STATE_SUCCEEDED";

  private ApiServer server;
  private KubectlUser user;
  private Emulator emulator;
  private @Nullable OperatorUnderTest operator;
  private EmulatorJobs jobs;

  @BeforeEach
  void start(ApiServer apiServer, TestNamespace namespace) {
    server = apiServer;
    user = new KubectlUser(namespace);
    emulator = OperatorUnderTest.emulator();
    jobs = new EmulatorJobs(emulator);
  }

  private void startOperator() {
    operator = OperatorUnderTest.start(server, emulator, user.namespace());
  }

  private void stopOperator() {
    if (operator != null) {
      operator.close();
      operator = null;
    }
  }

  @AfterEach
  void stop() {
    stopOperator();
    emulator.close();
  }

  @Test
  @DisplayName("on a resource that was applied before the operator runs")
  void beforeTheOperator() {
    user.apply(Manifest.of("early"));

    assertThat(user.field("early", ".status.observedGeneration")).isEqualTo("-1");
    assertThat(user.field("early", ".metadata.generation")).isEqualTo("1");
    areInVain("early", COMPLETE, FAILED, FINISHED, "condition=Ready", state(SUCCEEDED), "delete");
    CompletableFuture<String> complete = statesAfter("early", COMPLETE);
    startOperator();

    assertThat(complete.join()).isEqualTo("[" + SUCCEEDED + "]");
  }

  @Test
  @DisplayName("each for its own end: Complete, Failed, Finished, a state, and the deletion")
  void ends() {
    startOperator();
    user.apply(Manifest.of("good"), Manifest.ofFailing("bad"), Manifest.ofEndless("long"));
    CompletableFuture<String> complete = statesAfter("good", COMPLETE);
    CompletableFuture<String> succeeded = statesAfter("good", state(SUCCEEDED));
    CompletableFuture<String> failed = statesAfter("bad", FAILED);
    CompletableFuture<String> finished = statesAfter("bad", FINISHED);
    CompletableFuture<String> running = statesAfter("long", state("JOB_STATE_RUNNING"));
    CompletableFuture<String> gone = statesAfter("long", "delete");

    assertThat(running.join()).isEqualTo("[JOB_STATE_RUNNING]");
    assertThat(complete.join()).isEqualTo("[" + SUCCEEDED + "]");
    assertThat(succeeded.join()).isEqualTo("[" + SUCCEEDED + "]");
    assertThat(failed.join()).isEqualTo("[JOB_STATE_FAILED]");
    assertThat(finished.join()).as("one wait for every outcome").isEqualTo("[JOB_STATE_FAILED]");
    CompletableFuture.allOf(
            inVain("good", FAILED), inVain("bad", COMPLETE), inVain("long", FINISHED))
        .join();
    assertThat(gone).as("the wait for a deletion before it is requested").isNotDone();
    user.delete("long");
    assertThat(gone.join()).isEqualTo("[JOB_STATE_CANCELLED]");
  }

  @Test
  @DisplayName(
      "not for an earlier run's Complete, neither before the operator sees the new run nor"
          + " while it runs")
  void newRun() {
    startOperator();
    user.apply(Manifest.of("again"));
    user.awaitCondition("again", "Complete");
    stopOperator();
    String unused =
        emulator
            .faults()
            .add(
                Fault.on(CREATE_TUNING_JOB, new Effect.NeverEnds()).forDisplayName("again").once());

    user.apply(Manifest.of("again").withRun("2"));

    areInVain("again", COMPLETE, FAILED, FINISHED, "condition=Ready");
    CompletableFuture<String> second =
        statesAfter("again", "jsonpath={.status.run}=2", state("JOB_STATE_RUNNING"));
    startOperator();
    user.awaitReason("again", "WaitingForListing");
    Objects.requireNonNull(operator).leap(Duration.ofSeconds(16), user);
    assertThat(second.join()).isEqualTo("[JOB_STATE_RUNNING, " + SUCCEEDED + "]");
    areInVain("again", COMPLETE, FAILED, FINISHED, "condition=Ready", state(SUCCEEDED));
  }

  @Test
  @DisplayName(
      "on a finished resource whose spec was edited: not before the operator has read it,"
          + " and then it does")
  void editedAfterTheEnd() {
    startOperator();
    user.apply(Manifest.of("edited"));
    user.awaitCondition("edited", "Complete");
    stopOperator();
    // Another run and back: allowed after the end, and nothing is created.
    user.apply(Manifest.of("edited").withRun("2"));
    user.apply(Manifest.of("edited"));
    assertThat(user.field("edited", ".metadata.generation")).isEqualTo("3");

    areInVain("edited", COMPLETE, FINISHED, "condition=Ready");
    CompletableFuture<String> complete = statesAfter("edited", COMPLETE);
    startOperator();

    assertThat(complete.join()).isEqualTo("[" + SUCCEEDED + "]");
    assertThat(user.field("edited", ".status.observedGeneration")).isEqualTo("3");
    assertThat(user.field("edited", ".status.conditions[*].observedGeneration")).isEqualTo("3 3 3");
  }

  private static String state(String state) {
    return "jsonpath={.status.job.state}=" + state;
  }

  /** Waits for one thing after the other, and reads the states of the jobs at once afterwards. */
  private CompletableFuture<String> statesAfter(String name, String... what) {
    CompletableFuture<Kubectl.Result> wait = user.beginToWait(name, what[0]);
    for (int next = 1; next < what.length; next++) {
      String then = what[next];
      wait =
          wait.thenCompose(
              result -> {
                assertThat(result.exitCode()).as(result.toString()).isZero();
                return user.beginToWait(name, then);
              });
    }
    return wait.thenApply(
        result -> {
          List<String> states = jobs.states(name);
          assertThat(result.exitCode()).as(result.toString()).isZero();
          return states.toString();
        });
  }

  private void areInVain(String name, String... what) {
    CompletableFuture.allOf(
            Stream.of(what).map(one -> inVain(name, one)).toArray(CompletableFuture[]::new))
        .join();
  }

  private CompletableFuture<Void> inVain(String name, String what) {
    return user.beginToWaitInVain(name, what)
        .thenAccept(
            result -> {
              assertThat(result.exitCode()).as(result.toString()).isNotZero();
              assertThat(result.stderr()).contains("timed out waiting for the condition");
            });
  }
}

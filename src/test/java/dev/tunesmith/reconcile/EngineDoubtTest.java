package dev.tunesmith.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tunesmith.lifecycle.JobName;
import dev.tunesmith.lifecycle.JobSnapshot;
import dev.tunesmith.lifecycle.JobState;
import dev.tunesmith.lifecycle.ResourceKey;
import dev.tunesmith.support.Failures;
import dev.tunesmith.vertex.Verb;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A create in doubt is bought once")
class EngineDoubtTest {
  private final World world = new World();

  @Test
  @DisplayName(
      "accepted, and the reply lost: the job is found within seconds, and nothing bought again")
  void accepted() {
    world.service.dropNextCreateReply();
    world.apply("1");
    world.seconds(5);

    assertThat(world.jobName()).isEqualTo(world.onlyJob().value());
    assertThat(world.reason()).isEqualTo("Pending");
    assertThat(world.told("TuningJobAdopted")).isTrue();
    world.minutes(10);
    assertThat(world.bought()).isOne();
    assertThat(world.service.calls(Verb.CREATE)).isOne();
  }

  @Test
  @DisplayName("accepted, and the listing lags: found when it shows, still one job")
  void acceptedWithLag() {
    world.service.listLag(Duration.ofSeconds(90));
    world.service.dropNextCreateReply();
    world.apply("1");
    world.minutes(1);
    assertThat(world.reason()).isEqualTo("CreateOutcomeUnknown");
    assertThat(world.conditions()).isEqualTo("Reconciling");

    world.minutes(10);

    assertThat(world.jobName()).isEqualTo(world.onlyJob().value());
    assertThat(world.service.calls(Verb.CREATE)).isOne();
  }

  @Test
  @DisplayName("not accepted: one more create, after one grace and not before")
  void notAccepted() {
    world.service.failNext(Verb.CREATE, Failures.inDoubt("DEADLINE_EXCEEDED"));
    world.apply("1");
    world.pass(Duration.ofSeconds(119));
    assertThat(world.service.calls(Verb.CREATE)).isOne();
    assertThat(world.status().submission()).isNotNull();

    world.seconds(5);
    assertThat(world.service.calls(Verb.CREATE)).isEqualTo(2);
    assertThat(world.jobName()).isEqualTo(world.onlyJob().value());

    world.minutes(60);
    assertThat(world.service.calls(Verb.CREATE)).isEqualTo(2);
  }

  @Test
  @DisplayName("the service down after it: nothing is bought until a look has answered")
  void noLook() {
    world.apply("1");
    world.service.failNext(Verb.CREATE, Failures.inDoubt("UNAVAILABLE"));
    world.beforeCreate = () -> world.service.failAlways(Verb.LIST, Failures.unavailable());
    world.minutes(60);
    assertThat(world.service.calls(Verb.CREATE)).isOne();
    assertThat(world.reason()).isEqualTo("CreateOutcomeUnknown");

    world.beforeCreate = null;
    world.service.heal();
    world.minutes(2);

    assertThat(world.service.calls(Verb.CREATE)).isEqualTo(2);
    assertThat(world.bought()).isOne();
  }

  @Test
  @DisplayName("a restart in doubt waits one grace of its own before it buys")
  void restart() {
    world.service.failNext(Verb.CREATE, Failures.inDoubt("UNAVAILABLE"));
    world.apply("1");
    world.minutes(1);
    world.restart();
    world.pass(Duration.ofSeconds(119));
    assertThat(world.service.calls(Verb.CREATE)).isOne();

    world.seconds(5);
    assertThat(world.service.calls(Verb.CREATE)).isEqualTo(2);
  }

  @Test
  @DisplayName(
      "after a restart in doubt, too, an end is told at once: not at the next look for more")
  void endAfterARestart() {
    world.service.failNext(Verb.CREATE, Failures.inDoubt("UNAVAILABLE"));
    world.apply("1");
    world.minutes(1);
    world.restart();
    world.pass(Duration.ofSeconds(125));
    world.service.setState(world.onlyJob(), JobState.Known.JOB_STATE_RUNNING);
    world.seconds(31);
    assertThat(world.reason()).isEqualTo("Running");
    world.service.setState(world.onlyJob(), JobState.Known.JOB_STATE_SUCCEEDED);
    world.seconds(35);

    assertThat(world.conditions()).isEqualTo("Complete Ready");
  }

  @Test
  @DisplayName("accepted after all, later than the grace: the extra job is found and cancelled")
  void extraJob() {
    world.service.listLag(Duration.ofSeconds(150));
    world.service.dropNextCreateReply();
    world.apply("1");
    world.minutes(2);
    world.service.listLag(Duration.ZERO);
    world.seconds(5);
    assertThat(world.bought()).isEqualTo(2);

    world.minutes(5);

    JobSnapshot counted = world.service.jobs().getFirst();
    JobSnapshot extra = world.service.jobs().getLast();
    assertThat(world.jobName()).isEqualTo(counted.name().value());
    assertThat(counted.state()).isEqualTo(JobState.Known.JOB_STATE_PENDING);
    assertThat(extra.state()).isEqualTo(JobState.Known.JOB_STATE_CANCELLING);
    assertThat(world.told("ExtraTuningJobCancelled")).isTrue();
    assertThat(world.process().extraJobs).isOne();
  }

  @ParameterizedTest(name = "the job that counts has ended: {0}")
  @ValueSource(booleans = {false, true})
  @DisplayName("an extra job whose cancel fails is cancelled when the service is back")
  void extraJobCancelFails(boolean ended) {
    world.service.listLag(Duration.ofSeconds(150));
    world.service.dropNextCreateReply();
    world.apply("1");
    world.minutes(2);
    world.service.listLag(Duration.ZERO);
    world.seconds(5);
    JobName counted = world.service.jobs().getFirst().name();
    world.service.setState(counted, JobState.Known.JOB_STATE_RUNNING);
    world.seconds(31);
    if (ended) {
      world.set(counted, JobState.Known.JOB_STATE_SUCCEEDED);
    }
    world.service.failAlways(Verb.CANCEL, Failures.unavailable());
    world.minutes(10);
    assertThat(world.service.calls(Verb.CANCEL)).isPositive();
    int calls = world.service.calls(Verb.CANCEL);
    assertThat(calls).as("tried with back-off").isLessThan(60);

    world.service.heal();
    world.minutes(2);

    assertThat(world.service.jobs().getLast().state())
        .isEqualTo(JobState.Known.JOB_STATE_CANCELLING);
    assertThat(world.service.job(counted).state().ended()).isEqualTo(ended);
  }

  @Test
  @DisplayName(
      "the send window passed while the intent was written: nothing is sent, and it is written"
          + " anew")
  void sendWindow() {
    int[] slow = {1};
    world.cluster.beforeWrite =
        () -> {
          if (slow[0]-- > 0) {
            world.time.busyFor(Duration.ofSeconds(11));
          }
        };
    world.apply("1");
    world.seconds(30);

    assertThat(world.service.calls(Verb.CREATE)).isOne();
    assertThat(world.effects.done())
        .containsExactly("status", "status", "status", "create", "status");
    assertThat(world.jobName()).isEqualTo(world.onlyJob().value());
  }

  @Test
  @DisplayName(
      "the lead lost between intent and create: nothing is sent; the next leader buys once, after a"
          + " grace, since what it finds in the status could have been restored")
  void leadLost() {
    world.cluster.beforeWrite = () -> world.leading = false;
    world.apply("1");
    world.minutes(5);
    assertThat(world.service.calls(Verb.CREATE)).isZero();
    assertThat(world.effects.count("status")).as("intent, and its withdrawal").isEqualTo(2);

    world.cluster.beforeWrite = null;
    world.leading = true;
    world.restart();
    world.seconds(119);
    assertThat(world.bought()).isZero();
    world.seconds(5);

    assertThat(world.bought()).isOne();
  }

  @Test
  @DisplayName("a process that does not lead writes no intent at all")
  void neverLed() {
    world.leading = false;
    world.apply("1");
    world.minutes(5);

    assertThat(world.effects.done()).isEmpty();
  }

  @Test
  @DisplayName(
      "labels not given back: the job is kept by its name, and nothing more is bought there")
  void labelsNotKept() {
    world.service.keepLabels(false);
    JobName job = world.start();
    assertThat(world.told("MarkerNotKept")).isTrue();
    assertThat(world.jobName()).isEqualTo(job.value());
    world.set(job, JobState.Known.JOB_STATE_SUCCEEDED);
    assertThat(world.conditions()).isEqualTo("Complete Ready");

    world.apply("2");
    world.minutes(10);
    assertThat(world.bought()).isOne();
    assertThat(world.reason()).isEqualTo("MarkerNotKept");
    assertThat(world.conditions()).isEqualTo("Stalled");
  }

  @Test
  @DisplayName(
      "labels given once and missing from a listing: what runs is kept, and nothing is bought"
          + " there")
  void labelsMissing() {
    JobName job = world.start();
    world.service.loseLabels(job);
    ResourceKey next = new ResourceKey("team-a", "next");
    world.cluster.apply(next, World.spec("1"));
    world.minutes(10);

    assertThat(world.bought()).isOne();
    assertThat(world.jobName()).isEqualTo(job.value());
    assertThat(Objects.requireNonNull(world.cluster.find(next)).getStatus().conditions())
        .anySatisfy(
            condition -> {
              assertThat(condition.getType()).isEqualTo("Stalled");
              assertThat(condition.getReason()).isEqualTo("MarkerNotKept");
            });
    world.cluster.delete(World.KEY);
    world.minutes(1);
    assertThat(world.service.job(job).state()).isEqualTo(JobState.Known.JOB_STATE_CANCELLING);
  }

  @Test
  @DisplayName("labels not given back, and the name's write refused: the name is written, not lost")
  void labelsNotKeptAndConflict() {
    world.service.keepLabels(false);
    world.beforeCreate = () -> world.cluster.refuseNextWrite(409);
    world.apply("1");
    world.minutes(5);

    assertThat(world.jobName()).isEqualTo(world.onlyJob().value());
    assertThat(world.service.calls(Verb.CREATE)).isOne();
    assertThat(world.told("MarkerNotKept")).isTrue();
  }
}

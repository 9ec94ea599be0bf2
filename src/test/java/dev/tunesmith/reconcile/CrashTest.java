package dev.tunesmith.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tunesmith.domain.JobSnapshot;
import dev.tunesmith.domain.JobState;
import dev.tunesmith.domain.OwnerLabels;
import dev.tunesmith.support.Failures;
import dev.tunesmith.vertex.Verb;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The operator dies before and after its n-th effect, for every n, in every scenario; another one
 * starts on the same world five seconds later.
 */
@DisplayName("Whenever the operator dies, one run buys one job, and gets on with it unattended")
class CrashTest {
  private static final Duration SETTLED = Duration.ofMinutes(6);

  /** What happens, how many jobs may be bought by it, and what the status says in the end. */
  enum Scenario {
    SUCCESS(1, "Complete Ready", Scenario::succeed),
    FAILURE(
        1,
        "Failed Stalled",
        world -> {
          begin(world);
          all(world, JobState.Known.JOB_STATE_FAILED);
        }),
    REPLY_LOST(
        1,
        "Complete Ready",
        world -> {
          world.service.dropNextCreateReply();
          succeed(world);
        }),
    REPLY_LOST_AND_LISTING_LAGS(
        1,
        "Complete Ready",
        world -> {
          world.service.listLag(Duration.ofSeconds(60));
          world.service.dropNextCreateReply();
          succeed(world);
        }),
    NOT_ACCEPTED(
        1,
        "Complete Ready",
        world -> {
          world.service.failNext(Verb.CREATE, Failures.inDoubt("UNAVAILABLE"));
          succeed(world);
        }),
    QUOTA(
        1,
        "Complete Ready",
        world -> {
          world.service.failNext(Verb.CREATE, Failures.quota());
          world.service.failNext(Verb.CREATE, Failures.quota());
          succeed(world);
        }),
    REFUSED_AND_MENDED(
        1,
        "Complete Ready",
        world -> {
          world.service.failAlways(Verb.CREATE, Failures.rejected());
          begin(world);
          world.service.heal();
          world.cluster.apply(World.KEY, World.spec("1", "gs://my-bucket/mended.jsonl"));
          world.pass(SETTLED);
          all(world, JobState.Known.JOB_STATE_SUCCEEDED);
        }),
    SECOND_RUN(
        2,
        "Complete Ready",
        world -> {
          succeed(world);
          world.apply("2");
          world.pass(SETTLED);
          all(world, JobState.Known.JOB_STATE_SUCCEEDED);
        }),
    BACK_TO_THE_FIRST_RUN(
        2,
        "Complete Ready",
        world -> {
          succeed(world);
          world.apply("2");
          world.pass(SETTLED);
          all(world, JobState.Known.JOB_STATE_FAILED);
          world.apply("1");
          world.pass(SETTLED);
        }),
    STATUS_LOST(
        1,
        "Complete Ready",
        world -> {
          begin(world);
          world.cluster.loseStatus(World.KEY);
          world.pass(SETTLED);
          all(world, JobState.Known.JOB_STATE_SUCCEEDED);
        }),
    DELETED_WHILE_RUNNING(
        1,
        null,
        world -> {
          begin(world);
          all(world, JobState.Known.JOB_STATE_RUNNING);
          world.cluster.delete(World.KEY);
          world.minutes(2);
          all(world, JobState.Known.JOB_STATE_CANCELLED);
        }),
    DELETED_IN_DOUBT(
        1,
        null,
        world -> {
          world.service.dropNextCreateReply();
          world.service.listLag(Duration.ofSeconds(30));
          world.apply("1");
          world.seconds(2);
          world.cluster.delete(World.KEY);
          world.minutes(5);
          all(world, JobState.Known.JOB_STATE_CANCELLED);
        }),
    DELETED_AND_APPLIED_AGAIN(
        1,
        "Complete Ready",
        world -> {
          succeed(world);
          world.cluster.delete(World.KEY);
          world.pass(SETTLED);
          world.apply("1");
          world.pass(SETTLED);
        }),
    FIRST_WRITE_CONFLICTS(
        1,
        "Complete Ready",
        world -> {
          world.cluster.refuseNextWrite(409);
          succeed(world);
        });

    private final int jobs;
    private final @Nullable String conditions;
    private final Consumer<World> play;

    Scenario(int jobs, @Nullable String conditions, Consumer<World> play) {
      this.jobs = jobs;
      this.conditions = conditions;
      this.play = play;
    }

    private static void begin(World world) {
      world.apply("1");
      world.pass(SETTLED);
    }

    private static void succeed(World world) {
      begin(world);
      all(world, JobState.Known.JOB_STATE_RUNNING);
      all(world, JobState.Known.JOB_STATE_SUCCEEDED);
    }

    /** What becomes of every job at work. */
    private static void all(World world, JobState.Known state) {
      for (JobSnapshot job : world.service.jobs()) {
        if (!job.state().ended()) {
          world.service.setState(job.name(), state);
        }
      }
      world.pass(SETTLED);
    }
  }

  @ParameterizedTest
  @EnumSource(Scenario.class)
  @DisplayName("in every scenario, before and after every effect")
  void everyEffect(Scenario scenario) {
    int deaths = 0;
    for (int effect = 1; ; effect++) {
      boolean before = play(scenario, effect, true);
      boolean after = play(scenario, effect, false);
      if (!before && !after) {
        break;
      }
      deaths++;
    }
    assertThat(deaths).as("effects that were stopped").isGreaterThanOrEqualTo(4);
  }

  /** Returns whether the effect was reached. */
  private static boolean play(Scenario scenario, int effect, boolean before) {
    World world = new World();
    world.effects.dieAt(effect, before);
    scenario.play.accept(world);
    world.pass(Duration.ofMinutes(15));

    String where = scenario + ", dead " + world.deaths + ", effects " + world.effects.done();
    // A deletion may come before the operator got as far as buying.
    int least = scenario.conditions == null ? 0 : scenario.jobs;
    assertThat(world.bought()).as("paid jobs: " + where).isBetween(least, scenario.jobs);
    assertThat(world.active()).as("jobs at work: " + where).isZero();
    assertThat(world.service.jobs())
        .as("every job carries our marker: " + where)
        .allMatch(job -> job.labels().containsKey(OwnerLabels.MARKER));
    if (scenario.conditions == null) {
      assertThat(world.find()).as("a leaked finalizer: " + where).isNull();
    } else {
      assertThat(world.conditions()).as(where).isEqualTo(scenario.conditions);
      assertThat(world.service.jobs().stream().map(job -> job.name().value()))
          .as(where)
          .contains(world.jobName());
    }
    return world.effects.died();
  }
}

package dev.tunesmith.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tunesmith.domain.JobSnapshot;
import dev.tunesmith.domain.JobState;
import dev.tunesmith.domain.OwnerLabels;
import dev.tunesmith.support.Failures;
import dev.tunesmith.vertex.Verb;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The operator dies before and after its n-th effect, for every n, in every scenario; another one
 * starts on the same world five seconds later.
 */
@DisplayName("Whenever the operator dies, one run buys one job, and gets on with it unattended")
class CrashTest {
  private static final Duration SETTLED = Duration.ofMinutes(6);

  /**
   * One story.
   *
   * @param name for the report
   * @param jobs how many jobs may be bought by it
   * @param conditions those that are True in the end; null where the resource is deleted
   * @param play what happens
   */
  record Scenario(String name, int jobs, @Nullable String conditions, Consumer<World> play) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Scenario> scenarios() {
    return Stream.of(
        new Scenario("success", 1, "Complete Ready", CrashTest::succeed),
        new Scenario(
            "failure",
            1,
            "Failed Stalled",
            world -> {
              begin(world);
              all(world, JobState.Known.JOB_STATE_FAILED);
            }),
        new Scenario(
            "reply lost",
            1,
            "Complete Ready",
            world -> {
              world.service.dropNextCreateReply();
              succeed(world);
            }),
        new Scenario(
            "reply lost and listing lags",
            1,
            "Complete Ready",
            world -> {
              world.service.listLag(Duration.ofSeconds(60));
              world.service.dropNextCreateReply();
              succeed(world);
            }),
        new Scenario(
            "not accepted",
            1,
            "Complete Ready",
            world -> {
              world.service.failNext(Verb.CREATE, Failures.inDoubt("UNAVAILABLE"));
              succeed(world);
            }),
        new Scenario(
            "quota",
            1,
            "Complete Ready",
            world -> {
              world.service.failNext(Verb.CREATE, Failures.quota());
              world.service.failNext(Verb.CREATE, Failures.quota());
              succeed(world);
            }),
        new Scenario(
            "refused and mended",
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
        new Scenario(
            "second run",
            2,
            "Complete Ready",
            world -> {
              succeed(world);
              world.apply("2");
              world.pass(SETTLED);
              all(world, JobState.Known.JOB_STATE_SUCCEEDED);
            }),
        new Scenario(
            "back to the first run",
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
        new Scenario(
            "status lost",
            1,
            "Complete Ready",
            world -> {
              begin(world);
              world.cluster.loseStatus(World.KEY);
              world.pass(SETTLED);
              all(world, JobState.Known.JOB_STATE_SUCCEEDED);
            }),
        new Scenario(
            "deleted while running",
            1,
            null,
            world -> {
              begin(world);
              all(world, JobState.Known.JOB_STATE_RUNNING);
              world.cluster.delete(World.KEY);
              world.minutes(2);
              all(world, JobState.Known.JOB_STATE_CANCELLED);
            }),
        new Scenario(
            "deleted in doubt",
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
        new Scenario(
            "deleted and applied again",
            1,
            "Complete Ready",
            world -> {
              succeed(world);
              world.cluster.delete(World.KEY);
              world.pass(SETTLED);
              world.apply("1");
              world.pass(SETTLED);
            }),
        new Scenario(
            "first write conflicts",
            1,
            "Complete Ready",
            world -> {
              world.cluster.refuseNextWrite(409);
              succeed(world);
            }));
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

  @ParameterizedTest(name = "{0}")
  @MethodSource("scenarios")
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
    scenario.play().accept(world);
    world.pass(Duration.ofMinutes(15));

    String where = scenario + ", dead " + world.deaths + ", effects " + world.effects.done();
    // A deletion may come before the operator got as far as buying.
    int least = scenario.conditions() == null ? 0 : scenario.jobs();
    assertThat(world.bought()).as("paid jobs: " + where).isBetween(least, scenario.jobs());
    assertThat(world.active()).as("jobs at work: " + where).isZero();
    assertThat(world.service.jobs())
        .as("every job carries our marker: " + where)
        .allMatch(job -> job.labels().containsKey(OwnerLabels.MARKER));
    if (scenario.conditions() == null) {
      assertThat(world.find()).as("a leaked finalizer: " + where).isNull();
    } else {
      assertThat(world.conditions()).as(where).isEqualTo(scenario.conditions());
      assertThat(world.service.jobs().stream().map(job -> job.name().value()))
          .as(where)
          .contains(world.jobName());
    }
    return world.effects.died();
  }
}

package dev.tunesmith.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tunesmith.gemini.ModelVerb;
import dev.tunesmith.lifecycle.JobName;
import dev.tunesmith.lifecycle.JobState.Known;
import dev.tunesmith.reconcile.ReconcileListener.Occurrence;
import dev.tunesmith.vertex.Failure;
import dev.tunesmith.vertex.Failure.Kind;
import dev.tunesmith.vertex.Verb;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every kind of failure in every call, for as long as no test on a real clock can wait. Which code
 * is of which kind is the port's business, and proven there.
 */
@DisplayName("A failure that lasts for hours")
class FaultMatrixTest {
  private static final int HOURS = 6;

  /** The most calls an hour that meet the failure. */
  private static final Map<Kind, Integer> AN_HOUR =
      Map.of(
          Kind.SERVICE_UNAVAILABLE, 70,
          Kind.CREATE_OUTCOME_UNKNOWN, 30,
          Kind.INTERNAL_ERROR, 20,
          Kind.PERMISSION_DENIED, 20,
          Kind.NOT_FOUND, 20,
          Kind.REQUEST_REJECTED, 20,
          Kind.QUOTA_EXCEEDED, 14);

  private final SimWorld world = new SimWorld();

  private static Stream<Arguments> kinds(Verb... verbs) {
    return Arrays.stream(verbs)
        .flatMap(
            verb ->
                Arrays.stream(Kind.values())
                    .filter(kind -> verb == Verb.CREATE || kind != Kind.CREATE_OUTCOME_UNKNOWN)
                    .map(kind -> Arguments.of(verb, kind)));
  }

  static Stream<Arguments> creates() {
    return kinds(Verb.CREATE);
  }

  static Stream<Arguments> reads() {
    return kinds(Verb.LIST, Verb.GET);
  }

  static Stream<Arguments> deletions() {
    return kinds(Verb.CANCEL, Verb.LIST);
  }

  private static Failure failure(Kind kind) {
    return Failures.of(kind, kind.name());
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("creates")
  @DisplayName("of the create: it is shown, the service is not hammered, and one job comes of it")
  void create(Verb verb, Kind kind) {
    world.service.failAlways(verb, failure(kind));
    world.apply("1");
    world.minutes(HOURS * 60);

    assertThat(world.reason()).isEqualTo(kind.reason().value());
    assertThat(world.jobCount()).isZero();
    if (kind == Kind.REQUEST_REJECTED) {
      assertThat(world.service.calls(verb)).as("never sent again as it is").isOne();
      world.cluster.apply(SimWorld.KEY, SimWorld.spec("1", "gs://my-bucket/corrected.jsonl"));
    } else {
      assertCalls(verb, kind, 0);
    }
    assertCompletes();
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("reads")
  @DisplayName("of a read: it is shown, nothing is created, and one job comes of it")
  void read(Verb verb, Kind kind) {
    if (verb == Verb.GET) {
      world.set(world.start(), Known.JOB_STATE_RUNNING);
    }
    int before = world.service.calls(verb);
    world.service.failAlways(verb, failure(kind));
    world.apply("1");
    world.minutes(HOURS * 60);

    assertThat(world.reason()).isEqualTo(kind.reason().value());
    assertThat(world.conditions()).isEqualTo("Reconciling");
    assertThat(world.service.calls(Verb.CREATE)).isEqualTo(verb == Verb.GET ? 1 : 0);
    assertCalls(verb, kind, before);
    assertCompletes();
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("reads")
  @DisplayName("after a create of unknown outcome: it is shown, and nothing more is created")
  void unknown(Verb verb, Kind kind) {
    leaveUnknown(Verb.LIST, kind);
    world.apply("1");
    world.minutes(HOURS * 60);

    assertThat(world.reason()).isEqualTo("CreateOutcomeUnknown");
    assertThat(world.service.calls(Verb.CREATE)).isOne();
    assertCompletes();
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("deletions")
  @DisplayName("of a deletion: released at the deadline, with a warning, and not before")
  void deleted(Verb verb, Kind kind) {
    delete(verb, kind);
    world.minutes(9);
    assertThat(world.find()).isNotNull();
    world.minutes(2);

    assertThat(world.find()).isNull();
    assertThat(world.told("ReleasedUnconfirmed")).isTrue();
    assertThat(world.count(Occurrence.RELEASED_UNCONFIRMED)).isOne();
    assertThat(world.service.calls(Verb.CANCEL)).isLessThan(20);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("deletions")
  @DisplayName("of a deletion: once it is over, the job is cancelled and the resource released")
  void deletedInTime(Verb verb, Kind kind) {
    delete(verb, kind);
    world.minutes(4);
    world.service.heal();
    world.minutes(5);
    assertThat(world.service.job(world.onlyJob()).state()).isEqualTo(Known.JOB_STATE_CANCELLING);
    world.set(world.onlyJob(), Known.JOB_STATE_CANCELLED);

    assertThat(world.find()).isNull();
    assertThat(world.count(Occurrence.RELEASED_UNCONFIRMED)).isZero();
  }

  private void delete(Verb verb, Kind kind) {
    if (verb == Verb.CANCEL) {
      world.set(world.start(), Known.JOB_STATE_RUNNING);
      world.service.failAlways(verb, failure(kind));
    } else {
      leaveUnknown(verb, kind);
      world.apply("1");
      world.seconds(5);
    }
    world.cluster.delete(SimWorld.KEY);
  }

  /** The listing before the create goes through; the later ones do not. */
  private void leaveUnknown(Verb verb, Kind kind) {
    world.service.dropNextCreateReply();
    world.beforeCreate = () -> world.service.failAlways(verb, failure(kind));
  }

  private void assertCalls(Verb verb, Kind kind, int before) {
    // A listing at rest, every ten minutes, shows the job: the back-off of the gets begins anew.
    int restarts = verb == Verb.GET ? 3 : 1;
    int most = restarts * HOURS * Objects.requireNonNull(AN_HOUR.get(kind));
    assertThat(world.service.calls(verb) - before).isBetween(2, most);
  }

  private void assertCompletes() {
    world.beforeCreate = null;
    world.service.heal();
    world.minutes(15);
    JobName job = world.onlyJob();
    assertThat(world.jobName()).isEqualTo(job.value());
    for (Known state : List.of(Known.JOB_STATE_RUNNING, Known.JOB_STATE_SUCCEEDED)) {
      world.set(job, state);
    }
    world.minutes(5);
    assertThat(world.conditions()).isEqualTo(Scenario.COMPLETE);
    assertThat(world.jobCount()).isOne();
    assertThat(world.judge.violations()).isEmpty();
  }

  @Nested
  @DisplayName("in a call to the Gemini API")
  class OfModels {
    private final ModelWorld world = new ModelWorld();

    static Stream<Arguments> creates() {
      return Arrays.stream(Kind.values()).map(Arguments::of);
    }

    static Stream<Arguments> others() {
      return Stream.of(ModelVerb.LIST, ModelVerb.DELETE)
          .flatMap(
              verb ->
                  Arrays.stream(Kind.values())
                      .filter(kind -> kind != Kind.CREATE_OUTCOME_UNKNOWN)
                      .map(kind -> Arguments.of(verb, kind)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("creates")
    @DisplayName(
        "of the create: it is shown, the service is not hammered, and one model comes of it")
    void create(Kind kind) {
      world.service.failAlways(ModelVerb.CREATE, failure(kind));
      new ModelStep.Data(0).in(world);
      new ModelStep.Apply(0, false).in(world);
      world.pass(Duration.ofHours(HOURS));

      assertThat(world.ready().getReason()).isEqualTo(kind.reason().value());
      assertThat(world.service.created()).isEmpty();
      int calls = world.service.calls(ModelVerb.CREATE);
      if (kind == Kind.REQUEST_REJECTED) {
        assertThat(calls).as("never sent again as it is").isOne();
        new ModelStep.Data(1).in(world);
      } else {
        // The id makes another create safe: after an unknown outcome it is only a matter of reach.
        Kind pace = kind == Kind.CREATE_OUTCOME_UNKNOWN ? Kind.SERVICE_UNAVAILABLE : kind;
        assertThat(calls).isBetween(2, HOURS * Objects.requireNonNull(AN_HOUR.get(pace)));
      }
      world.service.heal();
      world.pass(Duration.ofMinutes(15));
      assertThat(world.service.created()).as("%s", world.ready()).hasSize(1);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("others")
    @DisplayName("of a listing: nothing is created; of a deletion: released at the deadline")
    void others(ModelVerb verb, Kind kind) {
      world.service.failAlways(verb, failure(kind));
      new ModelStep.Data(0).in(world);
      new ModelStep.Apply(0, true).in(world);
      world.pass(Duration.ofHours(HOURS));

      boolean listing = verb == ModelVerb.LIST;
      assertThat(world.service.created()).hasSize(listing ? 0 : 1);
      if (listing) {
        assertThat(world.ready().getReason()).isEqualTo(kind.reason().value());
        assertThat(world.service.calls(verb))
            .isBetween(2, HOURS * Objects.requireNonNull(AN_HOUR.get(kind)));
        world.service.heal();
        world.pass(Duration.ofMinutes(15));
        assertThat(world.service.created()).hasSize(1);
      } else {
        world.delete();
        world.pass(Duration.ofMinutes(9));
        assertThat(world.exists()).isTrue();
        world.pass(Duration.ofMinutes(2));
        assertThat(world.exists()).isFalse();
        assertThat(world.events).anyMatch(event -> event.startsWith("ReleasedUnconfirmed: "));
        assertThat(world.service.calls(verb)).isBetween(1, 25);
      }
    }
  }
}

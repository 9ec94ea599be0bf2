package dev.tunesmith.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tunesmith.it.FaultMatrix;
import dev.tunesmith.it.FaultMatrix.Cell;
import dev.tunesmith.lifecycle.Failure;
import dev.tunesmith.lifecycle.JobName;
import dev.tunesmith.lifecycle.JobState;
import dev.tunesmith.support.Failures;
import dev.tunesmith.vertex.Verb;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The rows of {@link FaultMatrix} that are codes, lasting as long as no test on a real clock can
 * wait. What a code means is the port's business, and proven there and in the integration test.
 */
@DisplayName("A fault that lasts for hours")
class FaultMatrixTest {
  private static final int HOURS = 6;
  private static final int CREATES_IN_DOUBT = 30;

  /** The most calls an hour that meet the fault, by what is shown. */
  private static final Map<String, Integer> AN_HOUR =
      Map.of(
          "ServiceUnavailable", 70,
          "CreateOutcomeUnknown", 70,
          "InternalError", 20,
          "PermissionDenied", 20,
          "RequestRejected", 20,
          "QuotaExceeded", 14);

  private final World world = new World();

  static Stream<Cell> cells() {
    return FaultMatrix.cells().stream()
        .filter(cell -> cell.fault().matches("[A-Z_]+"))
        .filter(cell -> cell.canLast() && !cell.shown().equals("JobLost"));
  }

  @ParameterizedTest
  @MethodSource("cells")
  @DisplayName("is shown, buys nothing more, is not hammered at, and passes without a trace")
  void lasts(Cell cell) {
    switch (cell.column()) {
      case CREATE -> create(cell);
      case GET -> get(cell);
      case LIST -> list(cell);
      case IN_DOUBT -> inDoubt(cell);
      case DELETED_IN_DOUBT -> deletedInDoubt(cell);
      case CANCEL -> cancel(cell);
      case MODEL -> model(cell);
    }
  }

  private void create(Cell cell) {
    world.service.failAlways(Verb.CREATE, failure(cell));
    world.apply("1");
    world.minutes(HOURS * 60);

    assertShown(cell);
    assertThat(world.bought()).isZero();
    if (cell.rejected()) {
      assertThat(world.service.calls(Verb.CREATE)).isEqualTo(cell.creates());
    } else {
      int most = cell.shown().equals("CreateOutcomeUnknown") ? CREATES_IN_DOUBT : most(cell);
      assertThat(world.service.calls(Verb.CREATE)).isBetween(2, HOURS * most);
    }
    world.service.heal();
    if (cell.rejected()) {
      world.minutes(60);
      assertThat(world.service.calls(Verb.CREATE)).isEqualTo(cell.creates());
      world.cluster.apply(World.KEY, World.spec("1", "gs://my-bucket/mended.jsonl"));
    }
    assertCompletes();
  }

  private void get(Cell cell) {
    JobName job = world.start();
    world.set(job, JobState.Known.JOB_STATE_RUNNING);
    int before = world.service.calls(Verb.GET);
    world.service.failAlways(Verb.GET, failure(cell));
    world.minutes(HOURS * 60);

    assertShown(cell);
    assertThat(world.jobName()).as("the last known state is kept").isEqualTo(job.value());
    assertThat(world.message()).contains("JOB_STATE_RUNNING");
    assertCalls(cell, world.service.calls(Verb.GET) - before);
    world.service.heal();
    assertCompletes();
  }

  private void list(Cell cell) {
    world.service.failAlways(Verb.LIST, failure(cell));
    world.apply("1");
    world.minutes(HOURS * 60);

    assertShown(cell);
    assertThat(world.service.calls(Verb.CREATE)).isZero();
    assertCalls(cell, world.service.calls(Verb.LIST));
    world.service.heal();
    assertCompletes();
  }

  private void inDoubt(Cell cell) {
    leaveInDoubt(cell);
    world.apply("1");
    world.minutes(HOURS * 60);

    assertShown(cell);
    assertThat(world.message()).contains(cell.fault());
    assertThat(world.service.calls(Verb.CREATE)).isOne();
    assertThat(world.service.calls(Verb.LIST)).isLessThan(HOURS * most(cell));
    world.service.heal();
    assertCompletes();
  }

  /** The look before the create goes through; the ones for its job do not. */
  private void leaveInDoubt(Cell cell) {
    world.service.dropNextCreateReply();
    world.beforeCreate = () -> world.service.failAlways(Verb.LIST, failure(Verb.LIST, cell));
  }

  private void deletedInDoubt(Cell cell) {
    leaveInDoubt(cell);
    world.apply("1");
    world.seconds(5);
    world.cluster.delete(World.KEY);
    world.minutes(4);

    assertShown(cell);
    healAndEnd();
  }

  private void cancel(Cell cell) {
    JobName job = world.start();
    world.set(job, JobState.Known.JOB_STATE_RUNNING);
    world.service.failAlways(Verb.CANCEL, failure(cell));
    world.cluster.delete(World.KEY);
    world.minutes(4);

    assertShown(cell);
    assertThat(world.message()).contains("still runs").contains(cell.fault());
    assertThat(world.service.calls(Verb.CANCEL)).isBetween(2, 10);
    healAndEnd();
  }

  private void model(Cell cell) {
    JobName job = world.start();
    world.set(job, JobState.Known.JOB_STATE_SUCCEEDED);
    world.cluster.delete(World.KEY);
    world.minutes(1);
    world.service.failAlways(Verb.MODEL, failure(cell));
    world.apply("1");
    world.minutes(HOURS * 60);

    assertShown(cell);
    assertThat(world.message()).contains("JOB_STATE_SUCCEEDED").contains(cell.fault());
    assertCalls(cell, world.service.calls(Verb.MODEL));
    world.service.heal();
    world.minutes(11);
    assertThat(world.conditions()).isEqualTo("Complete Ready");
    assertThat(world.bought()).isOne();
  }

  @ParameterizedTest
  @MethodSource("deletions")
  @DisplayName("lets a deleted resource go at the bound, with a warning that its job may still run")
  void outlastsTheBound(Cell cell) {
    if (cell.column() == FaultMatrix.Column.CANCEL) {
      JobName job = world.start();
      world.set(job, JobState.Known.JOB_STATE_RUNNING);
      world.service.failAlways(Verb.CANCEL, failure(cell));
    } else {
      leaveInDoubt(cell);
      world.apply("1");
      world.seconds(5);
    }
    world.cluster.delete(World.KEY);
    world.minutes(9);
    assertThat(world.find()).isNotNull();
    world.minutes(2);

    assertThat(world.find()).isNull();
    assertThat(world.told("ReleasedUnconfirmed")).isTrue();
    assertThat(world.process().releasedUnconfirmed).isOne();
    assertThat(world.bought()).isOne();
  }

  static Stream<Cell> deletions() {
    return cells().filter(Cell::deleted);
  }

  private void healAndEnd() {
    world.service.heal();
    world.minutes(5);
    assertThat(world.service.job(world.onlyJob()).state())
        .isEqualTo(JobState.Known.JOB_STATE_CANCELLING);
    world.set(world.onlyJob(), JobState.Known.JOB_STATE_CANCELLED);
    assertThat(world.find()).isNull();
    assertThat(world.process().releasedUnconfirmed).isZero();
  }

  private void assertShown(Cell cell) {
    assertThat(world.reason()).isEqualTo(cell.shown());
    assertThat(world.conditions()).isEqualTo(cell.beside());
  }

  private void assertCalls(Cell cell, int calls) {
    assertThat(calls).isBetween(2, HOURS * most(cell));
  }

  private static int most(Cell cell) {
    return Objects.requireNonNull(AN_HOUR.get(cell.shown()), cell.shown());
  }

  private void assertCompletes() {
    world.minutes(11);
    JobName job = world.onlyJob();
    assertThat(world.jobName()).isEqualTo(job.value());
    world.set(job, JobState.Known.JOB_STATE_RUNNING);
    world.set(job, JobState.Known.JOB_STATE_SUCCEEDED);
    world.minutes(5);
    assertThat(world.conditions()).isEqualTo("Complete Ready");
    assertThat(world.bought()).isOne();
  }

  private static Failure failure(Cell cell) {
    return failure(cell.column().verb(), cell);
  }

  /** What the port makes of the code, which the table knows for that call. */
  private static Failure failure(Verb verb, Cell cell) {
    String reason =
        FaultMatrix.cells().stream()
            .filter(other -> other.fault().equals(cell.fault()))
            .filter(other -> other.column().verb() == verb)
            .map(Cell::shown)
            .findFirst()
            .orElseThrow();
    Failure.Kind kind =
        Arrays.stream(Failure.Kind.values())
            .filter(candidate -> candidate.reason().equals(reason))
            .findFirst()
            .orElseThrow();
    return Failures.of(kind, cell.fault());
  }
}

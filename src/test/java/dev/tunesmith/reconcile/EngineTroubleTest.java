package dev.tunesmith.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tunesmith.lifecycle.JobName;
import dev.tunesmith.lifecycle.JobState;
import dev.tunesmith.support.Failures;
import dev.tunesmith.vertex.Verb;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Trouble with the API server, and of our own")
class EngineTroubleTest {
  private final World world = new World();

  @ParameterizedTest(name = "write {0} refused with {1}")
  @CsvSource({"1, 409", "2, 409", "3, 409", "4, 409", "1, 500", "2, 500", "3, 500", "4, 500"})
  @DisplayName("a refused status write changes nothing of the outcome: one job, the right status")
  void refusedWrite(int write, int code) {
    int[] writes = new int[1];
    world.cluster.beforeWrite =
        () -> {
          if (++writes[0] == write) {
            world.cluster.refuseNextWrite(code);
          }
        };
    world.apply("1");
    world.minutes(4);
    JobName job = world.onlyJob();
    world.set(job, JobState.Known.JOB_STATE_RUNNING);
    world.set(job, JobState.Known.JOB_STATE_SUCCEEDED);
    world.minutes(1);

    assertThat(world.service.calls(Verb.CREATE)).isOne();
    assertThat(world.jobName()).isEqualTo(job.value());
    assertThat(world.conditions()).isEqualTo("Complete Ready");
    assertThat(world.told)
        .as("it was bought, not found again")
        .containsOnlyOnce("TuningJobSubmitted");
    assertThat(world.told).doesNotContain("TuningJobAdopted");
    assertThat(world.process().adopted).isZero();
  }

  @Test
  @DisplayName("a resource that is edited while its intent is written buys what it says then, once")
  void editedMeanwhile() {
    int[] writes = new int[1];
    world.cluster.beforeWrite =
        () -> {
          if (++writes[0] == 1) {
            world.cluster.apply(World.KEY, World.spec("1", "gs://my-bucket/other.jsonl"));
          }
        };
    world.apply("1");
    world.seconds(10);

    assertThat(world.bought()).isOne();
    assertThat(world.jobName()).isEqualTo(world.onlyJob().value());
    assertThat(world.status().observedGeneration()).isEqualTo(2);
  }

  @Test
  @DisplayName(
      "a resource that vanished while its name was written is let go, not watched for ever")
  void vanished() {
    JobName job = world.start();
    world.set(job, JobState.Known.JOB_STATE_RUNNING);
    world.cluster.beforeWrite = () -> world.cluster.release(World.KEY);
    world.set(job, JobState.Known.JOB_STATE_PAUSED);
    assertThat(world.find()).isNull();
    int gets = world.service.calls(Verb.GET);

    world.minutes(60);

    assertThat(world.service.calls(Verb.GET)).isEqualTo(gets);
  }

  @Test
  @DisplayName(
      "a fault of ours is shown as InternalError, counted, retried with back-off, and over when it"
          + " is")
  void internalError() {
    world.process().journalFault = new IllegalStateException("scripted");
    world.apply("1");
    world.minutes(60);
    assertThat(world.reason()).isEqualTo("InternalError");
    assertThat(world.conditions()).isEqualTo("Reconciling");
    assertThat(world.process().internalErrors).isBetween(12, 25);
    assertThat(world.effects.count("status")).isOne();

    world.process().journalFault = null;
    world.minutes(6);

    assertThat(world.bought()).isOne();
    assertThat(world.reason()).isEqualTo("Pending");
  }

  @Test
  @DisplayName("a fault never takes back what was told of a finished run")
  void faultAfterTheEnd() {
    JobName job = world.start();
    world.set(job, JobState.Known.JOB_STATE_SUCCEEDED);
    world.process().journalFault = new IllegalStateException("scripted");
    world.cluster.relist();
    world.minutes(10);
    assertThat(world.conditions()).isEqualTo("Complete Ready");

    world.process().journalFault = null;
    world.minutes(10);
    assertThat(world.conditions()).isEqualTo("Complete Ready");
  }

  @Test
  @DisplayName(
      "a create that throws, against the port's contract, is in doubt and not bought twice")
  void createThrows() {
    world.createFault = new IllegalStateException("scripted");
    world.apply("1");
    world.seconds(30);
    assertThat(world.status().submission()).isNotNull();
    assertThat(world.bought()).isZero();

    world.createFault = null;
    world.minutes(1);
    assertThat(world.bought()).as("within the grace").isZero();
    world.minutes(3);
    assertThat(world.bought()).isOne();
  }

  @Test
  @DisplayName(
      "a create that throws when the service has taken it is not bought twice, also where the"
          + " status is lost before the job shows")
  void createThrowsWhenTaken() {
    world.service.listLag(Duration.ofSeconds(90));
    world.faultAfterCreate = new IllegalStateException("scripted");
    world.apply("1");
    world.seconds(1);
    assertThat(world.bought()).isOne();
    world.faultAfterCreate = null;
    world.cluster.loseStatus(World.KEY);
    world.minutes(10);

    assertThat(world.jobName()).isEqualTo(world.onlyJob().value());
  }

  @Test
  @DisplayName("a wall clock that is set back or forward decides nothing")
  void clockSteps() {
    world.service.failNext(Verb.CREATE, Failures.inDoubt("UNAVAILABLE"));
    world.apply("1");
    world.seconds(5);
    world.time.stepClock(Duration.ofDays(-1));
    world.minutes(1);
    assertThat(world.service.calls(Verb.CREATE)).isOne();
    world.time.stepClock(Duration.ofDays(2));
    world.seconds(30);
    assertThat(world.service.calls(Verb.CREATE)).isOne();

    world.minutes(1);
    assertThat(world.service.calls(Verb.CREATE)).isEqualTo(2);
  }
}

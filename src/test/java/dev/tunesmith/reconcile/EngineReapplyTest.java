package dev.tunesmith.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tunesmith.api.v1alpha1.tuningjob.TuningJobStatus;
import dev.tunesmith.lifecycle.JobName;
import dev.tunesmith.lifecycle.JobRequest;
import dev.tunesmith.lifecycle.JobState;
import dev.tunesmith.lifecycle.Marker;
import dev.tunesmith.lifecycle.OwnerLabels;
import dev.tunesmith.lifecycle.ResourceKey;
import dev.tunesmith.lifecycle.Submission;
import dev.tunesmith.support.Failures;
import dev.tunesmith.vertex.TuningJobs;
import dev.tunesmith.vertex.Verb;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A resource finds its paid job again")
class EngineReapplyTest {
  private final World world = new World();

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "JOB_STATE_PENDING, Pending, Reconciling",
    "JOB_STATE_RUNNING, Running, Reconciling",
    "JOB_STATE_SUCCEEDED, Succeeded, Complete Ready",
    "JOB_STATE_FAILED, Failed, Failed Stalled",
    "JOB_STATE_CANCELLED, Cancelled, Failed Stalled",
    "JOB_STATE_CANCELLING, Cancelling, Reconciling",
    "JOB_STATE_EXPIRED, Expired, Failed Stalled"
  })
  @DisplayName("after its status was lost, whatever the job's state")
  void lostStatus(JobState.Known state, String reason, String conditions) {
    JobName job = world.start();
    world.set(job, state);
    world.restart();

    world.cluster.loseStatus(World.KEY);
    world.minutes(3);

    assertThat(world.bought()).isOne();
    assertThat(world.jobName()).isEqualTo(job.value());
    assertThat(world.reason()).isEqualTo(reason);
    assertThat(world.conditions()).isEqualTo(conditions);
    assertThat(world.process().adopted).isOne();
  }

  @Test
  @DisplayName("after its status was lost while the process lives on")
  void lostStatusInPlace() {
    JobName job = world.start();
    world.set(job, JobState.Known.JOB_STATE_RUNNING);

    world.cluster.loseStatus(World.KEY);
    world.minutes(3);

    assertThat(world.bought()).isOne();
    assertThat(world.jobName()).isEqualTo(job.value());
    assertThat(world.reason()).isEqualTo("Running");
  }

  @Test
  @DisplayName("after it was deleted and applied again when its job had succeeded")
  void reappliedAfterSuccess() {
    JobName job = world.start();
    world.set(job, JobState.Known.JOB_STATE_SUCCEEDED);
    world.cluster.delete(World.KEY);
    world.seconds(5);
    assertThat(world.find()).isNull();

    world.apply("1");
    world.seconds(5);

    assertThat(world.bought()).isOne();
    assertThat(world.jobName()).isEqualTo(job.value());
    assertThat(world.conditions()).isEqualTo("Complete Ready");
  }

  @Test
  @DisplayName(
      "after it was deleted, which cancelled the job, and applied again meanwhile or later")
  void reappliedAfterCancel() {
    JobName job = world.start();
    world.cluster.delete(World.KEY);
    world.minutes(1);
    world.set(job, JobState.Known.JOB_STATE_CANCELLED);
    assertThat(world.find()).isNull();

    world.apply("1");
    world.seconds(5);

    assertThat(world.bought()).isOne();
    assertThat(world.conditions()).isEqualTo("Failed Stalled");
    assertThat(world.reason()).isEqualTo("Cancelled");
    assertThat(world.message()).contains("a new value of spec.run buys another job");
  }

  @Test
  @DisplayName("and says so when the model of a job that had succeeded is gone")
  void modelGone() {
    JobName job = world.start();
    world.set(job, JobState.Known.JOB_STATE_SUCCEEDED);
    world.service.deleteModel(
        Objects.requireNonNull(
            Objects.requireNonNull(world.service.job(job).tunedModel()).model()));
    world.cluster.loseStatus(World.KEY);
    world.restart();
    world.minutes(3);

    assertThat(world.reason()).isEqualTo("ModelGone");
    assertThat(world.told).endsWith("TuningJobFailed");
    assertThat(world.conditions()).isEqualTo("Failed Stalled");
    assertThat(world.bought()).isOne();
    assertThat(world.service.calls(Verb.MODEL)).isOne();
  }

  @ParameterizedTest(name = "and deleted meanwhile: {0}")
  @ValueSource(booleans = {false, true})
  @DisplayName("and tells no end before it is known whether the model still exists")
  void modelNotKnown(boolean deleted) {
    JobName job = world.start();
    world.set(job, JobState.Known.JOB_STATE_SUCCEEDED);
    world.service.failAlways(Verb.MODEL, Failures.unavailable());
    world.cluster.loseStatus(World.KEY);
    world.restart();
    world.minutes(30);
    assertThat(world.reason()).isEqualTo("ServiceUnavailable");
    assertThat(world.conditions()).isEqualTo("Reconciling");
    assertThat(world.service.calls(Verb.MODEL)).as("with back-off").isBetween(10, 40);
    if (deleted) {
      world.service.deleteModel(
          Objects.requireNonNull(
              Objects.requireNonNull(world.service.job(job).tunedModel()).model()));
    }

    world.service.heal();
    world.minutes(3);

    assertThat(world.reason()).isEqualTo(deleted ? "ModelGone" : "Succeeded");
    assertThat(world.conditions()).isEqualTo(deleted ? "Failed Stalled" : "Complete Ready");
  }

  @Test
  @DisplayName("and takes the job's own word where the service will not tell of models")
  void modelNotTold() {
    JobName job = world.start();
    world.set(job, JobState.Known.JOB_STATE_SUCCEEDED);
    world.service.failAlways(Verb.MODEL, Failures.denied());
    world.cluster.loseStatus(World.KEY);
    world.restart();
    world.minutes(3);

    assertThat(world.conditions()).isEqualTo("Complete Ready");
    assertThat(world.service.calls(Verb.MODEL)).isOne();
  }

  @Test
  @DisplayName("when the manifest goes back to an earlier run: its job again, and nothing bought")
  void backToAnEarlierRun() {
    JobName first = world.start();
    world.set(first, JobState.Known.JOB_STATE_SUCCEEDED);
    world.apply("2");
    world.seconds(5);
    JobName second = world.service.jobs().getFirst().name();
    world.set(second, JobState.Known.JOB_STATE_FAILED);
    assertThat(world.conditions()).isEqualTo("Failed Stalled");

    world.apply("1");
    world.seconds(5);

    assertThat(world.bought()).isEqualTo(2);
    assertThat(world.jobName()).isEqualTo(first.value());
    assertThat(world.conditions()).isEqualTo("Complete Ready");
    assertThat(world.status().attempts()).hasSize(2);
  }

  @Test
  @DisplayName("a new run waits for the end of the earlier one, even where admission was bypassed")
  void newRunWaits() {
    JobName first = world.start();
    world.set(first, JobState.Known.JOB_STATE_RUNNING);
    world.apply("2");
    world.minutes(10);
    assertThat(world.bought()).isOne();
    assertThat(world.reason()).isEqualTo("WaitingForEarlierRun");

    world.set(first, JobState.Known.JOB_STATE_SUCCEEDED);

    assertThat(world.bought()).isEqualTo(2);
    assertThat(world.status().run()).isEqualTo("2");
  }

  @Test
  @DisplayName(
      "a name that somebody wrote into the status is not followed, and that job never cancelled")
  void forgedName() {
    JobName strangers = strangersJob();
    world.apply("1");
    world.cluster.forge(World.KEY, status -> naming(strangers, "JOB_STATE_RUNNING"));
    world.minutes(5);
    assertThat(world.reason()).isEqualTo("JobNotOwned");
    assertThat(world.conditions()).isEqualTo("Stalled");

    world.cluster.delete(World.KEY);
    world.minutes(30);

    assertThat(world.find()).isNull();
    assertThat(world.service.calls(Verb.CANCEL)).isZero();
    assertThat(world.service.job(strangers).state()).isEqualTo(JobState.Known.JOB_STATE_PENDING);
  }

  @Test
  @DisplayName("a forged name beside a job of our own: ours is found again by its marker")
  void forgedNameBesideOurOwn() {
    JobName own = world.start();
    JobName strangers = strangersJob();
    world.cluster.forge(World.KEY, status -> naming(strangers, "JOB_STATE_RUNNING"));
    world.minutes(5);

    assertThat(world.jobName()).as("our own job is found by its marker").isEqualTo(own.value());
    assertThat(world.service.calls(Verb.CANCEL)).isZero();
  }

  @Test
  @DisplayName("a status without conditions, or with garbage, is told anew")
  void garbage() {
    JobName job = world.start();
    world.set(job, JobState.Known.JOB_STATE_SUCCEEDED);
    world.cluster.forge(
        World.KEY,
        status ->
            new TuningJobStatus(
                status.observedGeneration(),
                List.of(),
                status.run(),
                status.instanceId(),
                status.projectId(),
                status.location(),
                status.submission(),
                status.attempts(),
                status.job()));
    world.minutes(3);
    assertThat(world.conditions()).isEqualTo("Complete Ready");

    world.cluster.forge(
        World.KEY,
        status ->
            Serialization.unmarshal(
                """
                run: "§"
                submission: {id: "Not A Label", attempt: -3, time: yesterday}
                job: {name: "not/a/name", state: ""}
                attempts: [null, {}]
                conditions: [null]
                """,
                TuningJobStatus.class));
    world.minutes(3);
    assertThat(world.conditions()).isEqualTo("Complete Ready");
    assertThat(world.bought()).isOne();
  }

  private JobName strangersJob() {
    ResourceKey other = new ResourceKey("team-b", "other");
    Marker marker = Marker.of("here", "team-b", "other", "1", World.SCOPE, "{}");
    JobRequest request =
        new JobRequest(
            new JobRequest.BaseModel("gemini-2.5-flash"),
            new JobRequest.SupervisedTuning("gs://b/o", null, null, null),
            null,
            null,
            Map.of(),
            null,
            null,
            "{}");
    TuningJobs.CreateReply reply =
        world.service.create(
            World.SCOPE,
            request,
            OwnerLabels.of(other, marker, new Submission("s-other", 1, world.time.instant())));
    return ((TuningJobs.Created) reply).job().name();
  }

  private static TuningJobStatus naming(JobName job, String state) {
    return Serialization.unmarshal(
        """
        observedGeneration: 1
        run: "1"
        instanceId: here
        projectId: my-project
        location: us-central1
        job: {name: "%s", state: "%s"}
        """
            .formatted(job, state),
        TuningJobStatus.class);
  }
}

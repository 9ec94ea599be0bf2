package dev.tunesmith.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tunesmith.api.v1alpha1.tuningjob.TuningJobStatus;
import dev.tunesmith.lifecycle.JobName;
import dev.tunesmith.lifecycle.JobState.Known;
import dev.tunesmith.support.Failures;
import dev.tunesmith.vertex.Verb;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A status that tells an end and is then written into, by a restore or by hand. */
@DisplayName("An end in a status that was restored")
class EngineRestoredEndTest {
  private final World world = new World();

  private JobName ended(Known end) {
    JobName job = world.start();
    world.set(job, Known.JOB_STATE_RUNNING);
    world.set(job, end);
    // The round after the end lets go of what was seen.
    world.cluster.touch(World.KEY);
    world.minutes(1);
    return job;
  }

  private void write(TuningJobStatus status) {
    world.cluster.forge(World.KEY, now -> status);
  }

  /** Says something else of the job, and the same of how it ended. */
  private void edit() {
    world.cluster.forge(
        World.KEY,
        status -> {
          ObjectNode edited =
              Serialization.unmarshal(Serialization.asJson(status), ObjectNode.class);
          ((ObjectNode) edited.get("job")).put("experiment", "by hand");
          return Serialization.unmarshal(Serialization.asJson(edited), TuningJobStatus.class);
        });
  }

  /** A second run, at work. */
  private JobName runAgain() {
    world.apply("2");
    world.seconds(5);
    JobName second = world.service.jobs().getFirst().name();
    world.set(second, Known.JOB_STATE_RUNNING);
    return second;
  }

  /** The resource that is being deleted is let go when the second run's job has ended. */
  private void assertHeldUntilEnded(JobName second) {
    assertThat(world.service.job(second).state()).isEqualTo(Known.JOB_STATE_CANCELLING);
    assertThat(world.exists()).as("held until its job has ended").isTrue();
    world.set(second, Known.JOB_STATE_CANCELLED);
    world.minutes(2);
    assertThat(world.exists()).isFalse();
    assertThat(world.bought()).isEqualTo(2);
    assertThat(world.releasedUnconfirmed).isZero();
  }

  @Test
  @DisplayName("of an earlier run does not hide the wanted run's job from a deletion")
  void ofAnEarlierRun() {
    ended(Known.JOB_STATE_SUCCEEDED);
    TuningJobStatus first = world.status();
    JobName second = runAgain();
    world.cluster.delete(World.KEY);

    write(first);
    world.minutes(2);

    assertHeldUntilEnded(second);
  }

  @Test
  @DisplayName("or of a time before it does not hide the wanted run's job from a deletion either")
  void ofAnEarlierRunInTheMiddle() {
    JobName first = world.start();
    world.set(first, Known.JOB_STATE_RUNNING);
    TuningJobStatus midRun = world.status();
    world.set(first, Known.JOB_STATE_SUCCEEDED);
    JobName second = runAgain();
    write(midRun);
    world.cluster.delete(World.KEY);
    world.minutes(2);

    assertHeldUntilEnded(second);
  }

  @ParameterizedTest(name = "the operator restarted meanwhile: {0}")
  @ValueSource(booleans = {false, true})
  @DisplayName("nor does the intent of an earlier run, whose job has ended long ago")
  void ofAnEarlierIntent(boolean restarted) {
    List<TuningJobStatus> written = new ArrayList<>();
    world.beforeCreate = () -> written.add(world.status());
    ended(Known.JOB_STATE_SUCCEEDED);
    world.beforeCreate = null;
    JobName second = runAgain();
    if (restarted) {
      world.restart();
    }
    write(written.getFirst());
    world.cluster.delete(World.KEY);
    world.minutes(5);

    assertHeldUntilEnded(second);
  }

  @ParameterizedTest
  @EnumSource(names = {"JOB_STATE_SUCCEEDED", "JOB_STATE_FAILED"})
  @DisplayName("stands while the service cannot be asked about it")
  void whileTheServiceIsDown(Known end) {
    ended(end);
    String conditions = world.conditions();
    Stream.of(Verb.values())
        .forEach(verb -> world.service.failAlways(verb, Failures.unavailable()));

    edit();
    world.minutes(5);

    assertThat(world.conditions()).isEqualTo(conditions).containsAnyOf("Complete", "Failed");
    world.service.heal();
    world.minutes(20);
    assertThat(world.conditions()).isEqualTo(conditions);
    assertThat(world.bought()).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource(names = {"JOB_STATE_SUCCEEDED", "JOB_STATE_FAILED"})
  @DisplayName("stands where the manifest says something else by now, under the same run")
  void underAnEditedManifest(Known end) {
    JobName job = ended(end);
    String conditions = world.conditions();
    // What the process bought itself it knows anyway.
    world.restart();
    // Two edits between two of our rounds: to another run, and back with other data.
    world.cluster.apply(World.KEY, World.spec("1", "gs://my-bucket/other.jsonl"));
    world.minutes(1);

    edit();
    world.minutes(5);

    assertThat(world.conditions()).isEqualTo(conditions);
    assertThat(world.jobName()).isEqualTo(job.value());
    assertThat(world.bought()).isEqualTo(1);
  }
}

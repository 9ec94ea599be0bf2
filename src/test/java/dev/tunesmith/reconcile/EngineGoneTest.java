package dev.tunesmith.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tunesmith.lifecycle.JobName;
import dev.tunesmith.lifecycle.JobState;
import dev.tunesmith.vertex.Verb;
import java.util.Collections;
import java.util.Objects;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A resource that went though its finalizer held it")
class EngineGoneTest {
  private static final String WARNING = "FinalizerRemoved";

  private final World world = new World();

  private void vanish() {
    world.process().gone(world.cluster.vanish(World.KEY));
  }

  private long reads() {
    return (long) world.service.calls(Verb.GET) + world.service.calls(Verb.LIST);
  }

  @Test
  @DisplayName("leaves its job running, which is told, and watched no more; it is found again")
  void whileItsJobRuns() {
    JobName job = world.start();
    world.set(job, JobState.Known.JOB_STATE_RUNNING);

    vanish();
    long before = reads();
    world.minutes(10);

    assertThat(world.told).containsOnlyOnce(WARNING);
    assertThat(reads()).isEqualTo(before);
    assertThat(world.service.job(job).state()).isEqualTo(JobState.Known.JOB_STATE_RUNNING);
    world.apply("1");
    world.seconds(5);
    assertThat(world.onlyJob()).isEqualTo(job);
    assertThat(world.jobName()).isEqualTo(job.value());
  }

  @Test
  @DisplayName("while its create was under way is told, and what was bought is found again")
  void inTheMiddleOfACreate() {
    world.beforeCreate =
        () -> {
          world.beforeCreate = null;
          vanish();
        };
    world.apply("1");
    world.seconds(5);

    assertThat(world.bought()).isOne();
    assertThat(world.told).containsOnlyOnce(WARNING);
    JobName job = world.onlyJob();
    world.apply("1");
    world.minutes(1);
    assertThat(world.onlyJob()).isEqualTo(job);
    assertThat(world.jobName()).isEqualTo(job.value());
  }

  @Test
  @DisplayName("says nothing when its job had ended, or when it was let go as it should be")
  void nothingToTell() {
    JobName job = world.start();
    world.set(job, JobState.Known.JOB_STATE_SUCCEEDED);
    vanish();
    assertThat(world.told).doesNotContain(WARNING);

    world.cluster.apply(World.KEY, World.spec("2"));
    world.seconds(5);
    world.cluster.delete(World.KEY);
    world.seconds(5);
    world.set(world.service.jobs().getFirst().name(), JobState.Known.JOB_STATE_CANCELLED);

    assertThat(world.find()).isNull();
    assertThat(Collections.frequency(world.told, WARNING)).isZero();
    assertThat(Objects.requireNonNull(world.service.job(job)).state().ended()).isTrue();
  }
}

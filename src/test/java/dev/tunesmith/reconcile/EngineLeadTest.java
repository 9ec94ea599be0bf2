package dev.tunesmith.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tunesmith.lifecycle.JobName;
import dev.tunesmith.lifecycle.JobState;
import dev.tunesmith.vertex.Verb;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a process can do that does not lead any more, and what the next leader makes of it. */
@DisplayName("After the lead was lost")
class EngineLeadTest {
  private final World world = new World();

  @Test
  @DisplayName("nothing is cancelled: the next leader knows which job counts")
  void cancelsNothing() {
    JobName job = world.start();
    world.set(job, JobState.Known.JOB_STATE_RUNNING);
    world.leading = false;
    world.cluster.delete(World.KEY);
    world.minutes(5);
    assertThat(world.service.calls(Verb.CANCEL)).isZero();
    assertThat(world.find()).as("held by the finalizer").isNotNull();

    world.leading = true;
    world.minutes(1);
    assertThat(world.service.calls(Verb.CANCEL)).isOne();
  }

  @ParameterizedTest(name = "the job that counts has ended: {0}")
  @ValueSource(booleans = {false, true})
  @DisplayName("a create that is sent hours later, from a process that was frozen, is cancelled")
  void frozenForHours(boolean ended) {
    // To the next leader it is the same: a job of ours that no look showed for so long.
    world.service.listLag(Duration.ofHours(5));
    world.service.dropNextCreateReply();
    world.apply("1");
    world.minutes(2);
    world.service.listLag(Duration.ZERO);
    world.seconds(5);
    JobName counted = world.service.jobs().getFirst().name();
    assertThat(world.bought()).isEqualTo(2);
    if (ended) {
      world.set(counted, JobState.Known.JOB_STATE_SUCCEEDED);
    }
    int looks = world.service.calls(Verb.LIST);

    world.minutes(10 * 60);

    assertThat(world.jobName()).isEqualTo(counted.value());
    assertThat(world.service.jobs().getLast().state())
        .isEqualTo(JobState.Known.JOB_STATE_CANCELLING);
    assertThat(world.process().extraJobs).isOne();
    assertThat(world.told("ExtraTuningJobCancelled")).isTrue();
    assertThat(world.service.calls(Verb.LIST) - looks).as("looks").isLessThan(ended ? 15 : 2000);
  }
}

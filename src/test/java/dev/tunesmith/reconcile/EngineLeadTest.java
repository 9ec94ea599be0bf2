package dev.tunesmith.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tunesmith.domain.JobName;
import dev.tunesmith.domain.JobState;
import dev.tunesmith.vertex.Verb;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What a process remembers that does not lead any more may be out of date. */
@DisplayName("A process that does not lead")
class EngineLeadTest {
  private final World world = new World();

  @Test
  @DisplayName("writes no intent and buys nothing, and does both once it leads")
  void buysNothing() {
    world.leading = false;
    world.apply("1");
    world.minutes(10);
    assertThat(world.service.calls(Verb.CREATE)).isZero();
    assertThat(world.find()).isNotNull();
    assertThat(world.status().submission()).isNull();

    world.leading = true;
    world.seconds(5);
    assertThat(world.bought()).isOne();
  }

  @Test
  @DisplayName("cancels nothing: the leader knows which job counts")
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
}

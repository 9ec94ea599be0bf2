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
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A deletion")
class EngineDeletionTest {
  private final World world = new World();

  @ParameterizedTest(name = "{0}")
  @EnumSource(
      value = JobState.Known.class,
      names = {"JOB_STATE_QUEUED", "JOB_STATE_PENDING", "JOB_STATE_RUNNING", "JOB_STATE_PAUSED"})
  @DisplayName("of a job at work cancels it, and lets go when its end was seen")
  void atWork(JobState.Known state) {
    JobName job = world.start();
    world.set(job, state);
    world.cluster.delete(World.KEY);
    world.seconds(5);
    assertThat(world.service.job(job).state()).isEqualTo(JobState.Known.JOB_STATE_CANCELLING);
    assertThat(world.reason()).isEqualTo("Cancelling");
    world.minutes(5);
    assertThat(world.find()).as("not before its end").isNotNull();
    assertThat(world.service.calls(Verb.CANCEL)).isOne();

    world.set(job, JobState.Known.JOB_STATE_CANCELLED);

    assertThat(world.find()).isNull();
    assertThat(world.process().releasedUnconfirmed).isZero();
  }

  @Test
  @DisplayName("of a job that ends otherwise while it is cancelled lets go as well")
  void endsOtherwise() {
    JobName job = world.start();
    world.cluster.delete(World.KEY);
    world.minutes(1);
    world.set(job, JobState.Known.JOB_STATE_SUCCEEDED);

    assertThat(world.find()).isNull();
  }

  @Test
  @DisplayName("of a job that never ends lets go at the bound, and says so")
  void bound() {
    JobName job = world.start();
    world.cluster.delete(World.KEY);
    world.pass(Duration.ofMinutes(10).minusSeconds(5));
    assertThat(world.find()).isNotNull();
    world.minutes(1);

    assertThat(world.find()).isNull();
    assertThat(world.process().releasedUnconfirmed).isOne();
    assertThat(world.told("ReleasedUnconfirmed")).isTrue();
    assertThat(world.service.job(job).state()).isEqualTo(JobState.Known.JOB_STATE_CANCELLING);
  }

  @ParameterizedTest(name = "with a job known: {0}")
  @ValueSource(booleans = {false, true})
  @DisplayName("while the service is down is held, tried again, and let go at the bound")
  void serviceDown(boolean known) {
    if (known) {
      world.start();
    } else {
      world.service.failAlways(Verb.LIST, Failures.unavailable());
      world.apply("1");
      world.minutes(1);
    }
    for (Verb verb : Verb.values()) {
      world.service.failAlways(verb, Failures.unavailable());
    }
    world.cluster.delete(World.KEY);
    world.pass(Duration.ofMinutes(10).minusSeconds(5));
    assertThat(world.find()).as("do not know is not no").isNotNull();

    world.minutes(1);

    assertThat(world.find()).isNull();
    assertThat(world.process().releasedUnconfirmed).isOne();
  }

  @Test
  @DisplayName("cancels when the service is back before the bound")
  void serviceBack() {
    JobName job = world.start();
    for (Verb verb : Verb.values()) {
      world.service.failAlways(verb, Failures.unavailable());
    }
    world.cluster.delete(World.KEY);
    world.minutes(5);
    world.service.heal();
    world.minutes(2);
    assertThat(world.service.job(job).state()).isEqualTo(JobState.Known.JOB_STATE_CANCELLING);
    world.set(job, JobState.Known.JOB_STATE_CANCELLED);

    assertThat(world.find()).isNull();
    assertThat(world.process().releasedUnconfirmed).isZero();
  }

  @Test
  @DisplayName(
      "of one that was taken at once after a cancel whose reply was lost makes no hot loop")
  void cancelReplyLost() {
    JobName job = world.start();
    world.service.failNext(Verb.CANCEL, Failures.unavailable());
    world.cluster.delete(World.KEY);
    world.seconds(1);
    world.service.setState(job, JobState.Known.JOB_STATE_CANCELLING);
    int rounds = world.process().rounds;
    world.minutes(5);
    assertThat(world.process().rounds - rounds).isLessThan(700);
    world.set(job, JobState.Known.JOB_STATE_CANCELLED);

    assertThat(world.find()).isNull();
  }

  @Test
  @DisplayName(
      "whose cancels fail though the service took one waits for the end, on the timer's terms")
  void cancelFailsAndWorks() {
    JobName job = world.start();
    world.service.failAlways(Verb.CANCEL, Failures.unavailable());
    world.cluster.delete(World.KEY);
    world.minutes(1);
    world.service.setState(job, JobState.Known.JOB_STATE_CANCELLING);
    int rounds = world.process().rounds;
    world.minutes(4);
    assertThat(world.process().rounds - rounds).isLessThan(600);
    world.set(job, JobState.Known.JOB_STATE_CANCELLED);

    assertThat(world.find()).isNull();
  }

  @Test
  @DisplayName("before anything was looked for looks once, and lets go when there is nothing")
  void nothingBought() {
    world.leading = false;
    world.apply("1");
    world.minutes(1);
    world.cluster.delete(World.KEY);
    world.minutes(1);

    assertThat(world.find()).isNull();
    assertThat(world.process().releasedUnconfirmed).isZero();
  }

  @Test
  @DisplayName("with the status lost finds the job by its labels, and cancels it")
  void statusLost() {
    JobName job = world.start();
    world.cluster.loseStatus(World.KEY);
    world.cluster.delete(World.KEY);
    world.restart();
    world.minutes(2);
    assertThat(world.service.job(job).state()).isEqualTo(JobState.Known.JOB_STATE_CANCELLING);
    world.set(job, JobState.Known.JOB_STATE_CANCELLED);

    assertThat(world.find()).isNull();
  }

  @Test
  @DisplayName("in doubt waits until the doubt is over, and cancels what turns up")
  void inDoubt() {
    world.service.listLag(Duration.ofSeconds(60));
    world.service.dropNextCreateReply();
    world.apply("1");
    world.seconds(5);
    world.cluster.delete(World.KEY);
    world.minutes(3);
    JobName job = world.onlyJob();
    assertThat(world.service.job(job).state()).isEqualTo(JobState.Known.JOB_STATE_CANCELLING);
    world.set(job, JobState.Known.JOB_STATE_CANCELLED);

    assertThat(world.find()).isNull();
  }

  @Test
  @DisplayName("in doubt, with nothing bought, lets go after the grace, and buys nothing")
  void inDoubtNothing() {
    world.service.failNext(Verb.CREATE, Failures.inDoubt("UNAVAILABLE"));
    world.apply("1");
    world.seconds(5);
    world.cluster.delete(World.KEY);
    world.minutes(1);
    assertThat(world.find()).isNotNull();
    world.minutes(2);

    assertThat(world.find()).isNull();
    assertThat(world.bought()).isZero();
    assertThat(world.process().releasedUnconfirmed).isZero();
  }

  @Test
  @DisplayName("of a finished one lets go at once, without a call")
  void finished() {
    JobName job = world.start();
    world.set(job, JobState.Known.JOB_STATE_SUCCEEDED);
    int calls = world.service.calls(Verb.GET) + world.service.calls(Verb.LIST);
    world.cluster.delete(World.KEY);
    world.seconds(1);

    assertThat(world.find()).isNull();
    assertThat(world.service.calls(Verb.GET) + world.service.calls(Verb.LIST)).isEqualTo(calls);
    assertThat(world.service.calls(Verb.CANCEL)).isZero();
  }

  @Test
  @DisplayName("of a refused one lets go")
  void refused() {
    world.service.failNext(Verb.CREATE, Failures.rejected());
    world.apply("1");
    world.minutes(1);
    world.cluster.delete(World.KEY);
    world.minutes(1);

    assertThat(world.find()).isNull();
  }

  @Test
  @DisplayName("of a lost job lets go after a look")
  void lost() {
    JobName job = world.start();
    world.service.vanish(job);
    world.minutes(3);
    world.cluster.delete(World.KEY);
    world.minutes(2);

    assertThat(world.find()).isNull();
    assertThat(world.process().releasedUnconfirmed).isZero();
  }
}

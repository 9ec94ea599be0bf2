package dev.tunesmith.vertex;

import static dev.tunesmith.vertex.SweeperWorld.INTERVAL;
import static dev.tunesmith.vertex.SweeperWorld.SOON;
import static dev.tunesmith.vertex.SweeperWorld.key;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tunesmith.lifecycle.JobName;
import dev.tunesmith.lifecycle.JobState;
import dev.tunesmith.lifecycle.Timing;
import dev.tunesmith.support.Failures;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Trouble with the service does not end the sweep, and is never an answer")
class SweeperTroubleTest {
  private final SweeperWorld world = new SweeperWorld();

  @Test
  @DisplayName("while the service is down it is asked less and less often, up to once a minute")
  void backsOff() {
    world.follow("a");
    world.service.failAlways(Verb.GET, Failures.unavailable());
    world.service.failAlways(Verb.LIST, Failures.unavailable());
    world.pass(Duration.ofMinutes(5));
    SweeperWorld.Calls before = world.calls();

    world.pass(Duration.ofMinutes(10));

    assertThat(world.calls().since(before).gets()).isBetween(9, 11);
  }

  @Test
  @DisplayName(
      "after the service came back the job is read within a minute, and its asker told once")
  void recovers() {
    JobName job = world.follow("a");
    world.pass(SOON);
    world.service.failAlways(Verb.GET, Failures.unavailable());
    world.pass(Duration.ofHours(1));
    assertThat(world.view("a").failure()).isEqualTo(Failures.unavailable());
    assertThat(world.view("a").job()).as("the last known state").isNotNull();
    world.changed.clear();

    world.service.heal();
    world.pass(Duration.ofMinutes(1));

    assertThat(world.view("a").failure()).isNull();
    assertThat(world.changed).containsExactly(key("a"));
    assertThat(world.service.job(job).state()).isEqualTo(JobState.Known.JOB_STATE_PENDING);
  }

  @Test
  @DisplayName("a single failed read wakes nobody; the second one in a row does, and no third")
  void oneBlip() {
    world.follow("a");
    world.pass(SOON);
    world.changed.clear();
    world.service.failNext(Verb.GET, Failures.unavailable());
    world.pass(INTERVAL.multipliedBy(2));
    assertThat(world.changed).isEmpty();

    world.service.failAlways(Verb.GET, Failures.unavailable());
    world.pass(Duration.ofMinutes(5));
    assertThat(world.changed).containsExactly(key("a"));
  }

  @Test
  @DisplayName("what only a person can mend is told at the first answer")
  void deniedIsToldAtOnce() {
    world.service.failAlways(Verb.LIST, Failures.denied());
    world.ask("a");
    world.pass(SOON);

    assertThat(world.changed).containsExactly(key("a"));
    assertThat(world.view("a").failure()).isEqualTo(Failures.denied());
  }

  @Test
  @DisplayName("one job that cannot be read slows no other one down")
  void oneBadName() {
    world.service.pageSize(1);
    JobName bad = world.follow("a");
    for (String name : List.of("b", "c", "d")) {
      world.follow(name);
    }
    for (int i = 0; i < 10; i++) {
      world.stranger();
    }
    world.unreadable.put(bad, Failures.denied());
    world.pass(SOON);
    SweeperWorld.Calls before = world.calls();

    world.pass(INTERVAL.multipliedBy(10));

    assertThat(world.calls().since(before).gets())
        .as("three jobs in ten intervals, and a few tries of the bad one")
        .isBetween(31, 38);
    assertThat(world.view("a").failure()).isEqualTo(Failures.denied());
    assertThat(world.view("b").failure()).isNull();
  }

  @Test
  @DisplayName("one job whose read always breaks off holds the others up for seconds at most")
  void oneBrokenRead() {
    JobName bad = world.follow("bad");
    world.unreadable.put(bad, Failures.unavailable());
    world.service.pageSize(1);
    for (int i = 0; i < 20; i++) {
      world.follow("job-" + i);
    }
    world.pass(Duration.ofMinutes(2));
    for (int i = 0; i < 20; i++) {
      world.service.setState(
          Objects.requireNonNull(world.view("job-" + i).job()).name(),
          JobState.Known.JOB_STATE_RUNNING);
    }
    world.pass(INTERVAL.plusSeconds(10));

    for (int i = 0; i < 20; i++) {
      assertThat(Objects.requireNonNull(world.view("job-" + i).job()).state())
          .isEqualTo(JobState.Known.JOB_STATE_RUNNING);
    }
  }

  @Test
  @DisplayName("a used-up quota ends the pass: the other jobs' reads would only use up more")
  void quotaEndsThePass() {
    world.service.pageSize(1);
    for (int i = 0; i < 10; i++) {
      world.follow("job-" + i);
    }
    for (int i = 0; i < 100; i++) {
      world.stranger();
    }
    world.pass(INTERVAL.multipliedBy(2));
    world.service.failAlways(Verb.GET, Failures.quota());
    world.service.failAlways(Verb.LIST, Failures.quota());
    SweeperWorld.Calls before = world.calls();

    world.pass(Duration.ofMinutes(10));

    assertThat(world.calls().since(before).gets()).isLessThan(10);
  }

  @Test
  @DisplayName("a listing that cannot be had does not keep running jobs from being read")
  void listingDenied() {
    JobName job = world.follow("a");
    world.pass(SOON);
    world.service.failAlways(Verb.LIST, Failures.denied());
    world.ask("new");
    world.pass(Duration.ofMinutes(1));
    world.service.setState(job, JobState.Known.JOB_STATE_RUNNING);

    world.pass(Duration.ofMinutes(6));

    assertThat(Objects.requireNonNull(world.view("a").job()).state())
        .isEqualTo(JobState.Known.JOB_STATE_RUNNING);
    assertThat(world.view("a").failure()).isNull();
    assertThat(world.view("new").failure()).isEqualTo(Failures.denied());
    assertThat(world.view("new").lookedSince()).isNull();
  }

  @Test
  @DisplayName("missing once is not lost; missing again a minute later is; and back is back")
  void missing() {
    JobName job = world.follow("a");
    world.pass(SOON);
    world.service.vanish(job);

    world.pass(INTERVAL);
    Duration since = Objects.requireNonNull(world.view("a").missingSince());
    assertThat(world.view("a").missingAgain()).isEqualTo(since);
    assertThat(world.view("a").job()).isNull();

    world.changed.clear();
    world.pass(INTERVAL);
    assertThat(world.changed).as("half a minute later").isEmpty();
    world.pass(INTERVAL);
    assertThat(world.changed).containsExactly(key("a"));
    assertThat(Objects.requireNonNull(world.view("a").missingAgain()).minus(since))
        .isGreaterThanOrEqualTo(Timing.LOST_AFTER);
  }

  @Test
  @DisplayName("a lost job is read again every five minutes, and seen when it is back")
  void lostAndBack() {
    JobName job = world.follow("a");
    world.pass(SOON);
    world.absent.add(job);
    world.pass(INTERVAL.multipliedBy(4));
    SweeperWorld.Calls before = world.calls();
    world.pass(Duration.ofMinutes(20));
    assertThat(world.calls().since(before).gets()).isBetween(3, 5);
    world.changed.clear();

    world.absent.clear();
    world.pass(Timing.STALLED_AGAIN.plus(INTERVAL));

    assertThat(world.changed).containsExactly(key("a"));
    assertThat(world.view("a").missingSince()).isNull();
    assertThat(world.view("a").missingAgain()).isNull();
    assertThat(Objects.requireNonNull(world.view("a").job()).name()).isEqualTo(job);
  }

  @Test
  @DisplayName("missing, found and missing again begins to count anew")
  void missingAnew() {
    JobName job = world.follow("a");
    world.pass(SOON);
    world.absent.add(job);
    world.pass(INTERVAL);
    world.absent.clear();
    world.pass(INTERVAL);
    world.absent.add(job);
    world.pass(INTERVAL);

    assertThat(world.view("a").missingSince()).isNotNull();
    assertThat(world.view("a").missingAgain()).isEqualTo(world.view("a").missingSince());
  }

  @Test
  @DisplayName("what could not be read is not missing, however long")
  void unreadIsNotMissing() {
    JobName job = world.follow("a");
    world.pass(SOON);
    world.unreadable.put(job, Failures.unavailable());
    world.pass(Duration.ofMinutes(30));

    assertThat(world.view("a").missingSince()).isNull();
    assertThat(world.view("a").failure()).isEqualTo(Failures.unavailable());
  }

  @Test
  @DisplayName(
      "a NOT_FOUND after trouble tells that the trouble is over, long before the job is lost")
  void missingEndsTrouble() {
    JobName job = world.follow("a");
    world.service.vanish(job);
    world.pass(SOON);
    world.service.failNext(Verb.GET, Failures.unavailable());
    world.service.failNext(Verb.GET, Failures.unavailable());
    world.pass(INTERVAL.plusSeconds(3));
    assertThat(world.view("a").failure()).isEqualTo(Failures.unavailable());
    world.changed.clear();

    world.pass(Duration.ofSeconds(10));

    assertThat(world.view("a").failure()).isNull();
    assertThat(world.changed).containsExactly(key("a"));
  }

  @Test
  @DisplayName(
      "an exception in a pass does not end the sweeping: the next pass comes ten seconds later")
  void exception() {
    Duration asked = world.ask("a");
    world.fault = new IllegalStateException("scripted");
    world.pass(SOON);
    assertThat(world.passes).isEmpty();

    world.fault = null;
    world.pass(Duration.ofSeconds(11));

    assertThat(world.view("a").looked(asked)).isTrue();
  }

  @Test
  @DisplayName("a pass that throws every time is not repeated faster because resources are watched")
  void exceptionPause() {
    world.ask("a");
    world.fault = new IllegalStateException("scripted");
    int[] tries = new int[1];
    world.beforePage = () -> tries[0]++;

    for (int i = 0; i < 600; i++) {
      world.ask("job-" + i);
      world.pass(Duration.ofMillis(100));
    }

    assertThat(tries[0]).as("tries in a minute").isBetween(5, 7);
  }

  @Test
  @DisplayName("overdue says how long a pass is late, and is zero while none is")
  void overdue() {
    assertThat(world.sweeper.overdue()).isZero();
    world.ask("a");
    assertThat(world.sweeper.overdue()).isZero();
    world.time.busyFor(Duration.ofMinutes(3));
    assertThat(world.sweeper.overdue()).isBetween(Duration.ofMinutes(2), Duration.ofMinutes(3));
    world.pass(SOON);
    assertThat(world.sweeper.overdue()).isZero();
  }

  @Test
  @DisplayName("a closed sweeper makes no further call")
  void closed() {
    world.follow("a");
    world.pass(SOON);
    SweeperWorld.Calls before = world.calls();
    world.sweeper.close();

    world.ask("b");
    world.pass(Duration.ofHours(1));

    assertThat(world.calls().since(before).lists() + world.calls().since(before).gets()).isZero();
  }
}

package dev.tunesmith.reconcile;

import dev.tunesmith.lifecycle.Failure;
import dev.tunesmith.lifecycle.PollSchedule;
import java.time.Duration;
import java.util.random.RandomGenerator;

/** How long a call that failed is not tried again. */
record Pauses(PollSchedule schedule, RandomGenerator random) {
  /**
   * The next pause.
   *
   * @param failure the last failure
   * @param times how many there were in a row, from 1
   */
  Duration after(Failure failure, int times) {
    return schedule.afterFailure(failure.kind(), times, random.nextDouble());
  }
}

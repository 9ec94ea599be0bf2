package dev.tunesmith.vertex;

import java.time.Duration;

/**
 * The reads of one project, whichever of its locations makes them: what a pass spent has to be
 * waited off before the next one begins. A pass itself is never cut short, so a minute may see one
 * pass more than the budget has.
 */
final class CallBudget {
  private final int perMinute;
  private Duration free = Duration.ZERO;

  CallBudget(int perMinute) {
    this.perMinute = perMinute;
  }

  /** The uptime from which the next pass may begin. */
  synchronized Duration free() {
    return free;
  }

  /**
   * A pass is over.
   *
   * @param calls how many calls it made
   * @param began when it began, by uptime
   */
  synchronized void spend(int calls, Duration began) {
    Duration from = free.compareTo(began) > 0 ? free : began;
    free = from.plus(Duration.ofMinutes(1).multipliedBy(calls).dividedBy(perMinute));
  }
}

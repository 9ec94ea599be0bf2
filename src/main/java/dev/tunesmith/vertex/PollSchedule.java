package dev.tunesmith.vertex;

import java.time.Duration;

/**
 * When to ask again: pure arithmetic over what happened. Randomness comes in as a number, so that
 * the same arguments give the same delay.
 *
 * @param interval how often a scope is polled
 * @param maxCallsPerMinute the budget of reads per project, below the service's quota of 600 a
 *     minute for reading resources
 */
public record PollSchedule(Duration interval, int maxCallsPerMinute) {

  /** How far a delay may be shortened or drawn out at random. */
  private static final double JITTER = 0.1;

  /** Less for polls: how old a status can get is promised in intervals. */
  private static final double POLL_JITTER = 0.05;

  /** Rejects a schedule without a pause, or without a call. */
  public PollSchedule {
    if (!interval.isPositive() || maxCallsPerMinute < 1) {
      throw new IllegalArgumentException("interval and calls per minute must be positive");
    }
  }

  /**
   * The pause before the next pass.
   *
   * @param calls how many calls the last pass made
   * @param random from 0 to below 1
   * @return the interval with jitter, or longer where the budget asks for it
   */
  public Duration afterPass(int calls, double random) {
    Duration affordable = Duration.ofMinutes(1).multipliedBy(calls).dividedBy(maxCallsPerMinute);
    return jittered(longer(interval, affordable), POLL_JITTER, random);
  }

  /**
   * The pause after a failure: doubling from the kind's first pause to its longest one, never
   * without an end to the waiting and never without a next try.
   *
   * @param kind what failed
   * @param failures how many times in a row, from 1
   * @param random from 0 to below 1
   * @return the pause
   */
  public Duration afterFailure(Failure.Kind kind, int failures, double random) {
    Duration first = first(kind);
    Duration longest = longest(kind);
    int doublings = Math.min(Math.max(failures, 1) - 1, 20);
    Duration pause = first.multipliedBy(1L << doublings);
    return jittered(pause.compareTo(longest) < 0 ? pause : longest, JITTER, random);
  }

  private static Duration first(Failure.Kind kind) {
    return switch (kind) {
      case SERVICE_UNAVAILABLE, CREATE_OUTCOME_UNKNOWN -> Duration.ofSeconds(2);
      case INTERNAL_ERROR -> Duration.ofSeconds(5);
      case QUOTA_EXCEEDED -> Duration.ofSeconds(15);
      case PERMISSION_DENIED, REQUEST_REJECTED -> Duration.ofSeconds(30);
      case NOT_FOUND -> Duration.ofMinutes(1);
    };
  }

  private static Duration longest(Failure.Kind kind) {
    return switch (kind) {
      case SERVICE_UNAVAILABLE, CREATE_OUTCOME_UNKNOWN -> Duration.ofMinutes(1);
      case INTERNAL_ERROR, PERMISSION_DENIED, REQUEST_REJECTED -> Duration.ofMinutes(5);
      case QUOTA_EXCEEDED, NOT_FOUND -> Duration.ofMinutes(10);
    };
  }

  private static Duration longer(Duration a, Duration b) {
    return a.compareTo(b) >= 0 ? a : b;
  }

  private static Duration jittered(Duration pause, double jitter, double random) {
    double factor = 1 - jitter + 2 * jitter * random;
    return Duration.ofNanos(Math.round(pause.toNanos() * factor));
  }
}

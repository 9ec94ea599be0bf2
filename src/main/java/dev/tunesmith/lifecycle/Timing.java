package dev.tunesmith.lifecycle;

import java.time.Duration;

/**
 * The durations of the rules.
 *
 * @param grace how long after a create call its job may still be missing in a listing: longer than
 *     the send window, the call's deadline and the listing's lag together
 * @param deletionDeadline how long a deletion is tried before the finalizer is removed unconfirmed
 */
public record Timing(Duration grace, Duration deletionDeadline) {
  /** How long after its locked write a create or a cancel may be sent (rules B and L). */
  public static final Duration SEND_WINDOW = Duration.ofSeconds(10);

  /** How far apart two NOT_FOUND answers have to be before a job counts as lost (rule H). */
  public static final Duration LOST_AFTER = Duration.ofMinutes(1);

  /** How often something is checked again that a person has to change outside the resource. */
  public static final Duration CHECK_AGAIN = Duration.ofMinutes(5);

  /** As for a batch Job: ten seconds after the first attempt, twice as long after each further. */
  private static final Duration BACKOFF = Duration.ofSeconds(10);

  /** As for a batch Job. */
  private static final Duration LONGEST_BACKOFF = Duration.ofMinutes(6);

  /** Two minutes of grace, ten for a deletion. */
  public static final Timing DEFAULTS = new Timing(Duration.ofMinutes(2), Duration.ofMinutes(10));

  /** Rejects a grace within the send window, and a negative deadline. */
  public Timing {
    if (grace.compareTo(SEND_WINDOW) <= 0) {
      throw new IllegalArgumentException(
          "the grace period must be longer than the send window of " + SEND_WINDOW);
    }
    if (deletionDeadline.isNegative()) {
      throw new IllegalArgumentException("the deletion deadline must not be negative");
    }
  }

  /** How long after the end of a failed attempt, counted from 1, the next one may be created. */
  static Duration backoff(int attempt) {
    Duration backoff = BACKOFF.multipliedBy(1L << Math.min(attempt - 1, 10));
    return backoff.compareTo(LONGEST_BACKOFF) < 0 ? backoff : LONGEST_BACKOFF;
  }
}

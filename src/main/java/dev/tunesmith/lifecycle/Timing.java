package dev.tunesmith.lifecycle;

import java.time.Duration;

/**
 * The durations that the rules of paying once need.
 *
 * @param grace how long a create in doubt may still turn up in a listing (rule 5); longer than the
 *     send window and the create's deadline together
 * @param cancelBound how long a deletion waits for the end of a job before it lets go (rule 9)
 */
public record Timing(Duration grace, Duration cancelBound) {
  /** How long after the intent's write a create may be sent (rule 3). */
  public static final Duration SEND_WINDOW = Duration.ofSeconds(10);

  /** How long after an intent a create that was given up in doubt is still looked for (rule 5). */
  public static final Duration LONGEST_FREEZE = Duration.ofHours(24);

  /** How far apart two NOT_FOUND answers have to be before a job counts as lost (rule 8). */
  public static final Duration LOST_AFTER = Duration.ofMinutes(1);

  /** How often a lost job is looked for again, and a mended cause outside the resource. */
  public static final Duration STALLED_AGAIN = Duration.ofMinutes(5);

  /** The defaults: two minutes of grace, ten for a deletion. */
  public static final Timing DEFAULTS = new Timing(Duration.ofMinutes(2), Duration.ofMinutes(10));

  /** Rejects durations that make no sense. */
  public Timing {
    if (grace.compareTo(SEND_WINDOW) <= 0 || cancelBound.isNegative()) {
      throw new IllegalArgumentException(
          "the grace period must be longer than the send window of " + SEND_WINDOW);
    }
  }
}

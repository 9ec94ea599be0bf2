package dev.tunesmith.lifecycle;

import java.time.Instant;

/**
 * The intent of one create call, written down before the call.
 *
 * @param id random, new for each call; the label {@code tunesmith-submission} carries it
 * @param attempt which paid try of the run, from 1
 * @param time when the intent was written, by this cluster's clock; for people only
 */
public record Submission(String id, int attempt, Instant time) {

  /** Rejects what could not be a label. */
  public Submission {
    if (!isId(id) || attempt < 1) {
      throw new IllegalArgumentException("not a submission: " + id + ", attempt " + attempt);
    }
  }

  /**
   * Whether a text can be a submission's id: whatever can be a label's value.
   *
   * @param text anything
   * @return true when a create call may have carried it
   */
  public static boolean isId(String text) {
    return text.matches("[a-z0-9_-]{1,63}");
  }
}

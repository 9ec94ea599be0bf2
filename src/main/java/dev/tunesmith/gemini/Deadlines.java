package dev.tunesmith.gemini;

import java.time.Duration;

/**
 * How long calls may take, connecting included.
 *
 * @param create of a create, which carries the training data
 * @param call of any other call
 * @param generate of a request to a model, to the last part of its answer
 */
public record Deadlines(Duration create, Duration call, Duration generate) {
  /** Long enough for the service, and for a person. */
  public static final Deadlines DEFAULT =
      new Deadlines(Duration.ofSeconds(60), Duration.ofSeconds(20), Duration.ofMinutes(2));

  /** Rejects deadlines that are none. */
  public Deadlines {
    if (!create.isPositive() || !call.isPositive() || !generate.isPositive()) {
      throw new IllegalArgumentException("deadlines must be positive");
    }
  }
}

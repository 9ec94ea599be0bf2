package dev.tunesmith.reconcile;

import dev.tunesmith.lifecycle.Verdict;
import dev.tunesmith.vertex.Failure;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * What a definite refusal of a create comes to.
 *
 * @param message for the status
 * @param stalled whether a person has to change something
 * @param forGood whether the request is never sent again as it is
 * @param verdict what bars the next create while the pause lasts
 */
public record Refusal(String message, boolean stalled, boolean forGood, Verdict verdict) {
  /**
   * Reads a failure.
   *
   * @param service its name in messages
   * @param pause before the create is tried again
   */
  public static Refusal of(String service, Failure failure, Duration pause, Instant now) {
    boolean forGood = failure.kind() == Failure.Kind.REQUEST_REJECTED;
    boolean stalled = forGood || failure.kind() == Failure.Kind.NOT_FOUND;
    String message =
        forGood
            ? service
                + " refused the request: "
                + failure.sentence()
                + " Change the resource; it is not sent again as it is."
            : failure.sentence()
                + " The create is tried again at "
                + now.plus(pause).truncatedTo(ChronoUnit.SECONDS)
                + ".";
    return new Refusal(
        message,
        stalled,
        forGood,
        stalled
            ? new Verdict.Refuse(failure.kind().reason(), message, pause)
            : new Verdict.Wait(failure.kind().reason(), message, pause));
  }
}

package dev.tunesmith.lifecycle;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What to do next about one resource; at most one effect on the service each. */
public sealed interface Decision {

  /**
   * Nothing goes on until a person mends the cause (condition Stalled).
   *
   * @param reason the condition reason
   * @param message what to do
   * @param lookAgain when to look again whether it was mended outside the resource; null when only
   *     the manifest can mend it
   */
  record Stall(String reason, String message, @Nullable Duration lookAgain) implements Decision {}

  /**
   * Something has to happen first, and will be waited for (condition Reconciling).
   *
   * @param reason the condition reason
   * @param message what is waited for
   * @param lookAgain when to decide again; null when an event will tell
   * @param lookSince the uptime, past or to come, that a complete listing is wanted from; null when
   *     none is
   */
  record Hold(
      String reason, String message, @Nullable Duration lookAgain, @Nullable Duration lookSince)
      implements Decision {
    /**
     * A wait for a call that failed to succeed.
     *
     * @param failure says the reason and the message
     * @param lookAgain when to decide again; null when an event will tell
     * @param lookSince the uptime that a complete listing is wanted from; null when none is
     * @return the decision
     */
    static Hold of(Failure failure, @Nullable Duration lookAgain, @Nullable Duration lookSince) {
      return new Hold(failure.kind().reason(), failure.message(), lookAgain, lookSince);
    }
  }

  /**
   * Ask for a complete listing, and tell nobody: the answer mostly comes within a second.
   *
   * @param since the uptime, past or to come, that it has to begin at or after
   */
  record Look(Duration since) implements Decision {
    /**
     * The same; told where the service could not be asked last time.
     *
     * @param view what was seen so far
     * @param since the uptime, past or to come, that the listing has to begin at or after
     * @return the decision
     */
    static Decision unlessFailing(View view, Duration since) {
      Failure failure = view.failure();
      return failure != null ? Hold.of(failure, null, since) : new Look(since);
    }
  }

  /**
   * Write the intent and buy.
   *
   * @param attempt which paid try of the run
   */
  record Submit(int attempt) implements Decision {}

  /**
   * Record a job that was found to be ours.
   *
   * @param job the job
   */
  record Adopt(JobSnapshot job) implements Decision {}

  /**
   * Another run is wanted, and the recorded one is over: its intent came to nothing, its job is
   * lost, or, under a deletion, has ended. Let go of it.
   */
  record GiveUp() implements Decision {}

  /**
   * Project what was seen of the recorded job, and go on watching it until it ends.
   *
   * @param job the job
   * @param lookSince the uptime that a complete listing is wanted from besides; null when none is
   */
  record Follow(JobSnapshot job, @Nullable Duration lookSince) implements Decision {}

  /** The recorded job was not read yet: go on as it is, and watch. */
  record Await() implements Decision {}

  /**
   * The run has ended and was reported: nothing to read, unless a create was once in doubt.
   *
   * @param lookSince the uptime that a complete listing is wanted from; null when none is
   */
  record Finished(@Nullable Duration lookSince) implements Decision {}

  /**
   * Ask the service to cancel a job of ours.
   *
   * @param job the job as last seen
   * @param extra true for a job beyond the one that counts
   */
  record Cancel(JobSnapshot job, boolean extra) implements Decision {}

  /**
   * Let the resource go.
   *
   * @param unconfirmed null when nothing of ours runs any more; else why that could not be made
   *     sure before the bound
   */
  record Release(@Nullable String unconfirmed) implements Decision {}
}

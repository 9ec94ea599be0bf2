package dev.tunesmith.kind.tuningjob;

import dev.tunesmith.lifecycle.Failure;
import dev.tunesmith.lifecycle.JobSnapshot;
import dev.tunesmith.lifecycle.Submission;

/** What happened to a resource, as far as its status has to tell it. */
public sealed interface Progress {

  /**
   * A create is about to be sent.
   *
   * @param submission its intent
   */
  record Intended(Submission submission) implements Progress {}

  /**
   * The create was definitely refused: nothing was bought.
   *
   * @param failure why
   */
  record Refused(Failure failure) implements Progress {}

  /** The intent was written, and this process knows that it sent no create for it. */
  record NotSent() implements Progress {}

  /** The run came to nothing, its job is lost, or has ended, and another run is wanted. */
  record GivenUp() implements Progress {}

  /**
   * A job's name became known. Only name and state are told: nothing that the service says may make
   * this write fail.
   *
   * @param job the job
   */
  record Named(JobSnapshot job) implements Progress {}

  /**
   * The job was seen.
   *
   * @param job the job
   * @param modelGone whether its model was looked for and does not exist any more
   */
  record Observed(JobSnapshot job, boolean modelGone) implements Progress {}

  /**
   * The job runs on as far as is known, and cannot be read at present.
   *
   * @param lastSeen the job as last seen
   * @param why why it cannot be read
   */
  record OutOfSight(JobSnapshot lastSeen, Failure why) implements Progress {}

  /**
   * Something is waited for (condition Reconciling).
   *
   * @param reason the condition reason
   * @param message what is waited for
   */
  record Held(String reason, String message) implements Progress {}

  /**
   * Nothing goes on until a person mends the cause (condition Stalled).
   *
   * @param reason the condition reason
   * @param message what to do
   */
  record Stalled(String reason, String message) implements Progress {}

  /** Nothing new: only the generation that all of it speaks of. */
  record Unchanged() implements Progress {}
}

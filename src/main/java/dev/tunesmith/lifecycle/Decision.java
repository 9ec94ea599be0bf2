package dev.tunesmith.lifecycle;

import dev.tunesmith.api.v1alpha1.ConditionReason;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What to do next about one resource. */
public sealed interface Decision {
  /**
   * Request complete listings of the resource's scopes.
   *
   * @param since the uptime at which they have to begin or later; may be to come
   * @param why what the resource waits for meanwhile; null where the listing mostly completes
   *     within a second
   */
  record ListJobs(Duration since, @Nullable Wait why) implements Decision {}

  /** Read a job that only the status names. */
  record ReadJob(JobName name) implements Decision {}

  /** Add the finalizer, by a locked write. */
  record AddFinalizer() implements Decision {}

  /**
   * Create a job: a locked write of the submission, one create, its name.
   *
   * @param attempt counted from 1, within the run
   */
  record Submit(int attempt) implements Decision {}

  /**
   * Report the job that counts.
   *
   * @param remark what its state alone does not say; null for nothing
   * @param again when to decide again at the latest; null where an event will come
   */
  record Follow(ObservedJobs.Job job, @Nullable Remark remark, @Nullable Duration again)
      implements Decision {}

  /** Report the job that counts, which has ended, and delete the resource. */
  record Expire(Follow end) implements Decision {}

  /**
   * What a job's state alone does not say of its run.
   *
   * @param reason in place of the state's own
   * @param words further sentences
   * @param over whether the run is over where the job is; false where it goes on in any case
   */
  record Remark(@Nullable ConditionReason reason, String words, boolean over) {}

  /** Cancel a job, after a locked write of the status. */
  record Cancel(ObservedJobs.Job job, Cause cause) implements Decision {}

  /** Why a job is cancelled. */
  enum Cause {
    /** The resource is being deleted. */
    DELETION("the resource is being deleted"),
    /** It is a job beyond the one that counts. */
    DUPLICATE("it is a duplicate job of this run"),
    /** The resource names its run. */
    CANCEL_RUN("spec.cancelRun names its run"),
    /** The run has lasted as long as the resource allows. */
    DEADLINE("spec.activeDeadlineSeconds is over");

    private final String words;

    Cause(String words) {
      this.words = words;
    }

    /** For people: it follows "because". */
    public String words() {
      return words;
    }
  }

  /**
   * Report what is waited for.
   *
   * @param clears whether it is certain that no create call is open, so that a recorded submission
   *     is cleared
   * @param again when to decide again at the latest; null where an event will come
   */
  record Wait(ConditionReason reason, String message, boolean clears, @Nullable Duration again)
      implements Decision {}

  /**
   * Report that nothing goes on until a person changes something.
   *
   * @param job the job that it is about; null for none
   * @param clears as in {@link Wait}
   * @param again when to decide again, where the change may be made outside the resource
   */
  record Block(
      ConditionReason reason,
      String message,
      ObservedJobs.@Nullable Job job,
      boolean clears,
      @Nullable Duration again)
      implements Decision {}

  /** Delete what a job made, one step of it: each call after a locked write of the status. */
  record RemoveArtifacts(ObservedJobs.Job job) implements Decision {}

  /**
   * Remove the finalizer.
   *
   * @param unconfirmed what is not certain; null when no job of the resource runs
   */
  record Release(@Nullable String unconfirmed) implements Decision {}

  /** Nothing: the resource is being deleted, and does not wait for us. */
  record Ignore() implements Decision {}
}

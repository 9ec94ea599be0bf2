package dev.tunesmith.lifecycle;

import dev.tunesmith.api.v1alpha1.ConditionReason;
import dev.tunesmith.lifecycle.Decision.Block;
import dev.tunesmith.lifecycle.Decision.Cancel;
import dev.tunesmith.lifecycle.Decision.Cause;
import dev.tunesmith.lifecycle.Decision.Expire;
import dev.tunesmith.lifecycle.Decision.Follow;
import dev.tunesmith.lifecycle.Decision.Remark;
import dev.tunesmith.lifecycle.Decision.Submit;
import dev.tunesmith.lifecycle.ObservedJobs.Job;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of a run that has a job: rules F, I, C, E, R and X. Of what has ended it is judged
 * by the service's times alone.
 *
 * @param job the one that counts
 * @param time wall-clock time
 */
record Following(Desired desired, ObservedJobs jobs, Job job, Instant time) {
  /** Follows the job, or cancels one, or asks for another attempt by {@link Submit}. */
  Decision decide() {
    Optional<Job> duplicate = // F
        jobs.active()
            .filter(other -> other.labels().run().equals(desired.run()))
            .filter(other -> !other.name().equals(job.name()) && !jobs.cancelling(other))
            .findFirst();
    if (duplicate.isPresent()) {
      return new Cancel(duplicate.get(), Cause.DUPLICATE);
    }
    if (desired.inputs() != null && !job.labels().inputs().equals(desired.inputs())) { // I
      return new Block(
          ConditionReason.INPUTS_CHANGED,
          "Run "
              + desired.runName()
              + " was already created with other inputs: "
              + job.name()
              + " is "
              + job.state().raw()
              + ". Nothing is created in its place. To create a job with these inputs, set a new"
              + " spec.run (it is billed); to follow that job, change the inputs back; to cancel"
              + " it, name the run in spec.cancelRun.",
          job,
          true,
          null);
    }
    return job.active() ? active(deadline()) : ended(deadline());
  }

  /** When the run has lasted as long as the resource allows; null for never, or not yet known. */
  private @Nullable Instant deadline() {
    Duration allowed = desired.controls().activeDeadline();
    return allowed == null
        ? null
        : jobs.ofRun(desired.run())
            .map(Job::createTime)
            .filter(Objects::nonNull)
            .min(Comparator.naturalOrder())
            .map(first -> first.plus(allowed))
            .orElse(null);
  }

  private boolean isNamed() {
    return desired.controls().cancels(desired.run());
  }

  private Decision active(@Nullable Instant deadline) {
    boolean over = deadline != null && !time.isBefore(deadline);
    if (over && !jobs.cancelling(job)) { // E
      return new Cancel(job, Cause.DEADLINE);
    }
    Duration again = deadline == null || over ? null : Duration.between(time, deadline);
    Remark remark = isNamed() ? remark(Cause.CANCEL_RUN) : over ? remark(Cause.DEADLINE) : null;
    return new Follow(job, remark, again);
  }

  private Decision ended(@Nullable Instant deadline) {
    Instant end = job.endTime();
    if (isNamed()) {
      return over(remark(Cause.CANCEL_RUN));
    }
    if (deadline != null && end != null && !end.isBefore(deadline)) {
      return over(remark(Cause.DEADLINE));
    }
    int limit = desired.controls().backoffLimit();
    if (limit == 0 || job.state() != JobState.Known.JOB_STATE_FAILED) {
      return over(null);
    }
    if (!job.retriable() || end == null) {
      return over(
          new Remark(
              null,
              "It is not created again: that the failure is the service's is not known, or the"
                  + " training is done.",
              true));
    }
    return again(limit, end.plus(Timing.backoff(job.labels().attempt())), deadline);
  }

  /** R: a job that failed by the service's fault is created again, so often, after a back-off. */
  private Decision again(int limit, Instant next, @Nullable Instant deadline) {
    int attempt = job.labels().attempt();
    if (attempt > limit) {
      return over(
          new Remark(
              ConditionReason.BACKOFF_LIMIT_EXCEEDED,
              "It was attempt " + attempt + ", and spec.backoffLimit is " + limit + ".",
              true));
    }
    if (deadline != null && (!next.isBefore(deadline) || !time.isBefore(deadline))) { // E
      return over(
          new Remark(
              ConditionReason.DEADLINE_EXCEEDED,
              "It is not created again: spec.activeDeadlineSeconds ends at " + deadline + ".",
              true));
    }
    boolean others = jobs.ofRun(desired.run()).anyMatch(Job::active);
    if (!others && !time.isBefore(next)) {
      return new Submit(attempt + 1);
    }
    Remark remark =
        new Remark(
            ConditionReason.WAITING_FOR_RETRY,
            job.name()
                + ", attempt "
                + attempt
                + ", failed by the service's fault. Attempt "
                + (attempt + 1)
                + " is created at "
                + next
                + " or later, and is billed, too (spec.backoffLimit is "
                + limit
                + ").",
            false);
    return new Follow(job, remark, others ? null : Duration.between(time, next));
  }

  /** X: a resource whose run is over is deleted when its time to live has passed. */
  private Decision over(@Nullable Remark remark) {
    Controls.TimeToLive live = desired.controls().timeToLive();
    Instant end = job.endTime();
    if (live == null || end == null) {
      return new Follow(job, remark, null);
    }
    if (live.ignored() != null) {
      String words = remark == null ? live.ignored() : remark.words() + " " + live.ignored();
      return new Follow(
          job, new Remark(remark == null ? null : remark.reason(), words, true), null);
    }
    Instant due = end.plus(live.after());
    Follow follow =
        new Follow(job, remark, time.isBefore(due) ? Duration.between(time, due) : null);
    // Another run's job would be cancelled by the deletion.
    return time.isBefore(due) || jobs.active().findAny().isPresent() ? follow : new Expire(follow);
  }

  /** C and E: requested, confirmed, and too late are three things. */
  private Remark remark(Cause cause) {
    if (job.active()) {
      return new Remark(
          ConditionReason.CANCELLING,
          "The cancellation of "
              + job.name()
              + " is under way because "
              + cause.words()
              + ". It may still finish before that takes effect.",
          false);
    }
    boolean cancelled = job.state() == JobState.Known.JOB_STATE_CANCELLED;
    return new Remark(
        cancelled && cause == Cause.DEADLINE ? ConditionReason.DEADLINE_EXCEEDED : null,
        cancelled
            ? "It was cancelled because " + cause.words() + "; what it had used is billed."
            : "It finished before a cancellation took effect, and is billed ("
                + cause.words()
                + ").",
        true);
  }
}

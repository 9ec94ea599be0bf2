package dev.tunesmith.kind.tuningjob;

import dev.tunesmith.api.v1alpha1.Bounds;
import dev.tunesmith.api.v1alpha1.tuningjob.Attempt;
import dev.tunesmith.lifecycle.Failure;
import dev.tunesmith.lifecycle.JobSnapshot;
import dev.tunesmith.lifecycle.JobState;
import dev.tunesmith.lifecycle.Reasons;
import dev.tunesmith.lifecycle.Submission;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * {@code status.attempts}: one line per create call that may have bought something, newest last. It
 * is also the memory of two facts: that a job's end was told whole (its state here has ended), and
 * that an earlier create call was given up in doubt.
 */
final class AttemptLog {
  private static final String IN_DOUBT = Failure.Kind.CREATE_OUTCOME_UNKNOWN.reason();

  private final List<Attempt> attempts;

  AttemptLog(List<Attempt> attempts) {
    this.attempts = new ArrayList<>(attempts);
  }

  /** Whether the end of a job was told whole. */
  static boolean toldTheEndOf(List<Attempt> attempts, String job) {
    return attempts.stream()
        .filter(attempt -> job.equals(attempt.job()))
        .anyMatch(attempt -> attempt.state() != null && JobState.of(attempt.state()).ended());
  }

  /** The run that a job was bought for; null when no line tells of the job. */
  static @Nullable String runOf(List<Attempt> attempts, String job) {
    return attempts.stream()
        .filter(attempt -> job.equals(attempt.job()) && attempt.run() != null)
        .findFirst()
        .map(Attempt::run)
        .orElse(null);
  }

  /** Whether an earlier create call of the run was given up in doubt. */
  static boolean doubted(List<Attempt> attempts, @Nullable String run, @Nullable String except) {
    return attempts.stream()
        .filter(attempt -> Objects.equals(run, attempt.run()))
        .filter(attempt -> attempt.job() == null && IN_DOUBT.equals(attempt.reason()))
        .anyMatch(attempt -> !Objects.equals(except, attempt.submission()));
  }

  /** An intent: an earlier one without an answer stays, as given up in doubt. */
  void intended(String run, Submission submission) {
    attempts.add(
        new Attempt(
            run,
            submission.attempt(),
            submission.id(),
            null,
            null,
            IN_DOUBT,
            null,
            null,
            null,
            List.of()));
  }

  /** Nothing was bought by the call, so nothing is told of it. */
  void refused(@Nullable String submission) {
    attempts.removeIf(
        attempt -> attempt.job() == null && Objects.equals(submission, attempt.submission()));
  }

  /** The name alone; an end is told by {@link #observed} only. */
  void named(String run, JobSnapshot job) {
    boolean ended = job.state().ended();
    put(
        new Attempt(
            run,
            job.attempt(),
            Truncation.text(job.submission().orElse(null), Bounds.SUBMISSION_ID),
            job.name().value(),
            ended ? null : Truncation.text(job.state().raw(), Bounds.STATE),
            ended ? null : Reasons.of(job.state()),
            Truncation.time(job.startTime()),
            null,
            null,
            List.of()));
  }

  void observed(String run, JobSnapshot job, String reason) {
    JobSnapshot.TunedModel model = job.tunedModel();
    put(
        new Attempt(
            run,
            job.attempt(),
            Truncation.text(job.submission().orElse(null), Bounds.SUBMISSION_ID),
            job.name().value(),
            Truncation.text(job.state().raw(), Bounds.STATE),
            reason,
            Truncation.time(job.startTime()),
            Truncation.time(job.endTime()),
            model == null ? null : Truncation.text(model.model(), Bounds.RESOURCE_NAME),
            JobProjection.endpoints(job)));
  }

  /** In place of the line about the same job, else of the one about the call that made it. */
  private void put(Attempt line) {
    for (int i = 0; i < attempts.size(); i++) {
      Attempt old = attempts.get(i);
      boolean sameJob = Objects.equals(old.job(), line.job());
      boolean sameCall = old.job() == null && Objects.equals(old.submission(), line.submission());
      if (sameJob || sameCall) {
        attempts.set(i, line);
        return;
      }
    }
    attempts.add(line);
  }

  /** The last ten; finished ones of other runs go first, then the oldest. */
  List<Attempt> trimmed(String run) {
    List<Attempt> kept = new ArrayList<>(attempts);
    while (kept.size() > Bounds.ATTEMPTS) {
      kept.remove(
          kept.stream()
              .filter(attempt -> !run.equals(attempt.run()) && hasEnded(attempt))
              .findFirst()
              .orElse(kept.getFirst()));
    }
    return kept;
  }

  private static boolean hasEnded(Attempt attempt) {
    return attempt.state() != null && JobState.of(attempt.state()).ended();
  }
}

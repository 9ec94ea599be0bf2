package dev.tunesmith.lifecycle;

import java.time.Instant;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Which of the jobs that were seen are ours, which one counts, and which are too many. */
final class Ownership {
  private static final Comparator<JobSnapshot> COUNTS_MORE =
      Comparator.comparingInt(JobSnapshot::attempt)
          .reversed()
          .thenComparingInt(job -> rank(job.state()))
          .thenComparing(job -> Objects.requireNonNullElse(job.createTime(), Instant.MAX))
          .thenComparing(job -> job.name().value());

  private Ownership() {}

  /**
   * The job that counts among those seen: the newest attempt's; among several of one attempt one
   * that succeeded, else one that runs (the oldest), so that the choice does not change from look
   * to look.
   */
  static Optional<JobSnapshot> best(Situation situation) {
    return ours(situation).min(COUNTS_MORE);
  }

  /**
   * What came of the recorded intent: the job that it made, else another of the same attempt. The
   * submission alone decides: the marker is made from the manifest, and that may have been edited
   * since. Whether the job is ours in all else is asked when it is followed.
   */
  static Optional<JobSnapshot> submitted(Situation situation) {
    Submission submission = situation.recorded().submission();
    if (submission == null) {
      return Optional.empty();
    }
    return situation.view().siblings().stream()
        .filter(job -> madeBy(job, submission))
        .findFirst()
        .or(() -> best(situation).filter(job -> job.attempt() >= submission.attempt()));
  }

  private static Stream<JobSnapshot> ours(Situation situation) {
    return situation.view().siblings().stream().filter(job -> isOurs(job, situation));
  }

  /**
   * Jobs beyond the one that counts: our marker and attempt, another submission, not ended (rule
   * 6).
   */
  static Stream<JobSnapshot> extras(Situation situation, JobSnapshot counted) {
    return others(situation, counted)
        .filter(job -> job.attempt() == counted.attempt())
        .filter(job -> !job.submission().equals(counted.submission()));
  }

  /** All our jobs beyond the one that counts that have not ended, whatever call made them. */
  static Stream<JobSnapshot> others(Situation situation, JobSnapshot counted) {
    return ours(situation)
        .filter(job -> !job.name().equals(counted.name()) && !job.state().ended());
  }

  /** Whether a job is proven to be ours, so that it may be cancelled. */
  static boolean isOurs(JobSnapshot job, Situation situation) {
    Situation.Target target = situation.target();
    return situation.memory().proven().contains(job.name())
        || (target != null && job.marker().filter(target.marker()::equals).isPresent());
  }

  /**
   * Whether a recorded job is proven to be somebody else's. A job without any marker is not: a
   * service that drops labels must not make us forget what we bought.
   */
  static boolean isForeign(JobSnapshot job, Situation situation) {
    return job.marker().isPresent()
        && !isOurs(job, situation)
        && !(situation.waitsForEarlierRun() && madeBy(job, situation.recorded().submission()));
  }

  private static boolean madeBy(JobSnapshot job, @Nullable Submission submission) {
    return submission != null && job.submission().filter(submission.id()::equals).isPresent();
  }

  private static int rank(JobState state) {
    return switch (state) {
      case JobState.Known known ->
          switch (known) {
            case JOB_STATE_SUCCEEDED -> 0;
            case JOB_STATE_PARTIALLY_SUCCEEDED -> 1;
            case JOB_STATE_UNSPECIFIED,
                JOB_STATE_QUEUED,
                JOB_STATE_PENDING,
                JOB_STATE_RUNNING,
                JOB_STATE_PAUSED,
                JOB_STATE_UPDATING ->
                2;
            case JOB_STATE_CANCELLING -> 3;
            case JOB_STATE_FAILED, JOB_STATE_EXPIRED -> 4;
            case JOB_STATE_CANCELLED -> 5;
          };
      case JobState.Unrecognized unrecognized -> 2;
    };
  }
}

package dev.tunesmith.app;

import dev.tunesmith.api.v1alpha1.Conditions;
import dev.tunesmith.api.v1alpha1.tuningjob.JobHyperParameters;
import dev.tunesmith.api.v1alpha1.tuningjob.JobStatus;
import dev.tunesmith.api.v1alpha1.tuningjob.SupervisedTuningDataStats;
import dev.tunesmith.api.v1alpha1.tuningjob.TuningDataStats;
import dev.tunesmith.api.v1alpha1.tuningjob.TuningJobStatus;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What metrics are made of, read from a status. */
public final class TuningJobFacts {
  private TuningJobFacts() {}

  public static JobMetrics.Job job(TuningJobStatus status) {
    JobStatus job = status.job();
    return new JobMetrics.Job(
        job == null ? null : job.state(),
        status.conditions().stream()
            .filter(condition -> Conditions.READY.equals(condition.getType()))
            .map(Condition::getReason)
            .findFirst()
            .orElse(null),
        status.projectId(),
        status.location(),
        job == null ? null : job.baseModel());
  }

  public static JobMetrics.End end(TuningJobStatus status) {
    boolean complete =
        status.conditions().stream()
            .anyMatch(condition -> Conditions.COMPLETE.equals(condition.getType()));
    JobStatus job = status.job();
    return job == null
        ? new JobMetrics.End(complete, null, null, null)
        : new JobMetrics.End(
            complete,
            between(job.createTime(), job.startTime()),
            between(job.startTime(), job.endTime()),
            billableTokens(job));
  }

  /** The service counts the tokens of one pass over the data, and bills every epoch. */
  private static @Nullable Long billableTokens(JobStatus job) {
    Long onePass =
        Optional.ofNullable(job.tuningDataStats())
            .map(TuningDataStats::supervisedTuningDataStats)
            .map(SupervisedTuningDataStats::totalBillableTokenCount)
            .orElse(null);
    if (onePass == null || onePass < 0) {
      return null;
    }
    long epochs =
        Optional.ofNullable(job.supervisedTuningSpec())
            .map(spec -> spec.hyperParameters())
            .map(JobHyperParameters::epochCount)
            .filter(count -> count > 0)
            .orElse(1L);
    return onePass > Long.MAX_VALUE / epochs ? null : onePass * epochs;
  }

  /** Null where a time is missing, is none, or the service's clock went backwards. */
  private static @Nullable Duration between(@Nullable String from, @Nullable String to) {
    if (from == null || to == null) {
      return null;
    }
    try {
      Duration between = Duration.between(Instant.parse(from), Instant.parse(to));
      return between.isNegative() ? null : between;
    } catch (DateTimeException e) {
      return null;
    }
  }
}

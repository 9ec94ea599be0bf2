package dev.tunesmith.kind.tuningjob;

import dev.tunesmith.api.v1alpha1.Bounds;
import dev.tunesmith.api.v1alpha1.tuningjob.DatasetStats;
import dev.tunesmith.api.v1alpha1.tuningjob.DistillationDataStats;
import dev.tunesmith.api.v1alpha1.tuningjob.JobHyperParameters;
import dev.tunesmith.api.v1alpha1.tuningjob.JobStatus;
import dev.tunesmith.api.v1alpha1.tuningjob.JobTuningSpec;
import dev.tunesmith.api.v1alpha1.tuningjob.Progress;
import dev.tunesmith.api.v1alpha1.tuningjob.TuningDataStats;
import dev.tunesmith.api.v1alpha1.tuningjob.TuningJobMetadata;
import dev.tunesmith.kind.Truncation;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the numbers of a job come to, whatever its method. */
final class JobProgress {
  private static final int WHOLE = 100;

  private JobProgress() {}

  /** Null while there is nothing to say, and of a success, whose counts its statistics have. */
  static @Nullable Progress of(@Nullable JobStatus job) {
    if (job == null || isSucceeded(job)) {
      return null;
    }
    TuningJobMetadata done = job.tuningJobMetadata();
    Long epochs = done == null ? null : done.completedEpochCount();
    Long steps = done == null ? null : done.completedStepCount();
    String stage = Truncation.text(stage(job.tuningJobState()), Bounds.STATE);
    return stage == null && epochs == null && steps == null
        ? null
        : new Progress(
            stage,
            epochs,
            parameters(job).map(JobHyperParameters::epochCount).orElse(null),
            steps,
            steps(job));
  }

  static @Nullable Integer percent(JobStatus job) {
    TuningJobMetadata done = job.tuningJobMetadata();
    return percent(
        job,
        done == null ? null : done.completedEpochCount(),
        done == null ? null : done.completedStepCount());
  }

  /** The part of the steps, or else of the epochs; 100 only for a job that succeeded. */
  private static @Nullable Integer percent(
      JobStatus job, @Nullable Long epochs, @Nullable Long steps) {
    if (isSucceeded(job)) {
      return WHOLE;
    }
    Integer part = part(steps, steps(job));
    if (part == null) {
      part = part(epochs, parameters(job).map(JobHyperParameters::epochCount).orElse(null));
    }
    return part == null && job.tuningJobState() != null ? Integer.valueOf(0) : part;
  }

  private static boolean isSucceeded(JobStatus job) {
    return Objects.equals(job.state(), "JOB_STATE_SUCCEEDED");
  }

  private static @Nullable Integer part(@Nullable Long done, @Nullable Long all) {
    return done == null || all == null || done < 0 || all <= 0
        ? null
        : Integer.valueOf((int) Math.min(WHOLE - 1, (double) done / all * WHOLE));
  }

  /** {@code TUNING_JOB_STATE_WAITING_FOR_QUOTA} as {@code WaitingForQuota}. */
  private static @Nullable String stage(@Nullable String state) {
    return state == null ? null : StatusProjector.shortState(state.replaceFirst("^TUNING_", ""));
  }

  private static @Nullable Long steps(JobStatus job) {
    Long counted =
        Optional.ofNullable(job.tuningDataStats())
            .flatMap(JobProgress::counts)
            .map(DatasetStats::tuningStepCount)
            .orElse(null);
    return counted != null
        ? counted
        : parameters(job).map(JobHyperParameters::stepCount).orElse(null);
  }

  private static Optional<DatasetStats> counts(TuningDataStats stats) {
    DistillationDataStats distillation = stats.distillationDataStats();
    return first(
        stats.supervisedTuningDataStats(),
        stats.preferenceOptimizationDataStats(),
        distillation == null ? null : distillation.trainingDatasetStats(),
        stats.reinforcementTuningDataStats());
  }

  private static Optional<JobHyperParameters> parameters(JobStatus job) {
    return first(
            job.supervisedTuningSpec(),
            job.preferenceOptimizationSpec(),
            job.distillationSpec(),
            job.reinforcementTuningSpec(),
            job.fullFineTuningSpec(),
            job.veoTuningSpec(),
            job.veoLoraTuningSpec())
        .map(JobTuningSpec::hyperParameters);
  }

  /**
   * The tokens that a job is billed by: those of one pass times the epochs. How the tokens of
   * reinforcement tuning are counted is not documented, and a teacher's are not in the counts.
   */
  static @Nullable Long billableTokens(JobStatus job) {
    TuningDataStats stats = job.tuningDataStats();
    if (stats == null || stats.reinforcementTuningDataStats() != null) {
      return null;
    }
    Long onePass = counts(stats).map(DatasetStats::totalBillableTokenCount).orElse(null);
    if (onePass == null || onePass < 0) {
      return null;
    }
    long epochs =
        parameters(job).map(JobHyperParameters::epochCount).filter(count -> count > 0).orElse(1L);
    return onePass > Long.MAX_VALUE / epochs ? null : Long.valueOf(onePass * epochs);
  }

  @SafeVarargs
  private static <T> Optional<T> first(@Nullable T... candidates) {
    List<@Nullable T> all = Arrays.asList(candidates);
    return all.stream().filter(Objects::nonNull).map(Objects::requireNonNull).findFirst();
  }
}

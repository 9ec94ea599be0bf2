package dev.tunesmith.kind.tuningjob;

import dev.tunesmith.api.v1alpha1.Bounds;
import dev.tunesmith.api.v1alpha1.tuningjob.Checkpoint;
import dev.tunesmith.api.v1alpha1.tuningjob.JobError;
import dev.tunesmith.api.v1alpha1.tuningjob.JobHyperParameters;
import dev.tunesmith.api.v1alpha1.tuningjob.JobStatus;
import dev.tunesmith.api.v1alpha1.tuningjob.JobSupervisedTuningSpec;
import dev.tunesmith.api.v1alpha1.tuningjob.SupervisedTuningDataStats;
import dev.tunesmith.api.v1alpha1.tuningjob.SupervisedTuningDatasetDistribution;
import dev.tunesmith.api.v1alpha1.tuningjob.TunedModel;
import dev.tunesmith.api.v1alpha1.tuningjob.TuningDataStats;
import dev.tunesmith.lifecycle.HyperParameters;
import dev.tunesmith.lifecycle.JobSnapshot;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code status.job}: the body of {@code tuningJobs.get} as last observed, within bounds. */
final class JobProjection {
  private JobProjection() {}

  /** Name and state alone: the write that must not fail. */
  static JobStatus nameOf(JobSnapshot job) {
    return new JobStatus(
        job.name().value(),
        null,
        null,
        Truncation.text(job.state().raw(), Bounds.STATE),
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null);
  }

  /**
   * All of it. Where nothing but {@code updateTime} is new, the status keeps what it says, and a
   * job whose name was just written is not written again to add when it was created: such a write
   * alone would tell nobody anything.
   */
  static JobStatus of(JobSnapshot job, @Nullable JobStatus before) {
    if (before != null && !job.state().ended() && nameOf(job).equals(before)) {
      return before;
    }
    return before != null && of(job, before.updateTime()).equals(before)
        ? before
        : of(job, Truncation.time(job.updateTime()));
  }

  private static JobStatus of(JobSnapshot job, @Nullable String updateTime) {
    return new JobStatus(
        job.name().value(),
        Truncation.text(job.baseModel(), Bounds.MODEL),
        Truncation.text(job.tunedModelDisplayName(), Bounds.DISPLAY_NAME),
        Truncation.text(job.state().raw(), Bounds.STATE),
        Truncation.time(job.createTime()),
        Truncation.time(job.startTime()),
        Truncation.time(job.endTime()),
        updateTime,
        error(job.error()),
        Truncation.text(job.experiment(), Bounds.RESOURCE_NAME),
        tunedModel(job.tunedModel()),
        stats(job.dataStats()),
        parameters(job.hyperParameters()));
  }

  /** The default endpoint first, then the checkpoints'. */
  static List<String> endpoints(JobSnapshot job) {
    Set<String> endpoints = new LinkedHashSet<>();
    JobSnapshot.TunedModel model = job.tunedModel();
    if (model != null) {
      endpoints.add(Objects.requireNonNullElse(model.endpoint(), ""));
      model.checkpoints().forEach(c -> endpoints.add(Objects.requireNonNullElse(c.endpoint(), "")));
    }
    return endpoints.stream()
        .filter(endpoint -> !endpoint.isEmpty())
        .limit(Bounds.ENDPOINTS)
        .map(endpoint -> Truncation.required(endpoint, Bounds.RESOURCE_NAME))
        .toList();
  }

  private static @Nullable JobError error(JobSnapshot.@Nullable JobError error) {
    return error == null
        ? null
        : new JobError(error.code(), Truncation.text(error.message(), Bounds.ERROR_MESSAGE));
  }

  private static @Nullable TunedModel tunedModel(JobSnapshot.@Nullable TunedModel model) {
    return model == null
        ? null
        : new TunedModel(
            Truncation.text(model.model(), Bounds.RESOURCE_NAME),
            Truncation.text(model.endpoint(), Bounds.RESOURCE_NAME),
            model.checkpoints().stream()
                .limit(Bounds.CHECKPOINTS)
                .map(
                    checkpoint ->
                        new Checkpoint(
                            Truncation.text(checkpoint.checkpointId(), Bounds.CHECKPOINT_ID),
                            checkpoint.epoch(),
                            checkpoint.step(),
                            Truncation.text(checkpoint.endpoint(), Bounds.RESOURCE_NAME)))
                .toList());
  }

  private static @Nullable JobSupervisedTuningSpec parameters(@Nullable HyperParameters given) {
    return given == null
        ? null
        : new JobSupervisedTuningSpec(
            new JobHyperParameters(
                given.epochCount(),
                given.learningRateMultiplier(),
                Truncation.text(given.adapterSize(), Bounds.ADAPTER_SIZE)));
  }

  private static @Nullable TuningDataStats stats(JobSnapshot.@Nullable DataStats stats) {
    return stats == null
        ? null
        : new TuningDataStats(
            new SupervisedTuningDataStats(
                stats.tuningDatasetExampleCount(),
                stats.totalTuningCharacterCount(),
                stats.totalBillableCharacterCount(),
                stats.totalBillableTokenCount(),
                stats.tuningStepCount(),
                stats.totalTruncatedExampleCount(),
                distribution(stats.userInputTokenDistribution()),
                distribution(stats.userOutputTokenDistribution()),
                distribution(stats.userMessagePerExampleDistribution())));
  }

  private static @Nullable SupervisedTuningDatasetDistribution distribution(
      JobSnapshot.@Nullable Distribution d) {
    return d == null
        ? null
        : new SupervisedTuningDatasetDistribution(
            d.sum(), d.min(), d.max(), d.mean(), d.median(), d.p5(), d.p95(), d.billableSum());
  }
}

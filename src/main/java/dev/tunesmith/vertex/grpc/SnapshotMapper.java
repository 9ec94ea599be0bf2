package dev.tunesmith.vertex.grpc;

import com.google.cloud.aiplatform.v1.SupervisedHyperParameters;
import com.google.cloud.aiplatform.v1.TunedModelCheckpoint;
import com.google.cloud.aiplatform.v1.TuningJob;
import com.google.protobuf.Timestamp;
import dev.tunesmith.lifecycle.HyperParameters;
import dev.tunesmith.lifecycle.JobName;
import dev.tunesmith.lifecycle.JobSnapshot;
import dev.tunesmith.lifecycle.JobState;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A {@code TuningJob} message to {@link JobSnapshot}. A field that proto3 cannot tell from unset
 * (an empty string, a zero) is null, as REST leaves it out.
 */
final class SnapshotMapper {
  private static final long FIRST_SECOND = Instant.parse("0001-01-01T00:00:00Z").getEpochSecond();
  private static final long LAST_SECOND = Instant.parse("9999-12-31T23:59:59Z").getEpochSecond();
  private static final int NANOS_PER_SECOND = 1_000_000_000;

  private SnapshotMapper() {}

  /**
   * What the service shows of a job.
   *
   * @param job any message of the service, with fields and values newer than this version as well
   * @return the snapshot
   * @throws MalformedReplyException when the name is no tuning job's; nothing else throws
   */
  static JobSnapshot toSnapshot(TuningJob job) {
    return new JobSnapshot(
        JobName.parse(job.getName())
            .orElseThrow(() -> new MalformedReplyException("a job without a usable name")),
        state(job),
        job.hasCreateTime() ? instant(job.getCreateTime()) : null,
        job.hasStartTime() ? instant(job.getStartTime()) : null,
        job.hasEndTime() ? instant(job.getEndTime()) : null,
        job.hasUpdateTime() ? instant(job.getUpdateTime()) : null,
        job.hasError() ? error(job) : null,
        orNull(job.getExperiment()),
        job.hasTunedModel() ? tunedModel(job.getTunedModel()) : null,
        job.getTuningDataStats().hasSupervisedTuningDataStats()
            ? DataStatsMapper.toDataStats(job.getTuningDataStats().getSupervisedTuningDataStats())
            : null,
        job.getLabelsMap(),
        job.hasBaseModel()
            ? orNull(job.getBaseModel())
            : orNull(job.getPreTunedModel().getBaseModel()),
        orNull(job.getTunedModelDisplayName()),
        job.getSupervisedTuningSpec().hasHyperParameters()
            ? hyperParameters(job.getSupervisedTuningSpec().getHyperParameters())
            : null);
  }

  private static JobState state(TuningJob job) {
    return switch (job.getState()) {
      case UNRECOGNIZED -> JobState.of("JOB_STATE_UNRECOGNIZED_" + job.getStateValue());
      default -> JobState.of(job.getState().name());
    };
  }

  private static @Nullable Instant instant(Timestamp time) {
    // Outside of the years 1 to 9999 it is no google.protobuf.Timestamp, nor would Kubernetes take
    // it.
    boolean valid =
        time.getSeconds() >= FIRST_SECOND
            && time.getSeconds() <= LAST_SECOND
            && time.getNanos() >= 0
            && time.getNanos() < NANOS_PER_SECOND;
    return valid ? Instant.ofEpochSecond(time.getSeconds(), time.getNanos()) : null;
  }

  private static JobSnapshot.@Nullable JobError error(TuningJob job) {
    if (job.getError().getCode() == 0 && job.getError().getMessage().isEmpty()) {
      return null;
    }
    return new JobSnapshot.JobError(
        job.getError().getCode(), Redactor.clean(job.getError().getMessage()));
  }

  private static JobSnapshot.TunedModel tunedModel(
      com.google.cloud.aiplatform.v1.TunedModel model) {
    return new JobSnapshot.TunedModel(
        orNull(model.getModel()),
        orNull(model.getEndpoint()),
        model.getCheckpointsList().stream().map(SnapshotMapper::checkpoint).toList());
  }

  private static JobSnapshot.Checkpoint checkpoint(TunedModelCheckpoint checkpoint) {
    return new JobSnapshot.Checkpoint(
        orNull(checkpoint.getCheckpointId()),
        orNull(checkpoint.getEpoch()),
        orNull(checkpoint.getStep()),
        orNull(checkpoint.getEndpoint()));
  }

  private static HyperParameters hyperParameters(SupervisedHyperParameters parameters) {
    return new HyperParameters(
        orNull(parameters.getEpochCount()),
        orNull(parameters.getLearningRateMultiplier()),
        adapterSize(parameters));
  }

  private static @Nullable String adapterSize(SupervisedHyperParameters parameters) {
    return switch (parameters.getAdapterSize()) {
      case ADAPTER_SIZE_UNSPECIFIED -> null;
      case UNRECOGNIZED -> "ADAPTER_SIZE_UNRECOGNIZED_" + parameters.getAdapterSizeValue();
      default -> parameters.getAdapterSize().name();
    };
  }

  static @Nullable String orNull(String value) {
    return value.isEmpty() ? null : value;
  }

  static @Nullable Long orNull(long value) {
    return value == 0 ? null : value;
  }

  static @Nullable Double orNull(double value) {
    // JSON has no infinity and no NaN: a status that held one could not be written.
    return value == 0 || !Double.isFinite(value) ? null : value;
  }

  /** A reply that says something else than its type promises: as good as none. */
  static final class MalformedReplyException extends RuntimeException {
    private static final long serialVersionUID = 1;

    MalformedReplyException(String message) {
      super(message);
    }
  }
}

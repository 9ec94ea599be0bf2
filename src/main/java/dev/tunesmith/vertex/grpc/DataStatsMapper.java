package dev.tunesmith.vertex.grpc;

import static dev.tunesmith.vertex.grpc.SnapshotMapper.orNull;

import com.google.cloud.aiplatform.v1.SupervisedTuningDataStats;
import com.google.cloud.aiplatform.v1.SupervisedTuningDatasetDistribution;
import dev.tunesmith.lifecycle.JobSnapshot;

/** The statistics of a data set; whatever quotes the data itself stays behind. */
final class DataStatsMapper {
  private DataStatsMapper() {}

  @SuppressWarnings("deprecation") // totalBillableCharacterCount: old jobs still show it
  static JobSnapshot.DataStats toDataStats(SupervisedTuningDataStats stats) {
    return new JobSnapshot.DataStats(
        orNull(stats.getTuningDatasetExampleCount()),
        orNull(stats.getTotalTuningCharacterCount()),
        orNull(stats.getTotalBillableCharacterCount()),
        orNull(stats.getTotalBillableTokenCount()),
        orNull(stats.getTuningStepCount()),
        orNull(stats.getTotalTruncatedExampleCount()),
        stats.hasUserInputTokenDistribution()
            ? distribution(stats.getUserInputTokenDistribution())
            : null,
        stats.hasUserOutputTokenDistribution()
            ? distribution(stats.getUserOutputTokenDistribution())
            : null,
        stats.hasUserMessagePerExampleDistribution()
            ? distribution(stats.getUserMessagePerExampleDistribution())
            : null);
  }

  private static JobSnapshot.Distribution distribution(
      SupervisedTuningDatasetDistribution distribution) {
    return new JobSnapshot.Distribution(
        orNull(distribution.getSum()),
        orNull(distribution.getBillableSum()),
        orNull(distribution.getMin()),
        orNull(distribution.getMax()),
        orNull(distribution.getMean()),
        orNull(distribution.getMedian()),
        orNull(distribution.getP5()),
        orNull(distribution.getP95()));
  }
}

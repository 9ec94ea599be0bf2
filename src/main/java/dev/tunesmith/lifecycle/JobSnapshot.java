package dev.tunesmith.lifecycle;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A tuning job as the service showed it at one moment: what we project, and the labels that say
 * whose it is. Training data is never part of it.
 *
 * @param name the resource name
 * @param state the state
 * @param createTime when the service accepted the job
 * @param startTime when it first ran
 * @param endTime when it ended
 * @param updateTime when it was last changed
 * @param error why it failed or was cancelled
 * @param experiment the metadata context of the run
 * @param tunedModel the result, as far as there is one
 * @param dataStats what the service counted in the training data
 * @param labels all labels, ours included
 * @param baseModel the base model
 * @param tunedModelDisplayName as given, or as the service made it up
 * @param hyperParameters as given, or as the service filled them in
 */
public record JobSnapshot(
    JobName name,
    JobState state,
    @Nullable Instant createTime,
    @Nullable Instant startTime,
    @Nullable Instant endTime,
    @Nullable Instant updateTime,
    @Nullable JobError error,
    @Nullable String experiment,
    @Nullable TunedModel tunedModel,
    @Nullable DataStats dataStats,
    Map<String, String> labels,
    @Nullable String baseModel,
    @Nullable String tunedModelDisplayName,
    @Nullable HyperParameters hyperParameters) {

  /** Copies the labels. */
  public JobSnapshot {
    labels = Map.copyOf(labels);
  }

  /**
   * Whose job this is, by its label.
   *
   * @return the marker, or nothing when the job carries none
   */
  public Optional<Marker> marker() {
    return Marker.parse(labels.get(OwnerLabels.MARKER));
  }

  /**
   * Which paid try of its run this is, by its label.
   *
   * @return the attempt from 1; 1 when the label is missing or unreadable
   */
  public int attempt() {
    String value = labels.getOrDefault(OwnerLabels.ATTEMPT, "1");
    return value.matches("[1-9][0-9]{0,5}") ? Integer.parseInt(value) : 1;
  }

  /**
   * Which create call made it, by its label.
   *
   * @return the submission's id, or nothing when the job carries none
   */
  public Optional<String> submission() {
    return Optional.ofNullable(labels.get(OwnerLabels.SUBMISSION));
  }

  /**
   * Whether another snapshot of this job says the same, apart from {@code updateTime}, which the
   * service moves without anything to tell.
   *
   * @param other the other snapshot
   * @return true when there is nothing new to project
   */
  public boolean tellsTheSameAs(JobSnapshot other) {
    return withoutUpdateTime().equals(other.withoutUpdateTime());
  }

  private JobSnapshot withoutUpdateTime() {
    return new JobSnapshot(
        name,
        state,
        createTime,
        startTime,
        endTime,
        null,
        error,
        experiment,
        tunedModel,
        dataStats,
        labels,
        baseModel,
        tunedModelDisplayName,
        hyperParameters);
  }

  /**
   * {@code google.rpc.Status} without details.
   *
   * @param code the canonical code's number; 1 (cancelled) on a cancelled job
   * @param message the service's words
   */
  public record JobError(int code, String message) {
    /** Leaves quoted training data out. */
    public JobError {
      message = QuotedData.leftOutOf(message);
    }
  }

  /**
   * {@code TunedModel}: the result.
   *
   * @param model {@code projects/…/models/{id}@{version}}
   * @param endpoint the endpoint to ask; absent when its creation failed, or for open models
   * @param checkpoints one per exported checkpoint, each with an endpoint of its own
   */
  public record TunedModel(
      @Nullable String model, @Nullable String endpoint, List<Checkpoint> checkpoints) {
    /** Copies the list. */
    public TunedModel {
      checkpoints = List.copyOf(checkpoints);
    }
  }

  /**
   * {@code TunedModelCheckpoint}.
   *
   * @param checkpointId the id
   * @param epoch the epoch it was taken after
   * @param step the step it was taken after
   * @param endpoint its endpoint
   */
  public record Checkpoint(
      @Nullable String checkpointId,
      @Nullable Long epoch,
      @Nullable Long step,
      @Nullable String endpoint) {}

  /**
   * {@code SupervisedTuningDataStats} without anything that quotes the training data.
   *
   * @param tuningDatasetExampleCount examples
   * @param totalTuningCharacterCount characters
   * @param totalBillableCharacterCount deprecated by the service in favour of tokens
   * @param totalBillableTokenCount tokens of one pass over the data
   * @param tuningStepCount steps
   * @param totalTruncatedExampleCount examples that were cut
   * @param userInputTokenDistribution input tokens by example
   * @param userOutputTokenDistribution output tokens by example
   * @param userMessagePerExampleDistribution messages by example
   */
  public record DataStats(
      @Nullable Long tuningDatasetExampleCount,
      @Nullable Long totalTuningCharacterCount,
      @Nullable Long totalBillableCharacterCount,
      @Nullable Long totalBillableTokenCount,
      @Nullable Long tuningStepCount,
      @Nullable Long totalTruncatedExampleCount,
      @Nullable Distribution userInputTokenDistribution,
      @Nullable Distribution userOutputTokenDistribution,
      @Nullable Distribution userMessagePerExampleDistribution) {}

  /**
   * {@code SupervisedTuningDatasetDistribution} without its histogram.
   *
   * @param sum the sum
   * @param billableSum the part that is billed
   * @param min the smallest
   * @param max the largest
   * @param mean the mean
   * @param median the median
   * @param p5 the 5th percentile
   * @param p95 the 95th percentile
   */
  public record Distribution(
      @Nullable Long sum,
      @Nullable Long billableSum,
      @Nullable Double min,
      @Nullable Double max,
      @Nullable Double mean,
      @Nullable Double median,
      @Nullable Double p5,
      @Nullable Double p95) {}
}

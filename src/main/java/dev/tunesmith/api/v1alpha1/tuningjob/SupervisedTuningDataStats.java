package dev.tunesmith.api.v1alpha1.tuningjob;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.tunesmith.api.v1alpha1.Bounds;
import dev.tunesmith.api.v1alpha1.ImmutableCopies;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code SupervisedTuningDataStats} of google.cloud.aiplatform.v1 without what quotes, or points
 * into, the training data: {@code userDatasetExamples} and {@code truncatedExampleIndices}. A user
 * who may read this resource may lack the permission to read that data.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record SupervisedTuningDataStats(
    @JsonPropertyDescription("Examples in the training data.")
        @Nullable Long tuningDatasetExampleCount,
    @JsonPropertyDescription("Characters in the training data.")
        @Nullable Long totalTuningCharacterCount,
    @JsonPropertyDescription("Billable characters; the service has replaced them by tokens.")
        @Nullable Long totalBillableCharacterCount,
    @JsonPropertyDescription(
            "Billable tokens of one pass over the training data: multiply by the epochs.")
        @Nullable Long totalBillableTokenCount,
    @JsonPropertyDescription("Steps of the tuning.") @Nullable Long tuningStepCount,
    @JsonPropertyDescription("Examples that were too long and had to be cut.")
        @Nullable Long totalTruncatedExampleCount,
    @JsonPropertyDescription(
            "Why examples were dropped: each reason that the service names once, without what it"
                + " quotes. A dropped example is not trained on and not billed.")
        @JsonInclude(JsonInclude.Include.NON_EMPTY)
        @Size(max = Bounds.DROPPED_REASONS)
        List<@Size(max = Bounds.DROPPED_REASON) String> droppedExampleReasons,
    @JsonPropertyDescription("Input tokens by example.")
        @Nullable DatasetDistribution userInputTokenDistribution,
    @JsonPropertyDescription("Output tokens by example.")
        @Nullable DatasetDistribution userOutputTokenDistribution,
    @JsonPropertyDescription("Messages by example.")
        @Nullable DatasetDistribution userMessagePerExampleDistribution) {

  /** Absent reasons read as empty. */
  public SupervisedTuningDataStats {
    droppedExampleReasons = ImmutableCopies.asEmpty(droppedExampleReasons);
  }
}

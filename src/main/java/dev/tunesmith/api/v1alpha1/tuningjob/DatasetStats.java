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
 * {@code DatasetStats}, {@code SupervisedTuningDataStats} and {@code
 * PreferenceOptimizationDataStats} of google.cloud.aiplatform.v1beta1: what was trained on, billed
 * and left out. Nothing quotes, or points into, the training data, as {@code userDatasetExamples}
 * and {@code truncatedExampleIndices} would: a user who may read this resource may lack the
 * permission to read that data.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record DatasetStats(
    @JsonPropertyDescription("Examples in the training data.")
        @Nullable Long tuningDatasetExampleCount,
    @JsonPropertyDescription(
            "Billable tokens of one pass over the training data: multiply by the epochs.")
        @Nullable Long totalBillableTokenCount,
    @JsonPropertyDescription("Steps of the tuning.") @Nullable Long tuningStepCount,
    @JsonPropertyDescription("Examples of supervised tuning that were too long and had to be cut.")
        @Nullable Long totalTruncatedExampleCount,
    @JsonPropertyDescription(
            "Why examples were dropped: each reason that the service names once, without what it"
                + " quotes. A dropped example is not trained on and not billed.")
        @JsonInclude(JsonInclude.Include.NON_EMPTY)
        @Size(max = Bounds.DROPPED_REASONS)
        List<@Size(max = Bounds.DROPPED_REASON) String> droppedExampleReasons) {

  /** Absent reasons read as empty. */
  public DatasetStats {
    droppedExampleReasons = ImmutableCopies.asEmpty(droppedExampleReasons);
  }
}

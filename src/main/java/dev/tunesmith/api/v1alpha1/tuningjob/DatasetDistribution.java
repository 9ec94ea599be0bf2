package dev.tunesmith.api.v1alpha1.tuningjob;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.tunesmith.api.v1alpha1.FiniteNumber;
import org.jspecify.annotations.Nullable;

/**
 * {@code DatasetDistribution} and {@code SupervisedTuningDatasetDistribution} of
 * google.cloud.aiplatform.v1beta1, as much as a person reads at a glance.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record DatasetDistribution(
    @JsonPropertyDescription("Smallest value.") @Nullable Double min,
    @JsonPropertyDescription("Median.") @Nullable Double median,
    @JsonPropertyDescription("Largest value.") @Nullable Double max) {

  /** Drops what is no number: JSON has no NaN, and one would make the write of the status fail. */
  public DatasetDistribution {
    min = FiniteNumber.of(min);
    median = FiniteNumber.of(median);
    max = FiniteNumber.of(max);
  }
}

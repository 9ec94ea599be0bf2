package dev.tunesmith.api.v1alpha1.tuningjob;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.tunesmith.api.v1alpha1.FiniteNumber;
import org.jspecify.annotations.Nullable;

/** {@code DatasetDistribution} of google.cloud.aiplatform.v1beta1 without its histogram. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record DatasetDistribution(
    @JsonPropertyDescription("Sum over the training data.") @Nullable Double sum,
    @JsonPropertyDescription("Smallest value.") @Nullable Double min,
    @JsonPropertyDescription("Largest value.") @Nullable Double max,
    @JsonPropertyDescription("Mean.") @Nullable Double mean,
    @JsonPropertyDescription("Median.") @Nullable Double median,
    @JsonPropertyDescription("5th percentile.") @Nullable Double p5,
    @JsonPropertyDescription("95th percentile.") @Nullable Double p95) {

  /** Drops what is no number: JSON has no NaN, and one would make the write of the status fail. */
  public DatasetDistribution {
    sum = FiniteNumber.of(sum);
    min = FiniteNumber.of(min);
    max = FiniteNumber.of(max);
    mean = FiniteNumber.of(mean);
    median = FiniteNumber.of(median);
    p5 = FiniteNumber.of(p5);
    p95 = FiniteNumber.of(p95);
  }
}

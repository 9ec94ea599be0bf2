package dev.tunesmith.api.v1alpha1.tuningjob;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.tunesmith.api.v1alpha1.Bounds;
import dev.tunesmith.api.v1alpha1.FiniteNumber;
import dev.tunesmith.api.v1alpha1.tuningjob.tuning.HyperParameters;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/**
 * {@code status.job.supervisedTuningSpec.hyperParameters}: {@code SupervisedHyperParameters} of
 * google.cloud.aiplatform.v1, given or filled in by the service. A type of its own beside {@link
 * HyperParameters}, whose schema refuses what the service may add later.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record JobHyperParameters(
    @JsonPropertyDescription("Passes over the training data.") @Nullable Long epochCount,
    @JsonPropertyDescription("Factor on the learning rate that the service recommends.")
        @Nullable Double learningRateMultiplier,
    @JsonPropertyDescription("Size of the adapter; an open enumeration.")
        @Size(max = Bounds.ADAPTER_SIZE)
        @Nullable String adapterSize) {

  /** Drops what is no number: JSON has no NaN, and one would make the write of the status fail. */
  public JobHyperParameters {
    learningRateMultiplier = FiniteNumber.of(learningRateMultiplier);
  }
}

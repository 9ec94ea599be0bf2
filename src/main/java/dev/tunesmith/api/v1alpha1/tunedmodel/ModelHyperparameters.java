package dev.tunesmith.api.v1alpha1.tunedmodel;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.tunesmith.api.v1alpha1.FiniteNumber;
import dev.tunesmith.api.v1alpha1.tunedmodel.model.Hyperparameters;
import org.jspecify.annotations.Nullable;

/**
 * {@code status.model.tuningTask.hyperparameters}: the reference's {@code Hyperparameters}, given
 * or filled in by the service. A type of its own beside {@link Hyperparameters}, whose schema
 * refuses what the service may add later.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record ModelHyperparameters(
    @JsonPropertyDescription("Learning rate.") @Nullable Double learningRate,
    @JsonPropertyDescription("Factor on the learning rate that the service recommends.")
        @Nullable Double learningRateMultiplier,
    @JsonPropertyDescription("Passes over the training data.") @Nullable Integer epochCount,
    @JsonPropertyDescription("Examples of one step.") @Nullable Integer batchSize) {

  /** Drops what is no number: JSON has no NaN, and one would make the write of the status fail. */
  public ModelHyperparameters {
    learningRate = FiniteNumber.of(learningRate);
    learningRateMultiplier = FiniteNumber.of(learningRateMultiplier);
  }
}

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
 * {@code hyperParameters} of a tuning spec in {@code status.job}, of every method: given or filled
 * in by the service. A type of its own beside those in {@code spec}, such as {@link
 * HyperParameters}, whose schemas refuse what the service may add later.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record JobHyperParameters(
    @JsonPropertyDescription("Passes over the training data.") @Nullable Long epochCount,
    @JsonPropertyDescription("Factor on the learning rate that the service recommends.")
        @Nullable Double learningRateMultiplier,
    @JsonPropertyDescription("Size of the adapter; an open enumeration.")
        @Size(max = Bounds.ADAPTER_SIZE)
        @Nullable String adapterSize,
    @JsonPropertyDescription("Weight of the divergence from the base model in preference tuning.")
        @Nullable Double beta,
    @JsonPropertyDescription("Learning rate of an open model.") @Nullable Double learningRate,
    @JsonPropertyDescription("Examples, or prompts, in a training step.") @Nullable Long batchSize,
    @JsonPropertyDescription("Training steps of reinforcement tuning.") @Nullable Long stepCount,
    @JsonPropertyDescription("Answers for each prompt in reinforcement tuning.")
        @Nullable Long samplesPerPrompt,
    @JsonPropertyDescription("Steps between two evaluations.") @Nullable Long evaluateInterval,
    @JsonPropertyDescription("Steps between two checkpoints.") @Nullable Long checkpointInterval,
    @JsonPropertyDescription("Tokens of an answer.") @Nullable Long maxOutputTokens,
    @JsonPropertyDescription("How much the model thinks; an open enumeration.")
        @Size(max = Bounds.STATE)
        @Nullable String thinkingLevel) {

  /** Drops what is no number: JSON has no NaN, and one would make the write of the status fail. */
  public JobHyperParameters {
    learningRateMultiplier = FiniteNumber.of(learningRateMultiplier);
    beta = FiniteNumber.of(beta);
    learningRate = FiniteNumber.of(learningRate);
  }
}

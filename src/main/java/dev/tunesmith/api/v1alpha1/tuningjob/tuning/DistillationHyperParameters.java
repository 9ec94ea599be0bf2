package dev.tunesmith.api.v1alpha1.tuningjob.tuning;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.tunesmith.api.v1alpha1.Bounds;
import dev.tunesmith.api.v1alpha1.ImmutableCopies;
import io.fabric8.crd.generator.annotation.PreserveUnknownFields;
import io.fabric8.crd.generator.annotation.SchemaFrom;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code DistillationHyperParameters} of google.cloud.aiplatform.v1beta1. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ImmutableCopies.UNKNOWN)
@PreserveUnknownFields
@ValidationRule(value = LearningRates.RULE, message = LearningRates.MESSAGE)
public record DistillationHyperParameters(
    @JsonPropertyDescription(
            "Passes over the training data, 1 to 1000; the service chooses when absent. The bill"
                + " grows with it.")
        @Min(1)
        @Max(Bounds.EPOCHS)
        @Nullable Long epochCount,
    @JsonPropertyDescription(
            "Factor on the learning rate that the service recommends, more than 0 and up to 1000.")
        @Min(value = 0, inclusive = false)
        @Max(Bounds.LEARNING_RATE_MULTIPLIER)
        @Nullable Double learningRateMultiplier,
    @JsonPropertyDescription(
            "Size of the adapter. Not every base model takes every size; the service says which.")
        @SchemaFrom(type = AdapterSize.class)
        @Nullable String adapterSize,
    @JsonPropertyDescription(
            "Learning rate, more than 0 and up to 1; for open models only. It excludes"
                + " learningRateMultiplier.")
        @Min(value = 0, inclusive = false)
        @Max(1)
        @Nullable Double learningRate,
    @JsonPropertyDescription("Examples in a training step, 1 to 4096; for open models only.")
        @Min(1)
        @Max(Bounds.BATCH_SIZE)
        @Nullable Long batchSize,
    @JsonProperty(ImmutableCopies.UNKNOWN) @JsonAnySetter @JsonAnyGetter
        Map<String, @Nullable Object> unknownFields) {

  /** Absent unknown fields read as empty. */
  public DistillationHyperParameters {
    unknownFields = ImmutableCopies.asEmpty(unknownFields);
  }
}

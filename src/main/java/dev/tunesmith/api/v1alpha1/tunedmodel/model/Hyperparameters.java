package dev.tunesmith.api.v1alpha1.tunedmodel.model;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.tunesmith.api.v1alpha1.Bounds;
import dev.tunesmith.api.v1alpha1.ImmutableCopies;
import io.fabric8.crd.generator.annotation.PreserveUnknownFields;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code spec.model.tuningTask.hyperparameters}: the reference's {@code Hyperparameters}. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ImmutableCopies.UNKNOWN)
@PreserveUnknownFields
@ValidationRule(
    value = "!has(self.learningRate) || !has(self.learningRateMultiplier)",
    message =
        "only one of `learningRate` and `learningRateMultiplier` may be set, and one must be"
            + " removed: the multiplier is applied to the service's own learning rate",
    fieldPath = ".learningRateMultiplier")
public record Hyperparameters(
    @JsonPropertyDescription(
            "Learning rate, more than 0 and up to 1; the service chooses 0.001 or 0.0002 by the"
                + " number of examples when absent. At most one of it and learningRateMultiplier"
                + " may be set.")
        @Min(value = 0, inclusive = false)
        @Max(1)
        @Nullable Double learningRate,
    @JsonPropertyDescription(
            "Factor on the learning rate that the service recommends, more than 0 and up to 1000;"
                + " 1 when absent.")
        @Min(value = 0, inclusive = false)
        @Max(Bounds.LEARNING_RATE_MULTIPLIER)
        @Nullable Double learningRateMultiplier,
    @JsonPropertyDescription("Passes over the training data, 1 to 1000; 5 when absent.")
        @Min(1)
        @Max(Bounds.EPOCHS)
        @Nullable Integer epochCount,
    @JsonPropertyDescription(
            "Examples of one step, 1 to 4096; the service chooses 4 or 16 by the number of examples"
                + " when absent.")
        @Min(1)
        @Max(Bounds.BATCH_SIZE)
        @Nullable Integer batchSize,
    @JsonProperty(ImmutableCopies.UNKNOWN) @JsonAnySetter @JsonAnyGetter
        Map<String, @Nullable Object> unknownFields) {

  /** Absent unknown fields read as empty. */
  public Hyperparameters {
    unknownFields = ImmutableCopies.asEmpty(unknownFields);
  }
}

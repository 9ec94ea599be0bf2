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
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code PreferenceOptimizationHyperParameters} of google.cloud.aiplatform.v1, REST only. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ImmutableCopies.UNKNOWN)
@PreserveUnknownFields
public record PreferenceHyperParameters(
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
            "Weight of the divergence from the base model, more than 0 and up to 10; 0.01 to 0.5 is"
                + " recommended. With 0 nothing is learned, and billed.")
        @Min(value = 0, inclusive = false)
        @Max(10)
        @Nullable Double beta,
    @JsonProperty(ImmutableCopies.UNKNOWN) @JsonAnySetter @JsonAnyGetter
        Map<String, @Nullable Object> unknownFields) {

  /** Absent unknown fields read as empty. */
  public PreferenceHyperParameters {
    unknownFields = ImmutableCopies.asEmpty(unknownFields);
  }
}

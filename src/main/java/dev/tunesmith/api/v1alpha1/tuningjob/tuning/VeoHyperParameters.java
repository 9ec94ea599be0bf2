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

/** {@code VeoHyperParameters} of google.cloud.aiplatform.v1beta1. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ImmutableCopies.UNKNOWN)
@PreserveUnknownFields
public record VeoHyperParameters(
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
    @JsonPropertyDescription("What videos are made from.") @SchemaFrom(type = VeoTuningTask.class)
        @Nullable String tuningTask,
    @JsonPropertyDescription("Speed of the tuning; Veo 3.0 only.")
        @SchemaFrom(type = VeoTuningSpeed.class)
        @Nullable String tuningSpeed,
    @JsonPropertyDescription(
            "Share of Google's own data in the training, 0 and more, less than 1; 0.1 when absent.")
        @Min(0)
        @Max(0.999)
        @Nullable Double veoDataMixtureRatio,
    @JsonPropertyDescription("Size of the adapter of LoRA tuning.")
        @SchemaFrom(type = VeoAdapterSize.class)
        @Nullable String adapterSize,
    @JsonProperty(ImmutableCopies.UNKNOWN) @JsonAnySetter @JsonAnyGetter
        Map<String, @Nullable Object> unknownFields) {

  /** Absent unknown fields read as empty. */
  public VeoHyperParameters {
    unknownFields = ImmutableCopies.asEmpty(unknownFields);
  }
}

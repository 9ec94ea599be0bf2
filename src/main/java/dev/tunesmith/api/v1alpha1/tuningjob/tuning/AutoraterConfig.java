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
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code AutoraterConfig} of google.cloud.aiplatform.v1. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ImmutableCopies.UNKNOWN)
@PreserveUnknownFields
public record AutoraterConfig(
    @JsonPropertyDescription("Samples for each example, 1 to 32.") @Min(1) @Max(32)
        @Nullable Integer samplingCount,
    @JsonPropertyDescription("True to judge each pair in both orders.")
        @Nullable Boolean flipEnabled,
    @JsonPropertyDescription(
            "Model that judges: a publisher's model or a tuned model's endpoint, as a resource"
                + " name.")
        @Size(max = Bounds.MODEL)
        @Nullable String autoraterModel,
    @JsonPropertyDescription(
            "Settings of the model, such as {temperature: 0.2}: the service's GenerationConfig.")
        @Nullable FreeForm generationConfig,
    @JsonProperty(ImmutableCopies.UNKNOWN) @JsonAnySetter @JsonAnyGetter
        Map<String, @Nullable Object> unknownFields) {

  /** Absent lists and unknown fields read as empty. */
  public AutoraterConfig {
    unknownFields = ImmutableCopies.asEmpty(unknownFields);
  }
}

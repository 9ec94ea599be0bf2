package dev.tunesmith.api.v1alpha1.tunedmodel;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.tunesmith.api.v1alpha1.Bounds;
import dev.tunesmith.api.v1alpha1.FiniteNumber;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/**
 * {@code status.model}: the body of {@code tunedModels.get} (the Gemini API's REST reference,
 * {@code TunedModel}), as last observed. Its strings have a bound and nothing else: the service's
 * words must never make a write fail.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record ModelStatus(
    @JsonPropertyDescription("Resource name of the tuned model, as the service returned it.")
        @Size(max = Bounds.RESOURCE_NAME)
        @Nullable String name,
    @JsonPropertyDescription("Display name of the tuned model.") @Size(max = Bounds.DISPLAY_NAME)
        @Nullable String displayName,
    @JsonPropertyDescription("Description of the tuned model.") @Size(max = Bounds.DESCRIPTION)
        @Nullable String description,
    @JsonPropertyDescription(
            "State of the tuned model, such as ACTIVE; an open enumeration: the service may add"
                + " states. For decisions read the conditions.")
        @Size(max = Bounds.STATE)
        @Nullable String state,
    @JsonPropertyDescription("When the model was created.") @Size(max = Bounds.TIME)
        @Nullable String createTime,
    @JsonPropertyDescription("When the model last changed, as last observed.")
        @Size(max = Bounds.TIME)
        @Nullable String updateTime,
    @JsonPropertyDescription("Foundation model that was tuned.") @Size(max = Bounds.MODEL)
        @Nullable String baseModel,
    @JsonPropertyDescription("Tuned model that was tuned further.")
        @Nullable ModelSource tunedModelSource,
    @JsonPropertyDescription("Temperature that requests have by default.")
        @Nullable Double temperature,
    @JsonPropertyDescription("Probability mass that nucleus sampling draws from by default.")
        @Nullable Double topP,
    @JsonPropertyDescription(
            "Number of the most probable tokens that top-k sampling draws from by default.")
        @Nullable Integer topK,
    @JsonPropertyDescription("The tuning, without its training data.")
        @Nullable ModelTuningTask tuningTask) {

  /** Drops what is no number: JSON has no NaN, and one would make the write of the status fail. */
  public ModelStatus {
    temperature = FiniteNumber.of(temperature);
    topP = FiniteNumber.of(topP);
  }
}

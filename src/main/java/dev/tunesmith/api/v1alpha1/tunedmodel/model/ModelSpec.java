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
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code spec.model}: the request body of {@code tunedModels.create} (the Gemini API's REST
 * reference, {@code TunedModel} without its output fields).
 *
 * <p>{@code displayName}, {@code description}, {@code temperature}, {@code topP} and {@code topK}
 * may be patched at any time; all else is what the model is made of. Numbers are floats, against
 * Kubernetes' advice for a spec, where the REST body has floats.
 *
 * <p>{@code unknownFields} holds what the user wrote and this version does not know: the schema has
 * the API server keep it, here and in every object below, so that the operator can refuse it.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ImmutableCopies.UNKNOWN)
@PreserveUnknownFields
@ValidationRule(
    value = "has(self.baseModel) != has(self.tunedModelSource)",
    message =
        "exactly one of `baseModel` and `tunedModelSource` must be set: `baseModel` to tune a"
            + " foundation model, `tunedModelSource` to tune a tuned model further",
    fieldPath = ".baseModel")
public record ModelSpec(
    @JsonPropertyDescription(
            "Display name of the tuned model, up to 40 characters. It may change at any time.")
        @Size(min = 1, max = Bounds.MODEL_DISPLAY_NAME)
        @Nullable String displayName,
    @JsonPropertyDescription(
            "Short description of the tuned model, up to 4096 characters. It may change at any"
                + " time.")
        @Size(max = Bounds.DESCRIPTION)
        @Nullable String description,
    @JsonPropertyDescription(
            "Foundation model to tune, such as models/gemini-1.5-flash-001-tuning. Exactly one of"
                + " baseModel and tunedModelSource must be set. It may change while nothing is"
                + " submitted, after that only together with a new run.")
        @Size(max = Bounds.MODEL)
        @ValidationRule(
            value = "self.matches(r'^models/[^/\\s]+$')",
            message = "must be a model's resource name, such as models/gemini-1.5-flash-001-tuning")
        @Nullable String baseModel,
    @JsonPropertyDescription(
            "Tuned model to tune further. Exactly one of baseModel and tunedModelSource must be"
                + " set. It may change while nothing is submitted, after that only together with a"
                + " new run.")
        @Nullable TunedModelSource tunedModelSource,
    @JsonPropertyDescription(
            "Temperature that requests to the tuned model have by default, 0 to 1; the base model's"
                + " when absent. It may change at any time; once removed, it stays as it is at the"
                + " service.")
        @Min(0)
        @Max(1)
        @Nullable Double temperature,
    @JsonPropertyDescription(
            "Probability mass that nucleus sampling draws from by default, 0 to 1; the base model's"
                + " when absent. It may change at any time; once removed, it stays as it is at the"
                + " service.")
        @Min(0)
        @Max(1)
        @Nullable Double topP,
    @JsonPropertyDescription(
            "Number of the most probable tokens that top-k sampling draws from by default, 1 to"
                + " 1000; the base model's when absent. It may change at any time; once removed, it"
                + " stays as it is at the service.")
        @Min(1)
        @Max(Bounds.TOP_K)
        @Nullable Integer topK,
    @JsonPropertyDescription(
            "How to tune: hyperparameters and training data. It may change while nothing is"
                + " submitted, after that only together with a new run.")
        @Nullable TuningTask tuningTask,
    @JsonProperty(ImmutableCopies.UNKNOWN) @JsonAnySetter @JsonAnyGetter
        Map<String, @Nullable Object> unknownFields) {

  /** Absent unknown fields read as empty. */
  public ModelSpec {
    unknownFields = ImmutableCopies.asEmpty(unknownFields);
  }
}

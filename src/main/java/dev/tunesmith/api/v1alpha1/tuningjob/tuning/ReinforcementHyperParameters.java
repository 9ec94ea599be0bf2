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

/** {@code ReinforcementTuningHyperParameters} of google.cloud.aiplatform.v1beta1. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ImmutableCopies.UNKNOWN)
@PreserveUnknownFields
@ValidationRule(
    value = "!has(self.epochCount) || !has(self.stepCount)",
    message = "only one of `epochCount` and `stepCount` must be set")
@ValidationRule(
    value =
        "!has(self.batchSize) || !has(self.samplesPerPrompt) || (self.batchSize *"
            + " self.samplesPerPrompt % 16 == 0 && self.batchSize * self.samplesPerPrompt <= 8192)",
    message =
        "`batchSize` times `samplesPerPrompt` must be divisible by 16 and at most 8192 (1024 with"
            + " images, audio or video)")
@ValidationRule(
    value =
        "!has(self.checkpointInterval) || !has(self.evaluateInterval) || self.checkpointInterval %"
            + " self.evaluateInterval == 0",
    message = "`checkpointInterval` must be a multiple of `evaluateInterval`")
@ValidationRule(
    value = "!has(self.thinkingLevel) || !has(self.thinkingBudget)",
    message =
        "only one of `thinkingLevel` (from Gemini 3 on) and `thinkingBudget` (Gemini 2.5) must be"
            + " set")
public record ReinforcementHyperParameters(
    @JsonPropertyDescription(
            "Passes over the prompts, 1 to 1000; it excludes stepCount. The bill grows with it.")
        @Min(1)
        @Max(Bounds.EPOCHS)
        @Nullable Long epochCount,
    @JsonPropertyDescription(
            "Training steps, 1 to 500; it excludes epochCount. The bill grows with it.")
        @Min(1)
        @Max(Bounds.STEPS)
        @Nullable Long stepCount,
    @JsonPropertyDescription("Factor on the learning rate that the service recommends, 0.25 to 4.")
        @Min(0.25)
        @Max(4)
        @Nullable Double learningRateMultiplier,
    @JsonPropertyDescription(
            "Size of the adapter. Not every base model takes every size; the service says which.")
        @SchemaFrom(type = AdapterSize.class)
        @Nullable String adapterSize,
    @JsonPropertyDescription(
            "Answers for each prompt; the service takes 16 when absent. Times batchSize it must be"
                + " divisible by 16 and up to 8192, or 1024 with media.")
        @Min(1)
        @Max(8192)
        @Nullable Integer samplesPerPrompt,
    @JsonPropertyDescription("Prompts in a training step; the service takes 32 when absent.")
        @Min(1)
        @Max(8192)
        @Nullable Integer batchSize,
    @JsonPropertyDescription("Steps between two evaluations; once an epoch when absent.")
        @Min(1)
        @Max(Bounds.STEPS)
        @Nullable Integer evaluateInterval,
    @JsonPropertyDescription(
            "Steps between two checkpoints; once an epoch when absent. It must be a multiple of"
                + " evaluateInterval.")
        @Min(1)
        @Max(Bounds.STEPS)
        @Nullable Integer checkpointInterval,
    @JsonPropertyDescription("Tokens of an answer, 1 to 32768, which is also the default.")
        @Min(1)
        @Max(32768)
        @Nullable Integer maxOutputTokens,
    @JsonPropertyDescription(
            "How much the model thinks; MINIMAL and HIGH, the default, are documented. From Gemini"
                + " 3 on.")
        @SchemaFrom(type = ThinkingLevel.class)
        @Nullable String thinkingLevel,
    @JsonPropertyDescription(
            "Tokens for thinking, -1 for as many as the model chooses; Gemini 2.5 only.")
        @Min(-1)
        @Max(32768)
        @Nullable Integer thinkingBudget,
    @JsonProperty(ImmutableCopies.UNKNOWN) @JsonAnySetter @JsonAnyGetter
        Map<String, @Nullable Object> unknownFields) {

  /** Absent unknown fields read as empty. */
  public ReinforcementHyperParameters {
    unknownFields = ImmutableCopies.asEmpty(unknownFields);
  }
}

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
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code ReinforcementTuningAutoraterScorer} of google.cloud.aiplatform.v1beta1. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ImmutableCopies.UNKNOWN)
@PreserveUnknownFields
@ValidationRule(
    value = "has(self.exactMatchScorer) != has(self.parsedResponseConversionScorer)",
    message = "exactly one of `exactMatchScorer` and `parsedResponseConversionScorer` must be set")
public record AutoraterScorer(
    @JsonPropertyDescription("Model that judges, and how.")
        @Nullable AutoraterConfig autoraterConfig,
    @JsonPropertyDescription(
            "Prompt for the judge; {{prompt}}, {{response}}, {{system_instruction}} and"
                + " {{references.KEY}} are filled in.")
        @Required
        @Size(min = 1, max = Bounds.JUDGE_PROMPT)
        @Nullable String autoraterPrompt,
    @JsonPropertyDescription("Which part of the judge's answer counts.")
        @Nullable ParseResponseConfig autoraterResponseParseConfig,
    @JsonPropertyDescription("Compares the judge's answer with a text.")
        @Nullable AutoraterExactMatchScorer exactMatchScorer,
    @JsonPropertyDescription("Takes the judge's answer for the reward; written as {}.")
        @Nullable ParsedResponseConversionScorer parsedResponseConversionScorer,
    @JsonProperty(ImmutableCopies.UNKNOWN) @JsonAnySetter @JsonAnyGetter
        Map<String, @Nullable Object> unknownFields) {

  /** Absent unknown fields read as empty. */
  public AutoraterScorer {
    unknownFields = ImmutableCopies.asEmpty(unknownFields);
  }
}

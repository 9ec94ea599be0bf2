package dev.tunesmith.api.v1alpha1.tuningjob.tuning;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.tunesmith.api.v1alpha1.ImmutableCopies;
import io.fabric8.crd.generator.annotation.PreserveUnknownFields;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code ReinforcementTuningStringMatchRewardScorer} of google.cloud.aiplatform.v1beta1. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ImmutableCopies.UNKNOWN)
@PreserveUnknownFields
@ValidationRule(
    value = "has(self.stringMatchExpression) != has(self.jsonMatchExpression)",
    message = "exactly one of `stringMatchExpression` and `jsonMatchExpression` must be set")
public record StringMatchRewardScorer(
    @JsonPropertyDescription("Reward where the response matches, -1 to 1.") @Min(-1) @Max(1)
        @Nullable Double correctAnswerReward,
    @JsonPropertyDescription("Reward where it does not, -1 to 1.") @Min(-1) @Max(1)
        @Nullable Double wrongAnswerReward,
    @JsonPropertyDescription("How the parsed response is compared.")
        @Nullable StringMatchExpression stringMatchExpression,
    @JsonPropertyDescription("How a value of the parsed response, which is JSON, is compared.")
        @Nullable JsonMatchExpression jsonMatchExpression,
    @JsonProperty(ImmutableCopies.UNKNOWN) @JsonAnySetter @JsonAnyGetter
        Map<String, @Nullable Object> unknownFields) {

  /** Absent unknown fields read as empty. */
  public StringMatchRewardScorer {
    unknownFields = ImmutableCopies.asEmpty(unknownFields);
  }
}

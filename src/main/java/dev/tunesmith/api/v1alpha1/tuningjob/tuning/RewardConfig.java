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
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code SingleReinforcementTuningRewardConfig} of google.cloud.aiplatform.v1beta1: one reward.
 * Exactly one scorer is set.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ImmutableCopies.UNKNOWN)
@PreserveUnknownFields
@ValidationRule(
    value =
        "[has(self.codeExecutionRewardScorer), has(self.stringMatchRewardScorer),"
            + " has(self.autoraterScorer), has(self.cloudRunRewardScorer)].exists_one(set, set)",
    message = "exactly one scorer must be set, such as `codeExecutionRewardScorer`")
public record RewardConfig(
    @JsonPropertyDescription("Name of the reward, of its own among the rewards.")
        @Size(min = 1, max = Bounds.DISPLAY_NAME)
        @Nullable String rewardName,
    @JsonPropertyDescription("Which part of the response is scored; all of it when absent.")
        @Nullable ParseResponseConfig parseResponseConfig,
    @JsonPropertyDescription("Python code that scores.")
        @Nullable CodeExecutionRewardScorer codeExecutionRewardScorer,
    @JsonPropertyDescription("A comparison of texts that scores.")
        @Nullable StringMatchRewardScorer stringMatchRewardScorer,
    @JsonPropertyDescription("A model that judges.") @Nullable AutoraterScorer autoraterScorer,
    @JsonPropertyDescription("A Cloud Run service that scores.")
        @Nullable CloudRunRewardScorer cloudRunRewardScorer,
    @JsonProperty(ImmutableCopies.UNKNOWN) @JsonAnySetter @JsonAnyGetter
        Map<String, @Nullable Object> unknownFields) {

  /** Absent unknown fields read as empty. */
  public RewardConfig {
    unknownFields = ImmutableCopies.asEmpty(unknownFields);
  }
}

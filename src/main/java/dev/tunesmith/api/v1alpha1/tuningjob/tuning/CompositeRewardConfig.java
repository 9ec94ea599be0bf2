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
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code CompositeReinforcementTuningRewardConfig} of google.cloud.aiplatform.v1beta1: a weighted
 * mean of rewards.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ImmutableCopies.UNKNOWN)
@PreserveUnknownFields
@ValidationRule(
    value =
        "self.weightedRewardConfigs.all(r, !has(r.rewardConfig.rewardName) ||"
            + " self.weightedRewardConfigs.exists_one(other, has(other.rewardConfig.rewardName) &&"
            + " other.rewardConfig.rewardName == r.rewardConfig.rewardName))",
    message = "each `rewardName` must be a name of its own")
@ValidationRule(
    value =
        "self.weightedRewardConfigs.map(r, (has(r.rewardConfig.codeExecutionRewardScorer)"
            + " ? size(r.rewardConfig.codeExecutionRewardScorer.pythonCodeSnippet) : 0)"
            + " + (has(r.rewardConfig.autoraterScorer)"
            + " ? size(r.rewardConfig.autoraterScorer.autoraterPrompt) : 0)).sum() <= "
            + Bounds.REWARDS_TOTAL,
    message =
        "code and prompts of all rewards together must be up to 16384 characters: move code into a"
            + " Cloud Run service")
public record CompositeRewardConfig(
    @JsonPropertyDescription("The rewards with their weights, 1 to 16.")
        @Required
        @Size(min = 1, max = Bounds.REWARDS)
        List<WeightedRewardConfig> weightedRewardConfigs,
    @JsonProperty(ImmutableCopies.UNKNOWN) @JsonAnySetter @JsonAnyGetter
        Map<String, @Nullable Object> unknownFields) {

  /** Absent lists and unknown fields read as empty. */
  public CompositeRewardConfig {
    weightedRewardConfigs = ImmutableCopies.asEmpty(weightedRewardConfigs);
    unknownFields = ImmutableCopies.asEmpty(unknownFields);
  }
}

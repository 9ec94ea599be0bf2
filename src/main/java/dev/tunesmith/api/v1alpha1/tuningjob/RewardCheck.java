package dev.tunesmith.api.v1alpha1.tuningjob;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.tunesmith.api.v1alpha1.tuningjob.tuning.FreeForm;
import io.fabric8.generator.annotation.Required;
import org.jspecify.annotations.Nullable;

/**
 * {@code spec.rewardCheck}: the sample of a dry run of the rewards, by {@code
 * tuningJobs.validateReinforcementTuningReward} of google.cloud.aiplatform.v1beta1. It does not
 * reach the create, and so it may change at any time.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record RewardCheck(
    @JsonPropertyDescription(
            "A line of the training data: {contents: [...], references: {...}, systemInstruction:"
                + " {...}}, the service's ReinforcementTuningExample.")
        @Required
        @Nullable FreeForm example,
    @JsonPropertyDescription(
            "An answer of the model to score, such as {role: model, parts: [{text: \"42\"}]}.")
        @Required
        @Nullable FreeForm sampleResponse) {}

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

/**
 * {@code spec.tuning.reinforcementTuningSpec}: {@code ReinforcementTuningSpec} of
 * google.cloud.aiplatform.v1beta1.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ImmutableCopies.UNKNOWN)
@PreserveUnknownFields
@ValidationRule(
    value = "has(self.singleRewardConfig) != has(self.compositeRewardConfig)",
    message = "exactly one of `singleRewardConfig` and `compositeRewardConfig` must be set")
public record ReinforcementTuningSpec(
    @JsonPropertyDescription(
            "Prompts and references: a JSONL object in Cloud Storage, up to 5,000 lines.")
        @Required
        @Size(max = Bounds.DATASET_URI)
        @ValidationRule(value = DatasetUri.OBJECT, message = DatasetUri.OBJECT_MESSAGE)
        @ValidationRule(value = DatasetUri.BUCKET, message = DatasetUri.BUCKET_MESSAGE)
        @Nullable String trainingDatasetUri,
    @JsonPropertyDescription(
            "Validation data, up to 500 lines; when absent the service takes 25 % or 50 lines of"
                + " the training data.")
        @Size(max = Bounds.DATASET_URI)
        @ValidationRule(value = DatasetUri.OBJECT, message = DatasetUri.OBJECT_MESSAGE)
        @ValidationRule(value = DatasetUri.BUCKET, message = DatasetUri.BUCKET_MESSAGE)
        @Nullable String validationDatasetUri,
    @JsonPropertyDescription(
            "The reward. Exactly one of singleRewardConfig and compositeRewardConfig must be set.")
        @Nullable RewardConfig singleRewardConfig,
    @JsonPropertyDescription("Several rewards, weighted.")
        @Nullable CompositeRewardConfig compositeRewardConfig,
    @JsonPropertyDescription(
            "Hyperparameters; the service chooses those that are absent and reports them in"
                + " status.job.reinforcementTuningSpec.hyperParameters.")
        @Nullable ReinforcementHyperParameters hyperParameters,
    @JsonProperty(ImmutableCopies.UNKNOWN) @JsonAnySetter @JsonAnyGetter
        Map<String, @Nullable Object> unknownFields) {

  /** Absent unknown fields read as empty. */
  public ReinforcementTuningSpec {
    unknownFields = ImmutableCopies.asEmpty(unknownFields);
  }
}

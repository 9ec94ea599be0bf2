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

/** {@code ReinforcementTuningCloudRunRewardScorer} of google.cloud.aiplatform.v1beta1. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ImmutableCopies.UNKNOWN)
@PreserveUnknownFields
public record CloudRunRewardScorer(
    @JsonPropertyDescription(
            "URI of the Cloud Run service that computes the reward. The Secure Fine-Tuning service"
                + " agent must be allowed to invoke it.")
        @Required
        @Size(max = Bounds.DATASET_URI)
        @ValidationRule(
            value = "self.startsWith('https://')",
            message =
                "must be the https URI of a Cloud Run service, such as"
                    + " https://reward-abc-uc.a.run.app")
        @Nullable String cloudRunUri,
    @JsonProperty(ImmutableCopies.UNKNOWN) @JsonAnySetter @JsonAnyGetter
        Map<String, @Nullable Object> unknownFields) {

  /** Absent unknown fields read as empty. */
  public CloudRunRewardScorer {
    unknownFields = ImmutableCopies.asEmpty(unknownFields);
  }
}

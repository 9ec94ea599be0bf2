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
 * {@code spec.tuning.preTunedModel}: {@code PreTunedModel} of google.cloud.aiplatform.v1 without
 * its output field {@code baseModel}.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ImmutableCopies.UNKNOWN)
@PreserveUnknownFields
public record PreTunedModel(
    @JsonPropertyDescription(
            "Resource name of the tuned model, with a version (@2), an alias (@default) or neither,"
                + " which means the default version.")
        @Required
        @Size(max = Bounds.RESOURCE_NAME)
        @ValidationRule(
            value =
                "self.matches(r'^projects/[^/@\\s]+/locations/[a-z0-9-]+/models/[^/@\\s]+"
                    + "(@[^/@\\s]+)?$')",
            message =
                "must be a model's resource name, such as"
                    + " projects/my-project/locations/us-central1/models/1234567890@2; find it in"
                    + " `status.job.tunedModel.model` of the earlier tuning job")
        @Nullable String tunedModelName,
    @JsonPropertyDescription(
            "Checkpoint of the tuned model to go on from; the model's default one when absent.")
        @Size(min = 1, max = Bounds.CHECKPOINT_ID)
        @Nullable String checkpointId,
    @JsonProperty(ImmutableCopies.UNKNOWN) @JsonAnySetter @JsonAnyGetter
        Map<String, @Nullable Object> unknownFields) {

  /** Absent unknown fields read as empty. */
  public PreTunedModel {
    unknownFields = ImmutableCopies.asEmpty(unknownFields);
  }
}

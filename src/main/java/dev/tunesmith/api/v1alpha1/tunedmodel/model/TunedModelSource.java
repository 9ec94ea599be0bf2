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
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code spec.model.tunedModelSource}: the reference's {@code TunedModelSource} without its output
 * field {@code baseModel}.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ImmutableCopies.UNKNOWN)
@PreserveUnknownFields
public record TunedModelSource(
    @JsonPropertyDescription(
            "Resource name of the tuned model, such as tunedModels/successor-1b2c3d: the name in"
                + " status.model of another TunedModel, or that of any model that the API key may"
                + " read.")
        @Required
        @Size(max = Bounds.RESOURCE_NAME)
        @ValidationRule(
            value = "self.matches(r'^tunedModels/[^/\\s]+$')",
            message =
                "must be a tuned model's resource name, such as tunedModels/successor-1b2c3d; find"
                    + " it in `status.model.name` of the earlier TunedModel")
        @Nullable String tunedModel,
    @JsonProperty(ImmutableCopies.UNKNOWN) @JsonAnySetter @JsonAnyGetter
        Map<String, @Nullable Object> unknownFields) {

  /** Absent unknown fields read as empty. */
  public TunedModelSource {
    unknownFields = ImmutableCopies.asEmpty(unknownFields);
  }
}

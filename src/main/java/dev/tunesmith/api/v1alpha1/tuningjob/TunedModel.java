package dev.tunesmith.api.v1alpha1.tuningjob;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.tunesmith.api.v1alpha1.Bounds;
import dev.tunesmith.api.v1alpha1.ImmutableCopies;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code status.job.tunedModel}: {@code TunedModel} of google.cloud.aiplatform.v1. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record TunedModel(
    @JsonPropertyDescription("Resource name of the tuned model, with its version.")
        @Size(max = Bounds.RESOURCE_NAME)
        @Nullable String model,
    @JsonPropertyDescription(
            "Resource name of the endpoint to send requests to: that of the default checkpoint.")
        @Size(max = Bounds.RESOURCE_NAME)
        @Nullable String endpoint,
    @JsonPropertyDescription(
            "Exported checkpoints, each with an endpoint of its own; none when only the last one"
                + " was exported.")
        @JsonInclude(JsonInclude.Include.NON_EMPTY)
        @Size(max = Bounds.CHECKPOINTS)
        List<Checkpoint> checkpoints) {

  /** Absent checkpoints read as empty. */
  public TunedModel {
    checkpoints = ImmutableCopies.asEmpty(checkpoints);
  }
}

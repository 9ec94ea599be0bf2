package dev.tunesmith.api.v1alpha1.tuningjob;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.tunesmith.api.v1alpha1.Bounds;
import dev.tunesmith.api.v1alpha1.ImmutableCopies;
import io.fabric8.generator.annotation.Size;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code status.job.tunedModel}: {@code TunedModel} of google.cloud.aiplatform.v1, with its
 * checkpoints as a map.
 */
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
            "Id of the checkpoint that endpoint is of; absent where no checkpoints are kept.")
        @Size(max = Bounds.CHECKPOINT_ID)
        @Nullable String defaultCheckpointId,
    @JsonPropertyDescription(
            "Resource names of the other checkpoints' endpoints, by the checkpoints' ids; empty for"
                + " one without.")
        @JsonInclude(JsonInclude.Include.NON_EMPTY)
        @Size(max = Bounds.CHECKPOINTS)
        Map<String, @Size(max = Bounds.RESOURCE_NAME) String> checkpointEndpoints) {

  /** Absent endpoints read as empty. */
  public TunedModel {
    checkpointEndpoints = ImmutableCopies.asEmpty(checkpointEndpoints);
  }
}

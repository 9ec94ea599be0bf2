package dev.tunesmith.api.v1alpha1.tuningjob;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.tunesmith.api.v1alpha1.Bounds;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/**
 * One of {@code status.job.tunedModel.checkpoints}: {@code TunedModelCheckpoint} of
 * google.cloud.aiplatform.v1.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record Checkpoint(
    @JsonPropertyDescription("Id of the checkpoint.") @Size(max = Bounds.CHECKPOINT_ID)
        @Nullable String checkpointId,
    @JsonPropertyDescription("Epoch after which it was taken.") @Nullable Long epoch,
    @JsonPropertyDescription("Step after which it was taken.") @Nullable Long step,
    @JsonPropertyDescription("Resource name of the checkpoint's endpoint.")
        @Size(max = Bounds.RESOURCE_NAME)
        @Nullable String endpoint) {}

package dev.tunesmith.api.v1alpha1.tuningjob;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.tunesmith.api.v1alpha1.Bounds;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** {@code status.submission.preTunedModel}: what {@code spec.preTunedModelFrom} came to. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record SentModel(
    @JsonPropertyDescription("Resource name of the tuned model that the job tunes further.")
        @Size(max = Bounds.RESOURCE_NAME)
        @Nullable String tunedModelName,
    @JsonPropertyDescription("Its checkpoint; its default one when absent.")
        @Size(max = Bounds.CHECKPOINT_ID)
        @Nullable String checkpointId) {}

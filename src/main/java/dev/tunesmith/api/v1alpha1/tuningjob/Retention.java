package dev.tunesmith.api.v1alpha1.tuningjob;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crd.generator.annotation.SchemaFrom;
import org.jspecify.annotations.Nullable;

/** {@code spec.retention}: what of a run that succeeded is kept. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record Retention(
    @JsonPropertyDescription(
            "What becomes of the endpoints of the job's checkpoints when the job has succeeded, its"
                + " acceptance checks have passed and its result is published. Keep (when absent):"
                + " they stay. DeleteNonDefault: those of all checkpoints but the model's default"
                + " one are undeployed and deleted, which cannot be undone.")
        @SchemaFrom(type = CheckpointEndpoints.class)
        @Nullable String checkpointEndpoints) {}

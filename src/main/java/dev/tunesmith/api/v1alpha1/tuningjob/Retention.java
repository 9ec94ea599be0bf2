package dev.tunesmith.api.v1alpha1.tuningjob;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crd.generator.annotation.SchemaFrom;
import org.jspecify.annotations.Nullable;

/** {@code spec.retention}: what of that which jobs made is kept. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record Retention(
    @JsonPropertyDescription(
            "What becomes of the endpoints of the job's checkpoints when the job has succeeded, its"
                + " acceptance checks have passed and its result is published. Keep (when absent):"
                + " they stay. DeleteNonDefault: those of all checkpoints but the model's default"
                + " one are undeployed and deleted, which cannot be undone.")
        @SchemaFrom(type = CheckpointEndpoints.class)
        @Nullable String checkpointEndpoints,
    @JsonPropertyDescription(
            "What becomes of what open models' jobs wrote below tuning.outputUri when the resource"
                + " is deleted. Keep (when absent): it stays. Delete, which needs deletionPolicy"
                + " Delete: objects below it that were created between the begin and the end of"
                + " a job are deleted, which cannot be undone; give each resource a folder of its"
                + " own. Success deletes nothing.")
        @SchemaFrom(type = ArtifactRetention.class)
        @Nullable String artifacts) {}

package dev.tunesmith.api.v1alpha1.tuningjob;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.tunesmith.api.v1alpha1.Bounds;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** {@code spec.preTunedModelFrom}: the resource that makes the model to tune further. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record PreTunedModelFrom(
    @JsonPropertyDescription("Name of a TuningJob in the resource's own namespace.")
        @Required
        @Size(min = 1, max = Bounds.OBJECT_NAME)
        @ValidationRule(
            value =
                "self.matches(r'^[a-z0-9]([a-z0-9-]*[a-z0-9])?([.][a-z0-9]([a-z0-9-]*[a-z0-9])?)*$')",
            message =
                "must be the name of a TuningJob in this namespace: lowercase letters, digits, '-'"
                    + " and '.', beginning and ending with a letter or digit, such as support-tone")
        @Nullable String tuningJob,
    @JsonPropertyDescription(
            "Checkpoint of that model to go on from; the model's default one when absent.")
        @Size(min = 1, max = Bounds.CHECKPOINT_ID)
        @Nullable String checkpointId) {}

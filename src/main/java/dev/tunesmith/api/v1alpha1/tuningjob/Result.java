package dev.tunesmith.api.v1alpha1.tuningjob;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.tunesmith.api.v1alpha1.Bounds;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** {@code spec.result}: where applications find what a succeeded run made. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record Result(
    @JsonPropertyDescription(
            "Name of a ConfigMap in the resource's own namespace that the operator creates and"
                + " keeps: the keys model, endpoint, location, job, baseModel, completionTime, run"
                + " and checkpoints (a JSON array) of the last run that succeeded. It is owned by"
                + " the resource and goes with it. A ConfigMap that exists and is not the"
                + " resource's is not changed.")
        @Required
        @Size(min = 1, max = Bounds.OBJECT_NAME)
        @ValidationRule(
            value =
                "self.matches(r'^[a-z0-9]([a-z0-9-]*[a-z0-9])?([.][a-z0-9]([a-z0-9-]*[a-z0-9])?)*$')",
            message =
                "must be a ConfigMap's name: lowercase letters, digits, '-' and '.', beginning and"
                    + " ending with a letter or digit, such as support-tone-model")
        @Nullable String configMapName) {}

package dev.tunesmith.api.v1alpha1.tuningjob;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.tunesmith.api.v1alpha1.Bounds;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** {@code error} of an evaluation: {@code google.rpc.Status} without its details. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record EvaluationError(
    @JsonPropertyDescription("Canonical code of the error.") @Nullable Integer code,
    @JsonPropertyDescription("What the service says, shortened.")
        @Size(max = Bounds.EVALUATION_ERROR)
        @Nullable String message) {}

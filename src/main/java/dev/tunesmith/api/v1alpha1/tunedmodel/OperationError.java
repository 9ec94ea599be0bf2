package dev.tunesmith.api.v1alpha1.tunedmodel;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.tunesmith.api.v1alpha1.Bounds;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** {@code status.operation.error}: {@code google.rpc.Status} without its details. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record OperationError(
    @JsonPropertyDescription("Number of the google.rpc.Code.") @Nullable Integer code,
    @JsonPropertyDescription("The service's words.") @Size(max = Bounds.ERROR_MESSAGE)
        @Nullable String message) {}

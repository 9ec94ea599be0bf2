package dev.tunesmith.api.v1alpha1.tunedmodel;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.tunesmith.api.v1alpha1.Bounds;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** {@code status.operation}: the long-running operation that creates the model. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record OperationStatus(
    @JsonPropertyDescription("Resource name of the operation.") @Size(max = Bounds.RESOURCE_NAME)
        @Nullable String name,
    @JsonPropertyDescription("Steps that the tuning takes.") @Nullable Integer totalSteps,
    @JsonPropertyDescription("Steps that are done.") @Nullable Integer completedSteps,
    @JsonPropertyDescription("Whether the operation has ended.") @Nullable Boolean done,
    @JsonPropertyDescription("Why the operation failed.") @Nullable OperationError error) {}

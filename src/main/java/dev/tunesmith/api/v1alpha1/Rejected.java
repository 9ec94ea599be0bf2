package dev.tunesmith.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** {@code status.rejected}: a request that the service refused for good. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record Rejected(
    @JsonPropertyDescription("Run that the request was for.") @Size(max = Bounds.RUN)
        @Nullable String run,
    @JsonPropertyDescription("Digest of the inputs that the request was made of.")
        @Size(max = Bounds.DIGEST)
        @Nullable String inputs,
    @JsonPropertyDescription("What the service said.") @Size(max = Bounds.CONDITION_MESSAGE)
        @Nullable String message) {}

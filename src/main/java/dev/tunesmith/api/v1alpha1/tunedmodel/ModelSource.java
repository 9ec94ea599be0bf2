package dev.tunesmith.api.v1alpha1.tunedmodel;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.tunesmith.api.v1alpha1.Bounds;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** {@code status.model.tunedModelSource}: the reference's {@code TunedModelSource}. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record ModelSource(
    @JsonPropertyDescription("Resource name of the tuned model that was tuned further.")
        @Size(max = Bounds.RESOURCE_NAME)
        @Nullable String tunedModel,
    @JsonPropertyDescription("Foundation model that the tuned model was made of.")
        @Size(max = Bounds.MODEL)
        @Nullable String baseModel) {}

package dev.tunesmith.api.v1alpha1.tunedmodel;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.tunesmith.api.v1alpha1.Bounds;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** One key of a Secret or of a ConfigMap, in the namespace of the resource. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record KeyReference(
    @JsonPropertyDescription("Name of the Secret or ConfigMap, in the resource's own namespace.")
        @Required
        @Size(max = Bounds.OBJECT_NAME)
        @ValidationRule(
            value =
                "self.matches(r'^[a-z0-9]([a-z0-9-]*[a-z0-9])?([.][a-z0-9]([a-z0-9-]*[a-z0-9])?)*$')",
            message =
                "must be an object's name: lowercase letters, digits, '-' and '.', beginning and"
                    + " ending with a letter or digit, such as gemini-api-key")
        @Nullable String name,
    @JsonPropertyDescription("Key in it.")
        @Required
        @Size(max = Bounds.OBJECT_NAME)
        @ValidationRule(
            value = "self.matches(r'^[A-Za-z0-9._-]+$')",
            message = "must be a key: letters, digits, '.', '_' and '-', such as train.jsonl")
        @Nullable String key) {}

package dev.tunesmith.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** One of {@code spec.acceptance.checks}. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record AcceptanceCheck(
    @JsonPropertyDescription("Name of the check, as the condition Accepted shows it.")
        @Required
        @Size(min = 1, max = Bounds.CHECK_NAME)
        @ValidationRule(
            value = "self.matches(r'^[a-z0-9]([a-z0-9-]*[a-z0-9])?$')",
            message =
                "must be lowercase letters, digits or '-', beginning and ending with a letter or"
                    + " digit, such as greets-back")
        @Nullable String name,
    @JsonPropertyDescription(
            "Body of generateContent, in its REST spelling; those of all checks together may have"
                + " 32,768 characters of JSON: contents, and optionally tools, toolConfig,"
                + " safetySettings, systemInstruction, generationConfig, cachedContent.")
        @Required
        @Nullable GenerateRequest request,
    @JsonPropertyDescription("What the text of the answer must be; all that is set must hold.")
        @Required
        @Nullable Expectation expect) {}

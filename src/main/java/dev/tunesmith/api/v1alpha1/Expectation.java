package dev.tunesmith.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** {@code spec.acceptance.checks[].expect}: what the text of an answer must be. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
@ValidationRule(
    value =
        "has(self.contains) || has(self.matches) || has(self.equals) || has(self.maxCharacters)",
    message = "at least one of `contains`, `matches`, `equals` and `maxCharacters` must be set")
public record Expectation(
    @JsonPropertyDescription("Text that the answer must contain; case counts.")
        @Size(min = 1, max = Bounds.EXPECTED)
        @Nullable String contains,
    @JsonPropertyDescription(
            "Regular expression (RE2) that must match somewhere in the answer; ^ and $ make it"
                + " match the whole, (?i) ignores case, (?s) lets . match line breaks.")
        @Size(min = 1, max = Bounds.PATTERN)
        @ValidationRule(
            // Another pattern than a valid one is an error of the evaluation, which refuses it.
            value = "''.matches(self) || !''.matches(self)",
            message = "must be a regular expression of RE2, such as ^(yes|no)$")
        @Nullable String matches,
    @JsonPropertyDescription(
            "Text that the answer must be, where blanks around the answer do not count.")
        @Size(min = 1, max = Bounds.EXPECTED)
        @Nullable String equals,
    @JsonPropertyDescription("Most characters (code points) that the answer may have.")
        @Min(1)
        @Max(Bounds.ANSWER_CHARACTERS)
        @Nullable Integer maxCharacters) {}

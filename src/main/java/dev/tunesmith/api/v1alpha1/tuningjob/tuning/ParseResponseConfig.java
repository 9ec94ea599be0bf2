package dev.tunesmith.api.v1alpha1.tuningjob.tuning;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.tunesmith.api.v1alpha1.Bounds;
import dev.tunesmith.api.v1alpha1.ImmutableCopies;
import io.fabric8.crd.generator.annotation.PreserveUnknownFields;
import io.fabric8.crd.generator.annotation.SchemaFrom;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code ReinforcementTuningParseResponseConfig} of google.cloud.aiplatform.v1beta1. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ImmutableCopies.UNKNOWN)
@PreserveUnknownFields
@ValidationRule(
    value =
        "!has(self.parseType) || self.parseType != 'REGEX_EXTRACT' ||"
            + " has(self.regexExtractExpression)",
    message = "with parseType REGEX_EXTRACT `regexExtractExpression` must be set")
public record ParseResponseConfig(
    @JsonPropertyDescription(
            "IDENTITY, or REGEX_EXTRACT for the part that regexExtractExpression extracts.")
        @SchemaFrom(type = ParseType.class)
        @Nullable String parseType,
    @JsonPropertyDescription("Regular expression with one group, such as <answer>(.*?)</answer>.")
        @Size(min = 1, max = Bounds.EXPRESSION)
        @Nullable String regexExtractExpression,
    @JsonProperty(ImmutableCopies.UNKNOWN) @JsonAnySetter @JsonAnyGetter
        Map<String, @Nullable Object> unknownFields) {

  /** Absent unknown fields read as empty. */
  public ParseResponseConfig {
    unknownFields = ImmutableCopies.asEmpty(unknownFields);
  }
}

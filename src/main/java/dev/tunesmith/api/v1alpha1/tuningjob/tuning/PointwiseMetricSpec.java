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
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code PointwiseMetricSpec} of google.cloud.aiplatform.v1. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ImmutableCopies.UNKNOWN)
@PreserveUnknownFields
public record PointwiseMetricSpec(
    @JsonPropertyDescription("Template of the prompt for the judge.")
        @Required
        @Size(max = Bounds.METRIC_PROMPT)
        @Nullable String metricPromptTemplate,
    @JsonPropertyDescription("System instruction of the judge.") @Size(max = Bounds.METRIC_PROMPT)
        @Nullable String systemInstruction,
    @JsonPropertyDescription("What the judge's result looks like.")
        @Nullable CustomOutputFormatConfig customOutputFormatConfig,
    @JsonProperty(ImmutableCopies.UNKNOWN) @JsonAnySetter @JsonAnyGetter
        Map<String, @Nullable Object> unknownFields) {

  /** Absent lists and unknown fields read as empty. */
  public PointwiseMetricSpec {
    unknownFields = ImmutableCopies.asEmpty(unknownFields);
  }
}

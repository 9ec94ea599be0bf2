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

/** {@code PredefinedMetricSpec} of google.cloud.aiplatform.v1. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ImmutableCopies.UNKNOWN)
@PreserveUnknownFields
public record PredefinedMetricSpec(
    @JsonPropertyDescription("Name of the metric, such as general_quality_v1.")
        @Required
        @Size(max = Bounds.DISPLAY_NAME)
        @Nullable String metricSpecName,
    @JsonPropertyDescription("Parameters of the metric.") @Nullable FreeForm metricSpecParameters,
    @JsonPropertyDescription("Judges of the metric's steps, by the step's name.")
        @Nullable FreeForm stepAutoraterConfigs,
    @JsonProperty(ImmutableCopies.UNKNOWN) @JsonAnySetter @JsonAnyGetter
        Map<String, @Nullable Object> unknownFields) {

  /** Absent lists and unknown fields read as empty. */
  public PredefinedMetricSpec {
    unknownFields = ImmutableCopies.asEmpty(unknownFields);
  }
}

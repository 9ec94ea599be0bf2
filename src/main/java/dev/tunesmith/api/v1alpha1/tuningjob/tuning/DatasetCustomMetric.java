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

/**
 * One of {@code datasetCustomMetrics}: {@code DatasetCustomMetric} of
 * google.cloud.aiplatform.v1beta1.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ImmutableCopies.UNKNOWN)
@PreserveUnknownFields
public record DatasetCustomMetric(
    @JsonPropertyDescription("Prefix of the results' keys; the service chooses when absent.")
        @Size(max = Bounds.DISPLAY_NAME)
        @Nullable String displayName,
    @JsonPropertyDescription("Python function aggregate(instances) that sums all results up.")
        @Required
        @Size(min = 1, max = Bounds.METRIC_PROMPT)
        @Nullable String aggregationFunction,
    @JsonProperty(ImmutableCopies.UNKNOWN) @JsonAnySetter @JsonAnyGetter
        Map<String, @Nullable Object> unknownFields) {

  /** Absent unknown fields read as empty. */
  public DatasetCustomMetric {
    unknownFields = ImmutableCopies.asEmpty(unknownFields);
  }
}

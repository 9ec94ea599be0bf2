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

/** {@code ComputationBasedMetricSpec} of google.cloud.aiplatform.v1. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ImmutableCopies.UNKNOWN)
@PreserveUnknownFields
public record ComputationBasedMetricSpec(
    @JsonPropertyDescription("EXACT_MATCH, BLEU or ROUGE.") @Required @Size(max = Bounds.STATE)
        @Nullable String type,
    @JsonPropertyDescription("Parameters of the metric, such as {rouge_type: rougeL}.")
        @Nullable FreeForm parameters,
    @JsonProperty(ImmutableCopies.UNKNOWN) @JsonAnySetter @JsonAnyGetter
        Map<String, @Nullable Object> unknownFields) {

  /** Absent lists and unknown fields read as empty. */
  public ComputationBasedMetricSpec {
    unknownFields = ImmutableCopies.asEmpty(unknownFields);
  }
}

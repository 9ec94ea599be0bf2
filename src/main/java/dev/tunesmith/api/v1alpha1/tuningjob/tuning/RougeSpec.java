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
import io.fabric8.generator.annotation.Size;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code RougeSpec} of google.cloud.aiplatform.v1. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ImmutableCopies.UNKNOWN)
@PreserveUnknownFields
public record RougeSpec(
    @JsonPropertyDescription("Kind of ROUGE: rouge1 to rouge9, rougeL or rougeLsum.")
        @Size(max = Bounds.STATE)
        @Nullable String rougeType,
    @JsonPropertyDescription("True to compare the stems of words.") @Nullable Boolean useStemmer,
    @JsonPropertyDescription("True to split summaries into sentences for rougeLsum.")
        @Nullable Boolean splitSummaries,
    @JsonProperty(ImmutableCopies.UNKNOWN) @JsonAnySetter @JsonAnyGetter
        Map<String, @Nullable Object> unknownFields) {

  /** Absent lists and unknown fields read as empty. */
  public RougeSpec {
    unknownFields = ImmutableCopies.asEmpty(unknownFields);
  }
}

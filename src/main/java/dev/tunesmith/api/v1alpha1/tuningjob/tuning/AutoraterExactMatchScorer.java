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
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code ReinforcementTuningAutoraterScorer.ExactMatchScorer} of google.cloud.aiplatform.v1beta1.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ImmutableCopies.UNKNOWN)
@PreserveUnknownFields
public record AutoraterExactMatchScorer(
    @JsonPropertyDescription(
            "Text that the judge's parsed answer must be; {{references.KEY}} stands for a reference"
                + " of the example.")
        @Required
        @Size(min = 1, max = Bounds.EXPRESSION)
        @Nullable String expression,
    @JsonPropertyDescription("Reward where it is, -1 to 1.") @Min(-1) @Max(1)
        @Nullable Double correctAnswerReward,
    @JsonPropertyDescription("Reward where it is not, -1 to 1.") @Min(-1) @Max(1)
        @Nullable Double wrongAnswerReward,
    @JsonProperty(ImmutableCopies.UNKNOWN) @JsonAnySetter @JsonAnyGetter
        Map<String, @Nullable Object> unknownFields) {

  /** Absent unknown fields read as empty. */
  public AutoraterExactMatchScorer {
    unknownFields = ImmutableCopies.asEmpty(unknownFields);
  }
}

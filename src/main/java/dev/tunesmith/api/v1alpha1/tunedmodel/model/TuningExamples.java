package dev.tunesmith.api.v1alpha1.tunedmodel.model;

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
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code spec.model.tuningTask.trainingData.examples}: the reference's {@code TuningExamples}. All
 * are of one type, because {@link TuningExample} has one type of input.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ImmutableCopies.UNKNOWN)
@PreserveUnknownFields
public record TuningExamples(
    @JsonPropertyDescription(
            "Examples, 1 to 1000, with up to 120,000 characters in all: more go into a ConfigMap,"
                + " see spec.trainingDataFrom. The service recommends at least 100.")
        @Required
        @JsonInclude(JsonInclude.Include.NON_EMPTY)
        @Size(min = 1, max = Bounds.EXAMPLES)
        @ValidationRule(
            value =
                "self.map(e, size(e.textInput) + size(e.output)).sum() <= " + Bounds.EXAMPLES_TOTAL,
            message =
                "must have up to 120,000 characters in all inputs and outputs, because the API"
                    + " server stores no larger resource: put the examples into a ConfigMap and"
                    + " name it in `spec.trainingDataFrom`")
        List<TuningExample> examples,
    @JsonProperty(ImmutableCopies.UNKNOWN) @JsonAnySetter @JsonAnyGetter
        Map<String, @Nullable Object> unknownFields) {

  /** Absent lists and unknown fields read as empty. */
  public TuningExamples {
    examples = ImmutableCopies.asEmpty(examples);
    unknownFields = ImmutableCopies.asEmpty(unknownFields);
  }
}

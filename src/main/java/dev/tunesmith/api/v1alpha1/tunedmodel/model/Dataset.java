package dev.tunesmith.api.v1alpha1.tunedmodel.model;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.tunesmith.api.v1alpha1.ImmutableCopies;
import io.fabric8.crd.generator.annotation.PreserveUnknownFields;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code spec.model.tuningTask.trainingData}: the reference's {@code Dataset}, a union with one
 * member. It is required by a rule, so that others can join it.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ImmutableCopies.UNKNOWN)
@PreserveUnknownFields
@ValidationRule(
    value = "has(self.examples)",
    message =
        "training data must be set: set `examples.examples`, a list of `textInput` and `output`",
    fieldPath = ".examples")
public record Dataset(
    @JsonPropertyDescription("Examples in the resource itself.") @Nullable TuningExamples examples,
    @JsonProperty(ImmutableCopies.UNKNOWN) @JsonAnySetter @JsonAnyGetter
        Map<String, @Nullable Object> unknownFields) {

  /** Absent unknown fields read as empty. */
  public Dataset {
    unknownFields = ImmutableCopies.asEmpty(unknownFields);
  }
}

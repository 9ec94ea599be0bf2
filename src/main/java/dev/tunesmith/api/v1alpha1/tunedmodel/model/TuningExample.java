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
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One of {@code spec.model.tuningTask.trainingData.examples.examples}: the reference's {@code
 * TuningExample}. Of its union of inputs the service has one member, {@code textInput}.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ImmutableCopies.UNKNOWN)
@PreserveUnknownFields
public record TuningExample(
    @JsonPropertyDescription("Input to the model, 1 to 40,000 characters of text.")
        @Required
        @Size(min = 1, max = Bounds.EXAMPLE_INPUT)
        @Nullable String textInput,
    @JsonPropertyDescription("Output that the model should give, 1 to 5,000 characters of text.")
        @Required
        @Size(min = 1, max = Bounds.EXAMPLE_OUTPUT)
        @Nullable String output,
    @JsonProperty(ImmutableCopies.UNKNOWN) @JsonAnySetter @JsonAnyGetter
        Map<String, @Nullable Object> unknownFields) {

  /** Absent unknown fields read as empty. */
  public TuningExample {
    unknownFields = ImmutableCopies.asEmpty(unknownFields);
  }
}

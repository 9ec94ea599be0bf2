package dev.tunesmith.api.v1alpha1.tunedmodel.model;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.tunesmith.api.v1alpha1.ImmutableCopies;
import io.fabric8.crd.generator.annotation.PreserveUnknownFields;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code spec.model.tuningTask}: the reference's {@code TuningTask} without its output fields. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ImmutableCopies.UNKNOWN)
@PreserveUnknownFields
public record TuningTask(
    @JsonPropertyDescription(
            "Hyperparameters; the service chooses those that are absent and reports them in"
                + " status.model.tuningTask.hyperparameters.")
        @Nullable Hyperparameters hyperparameters,
    @JsonPropertyDescription(
            "Training data in the resource itself. Exactly one of it and spec.trainingDataFrom"
                + " must be set.")
        @Nullable Dataset trainingData,
    @JsonProperty(ImmutableCopies.UNKNOWN) @JsonAnySetter @JsonAnyGetter
        Map<String, @Nullable Object> unknownFields) {

  /** Absent unknown fields read as empty. */
  public TuningTask {
    unknownFields = ImmutableCopies.asEmpty(unknownFields);
  }
}

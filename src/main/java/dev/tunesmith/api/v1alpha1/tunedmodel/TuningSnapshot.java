package dev.tunesmith.api.v1alpha1.tunedmodel;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.tunesmith.api.v1alpha1.Bounds;
import dev.tunesmith.api.v1alpha1.FiniteNumber;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** One of {@code status.model.tuningTask.snapshots}: the reference's {@code TuningSnapshot}. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record TuningSnapshot(
    @JsonPropertyDescription("Step of the tuning.") @Nullable Integer step,
    @JsonPropertyDescription("Pass over the training data that the step belongs to.")
        @Nullable Integer epoch,
    @JsonPropertyDescription("Mean loss of the step's examples.") @Nullable Double meanLoss,
    @JsonPropertyDescription("When the loss was measured.") @Size(max = Bounds.TIME)
        @Nullable String computeTime) {

  /** Drops what is no number: JSON has no NaN, and one would make the write of the status fail. */
  public TuningSnapshot {
    meanLoss = FiniteNumber.of(meanLoss);
  }
}

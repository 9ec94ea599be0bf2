package dev.tunesmith.api.v1alpha1.tunedmodel;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.tunesmith.api.v1alpha1.Bounds;
import dev.tunesmith.api.v1alpha1.ImmutableCopies;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code status.model.tuningTask}: the reference's {@code TuningTask} without its training data.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record ModelTuningTask(
    @JsonPropertyDescription("When the tuning began.") @Size(max = Bounds.TIME)
        @Nullable String startTime,
    @JsonPropertyDescription("When the tuning came to its end.") @Size(max = Bounds.TIME)
        @Nullable String completeTime,
    @JsonPropertyDescription(
            "Measurements of the tuning, oldest first: up to 50, evenly chosen, with the first and"
                + " the last.")
        @JsonInclude(JsonInclude.Include.NON_EMPTY)
        @Size(max = Bounds.SNAPSHOTS)
        List<TuningSnapshot> snapshots,
    @JsonPropertyDescription("Hyperparameters as the service filled them in.")
        @Nullable ModelHyperparameters hyperparameters) {

  /** Absent snapshots read as empty. */
  public ModelTuningTask {
    snapshots = ImmutableCopies.asEmpty(snapshots);
  }
}

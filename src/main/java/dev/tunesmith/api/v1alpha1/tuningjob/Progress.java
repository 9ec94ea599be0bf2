package dev.tunesmith.api.v1alpha1.tuningjob;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.tunesmith.api.v1alpha1.Bounds;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** {@code status.progress}: how far the job is, in numbers of its body. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record Progress(
    @JsonPropertyDescription(
            "What a running job does, such as WaitingForCapacity or Tuning; an open enumeration.")
        @Size(max = Bounds.STATE)
        @Nullable String stage,
    @JsonPropertyDescription("Epochs that are complete.") @Nullable Long completedEpochs,
    @JsonPropertyDescription("Epochs in all.") @Nullable Long epochs,
    @JsonPropertyDescription("Steps that are complete, updated with each percent.")
        @Nullable Long completedSteps,
    @JsonPropertyDescription("Steps in all, known when the data is processed.")
        @Nullable Long steps) {}

package dev.tunesmith.api.v1alpha1.tuningjob;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.tunesmith.api.v1alpha1.Bounds;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** {@code EvaluateDatasetRun} of google.cloud.aiplatform.v1beta1, without the scores' rows. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record EvaluateDatasetRun(
    @JsonPropertyDescription("Resource name of the evaluation run.")
        @Size(max = Bounds.RESOURCE_NAME)
        @Nullable String evaluationRun,
    @JsonPropertyDescription("Checkpoint that is evaluated.") @Size(max = Bounds.CHECKPOINT_ID)
        @Nullable String checkpointId,
    @JsonPropertyDescription("Why the evaluation failed.") @Nullable EvaluationError error,
    @JsonPropertyDescription("Where the results are; absent while it runs.")
        @Nullable EvaluateDatasetResponse evaluateDatasetResponse) {}

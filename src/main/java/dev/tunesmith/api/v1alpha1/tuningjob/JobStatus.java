package dev.tunesmith.api.v1alpha1.tuningjob;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.tunesmith.api.v1alpha1.Bounds;
import dev.tunesmith.api.v1alpha1.ImmutableCopies;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code status.job}: the body of {@code tuningJobs.get} (google.cloud.aiplatform.v1beta1 {@code
 * TuningJob}), as last observed: what a person or a program that uses the result reads. What spec
 * says is left out. Its strings have a bound and nothing else: the service's words must never make
 * a write fail.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record JobStatus(
    @JsonPropertyDescription(
            "Resource name of the job, as the service returned it: with the project's number.")
        @Size(max = Bounds.RESOURCE_NAME)
        @Nullable String name,
    @JsonPropertyDescription(
            "State of the job, such as JOB_STATE_RUNNING; an open enumeration: the service may add"
                + " states. For decisions read the conditions.")
        @Size(max = Bounds.STATE)
        @Nullable String state,
    @JsonPropertyDescription(
            "What a running job does, such as TUNING_JOB_STATE_WAITING_FOR_CAPACITY; an open"
                + " enumeration. Only the REST API shows it.")
        @Size(max = Bounds.STATE)
        @Nullable String tuningJobState,
    @JsonPropertyDescription("Progress of a running job. Only the REST API shows it.")
        @Nullable TuningJobMetadata tuningJobMetadata,
    @JsonPropertyDescription("When the service accepted the job.") @Size(max = Bounds.TIME)
        @Nullable String createTime,
    @JsonPropertyDescription("When the job first ran.") @Size(max = Bounds.TIME)
        @Nullable String startTime,
    @JsonPropertyDescription("When the job came to its end.") @Size(max = Bounds.TIME)
        @Nullable String endTime,
    @JsonPropertyDescription("Why the job failed or was cancelled.") @Nullable JobError error,
    @JsonPropertyDescription(
            "Cloud Storage URI of the job's training metrics. Only the REST API shows it.")
        @Size(max = Bounds.DATASET_URI)
        @Nullable String gcsMetricsUri,
    @JsonPropertyDescription("The result. A failed job may have a model without an endpoint.")
        @Nullable TunedModel tunedModel,
    @JsonPropertyDescription("What the service counted in the training data.")
        @Nullable TuningDataStats tuningDataStats,
    @JsonPropertyDescription("Settings of supervised tuning as the service filled them in.")
        @Nullable JobTuningSpec supervisedTuningSpec,
    @JsonPropertyDescription("Settings of preference tuning as the service filled them in.")
        @Nullable JobTuningSpec preferenceOptimizationSpec,
    @JsonPropertyDescription("Settings of distillation as the service filled them in.")
        @Nullable JobTuningSpec distillationSpec,
    @JsonPropertyDescription("Settings of reinforcement tuning as the service filled them in.")
        @Nullable JobTuningSpec reinforcementTuningSpec,
    @JsonPropertyDescription("Settings of full fine-tuning as the service filled them in.")
        @Nullable JobTuningSpec fullFineTuningSpec,
    @JsonPropertyDescription("Settings of the tuning of Veo as the service filled them in.")
        @Nullable JobTuningSpec veoTuningSpec,
    @JsonPropertyDescription("Settings of the LoRA tuning of Veo as the service filled them in.")
        @Nullable JobTuningSpec veoLoraTuningSpec,
    @JsonPropertyDescription(
            "Cloud Storage folder of an open model's artefacts. Deleting the resource leaves them.")
        @Size(max = Bounds.DATASET_URI)
        @Nullable String outputUri,
    @JsonPropertyDescription("Evaluations of the checkpoints, with links to their results.")
        @JsonInclude(JsonInclude.Include.NON_EMPTY)
        @Size(max = Bounds.EVALUATIONS)
        List<EvaluateDatasetRun> evaluateDatasetRuns) {

  /** Absent evaluations read as empty. */
  public JobStatus {
    evaluateDatasetRuns = ImmutableCopies.asEmpty(evaluateDatasetRuns);
  }
}

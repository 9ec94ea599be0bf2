package dev.tunesmith.api.v1alpha1.tuningjob;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.tunesmith.api.v1alpha1.Acceptance;
import dev.tunesmith.api.v1alpha1.Bounds;
import dev.tunesmith.api.v1alpha1.tuningjob.tuning.Tuning;
import io.fabric8.crd.generator.annotation.SchemaFrom;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/**
 * {@code spec}: what to tune, where, and which run of it. Only users write it.
 *
 * <p>A project has one spelling here, its id: it goes into the digest of the inputs, and the number
 * would be other inputs. For {@code global} the service answers with names in the region that it
 * chose.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
@ValidationRule(
    value =
        "!has(self.location) || !has(self.tuning.encryptionSpec)"
            + " || !has(self.tuning.encryptionSpec.kmsKeyName)"
            + " || self.tuning.encryptionSpec.kmsKeyName.contains("
            + "'/locations/' + self.location + '/')",
    message =
        "the key in `tuning.encryptionSpec.kmsKeyName` must be in the same location as the job:"
            + " name a key in `location`, or tune where the key is")
@ValidationRule(
    value =
        "[has(self.tuning.baseModel), has(self.tuning.preTunedModel), has(self.preTunedModelFrom)]"
            + ".exists_one(set, set)",
    message =
        "exactly one of `tuning.baseModel`, `tuning.preTunedModel` and `preTunedModelFrom` must be"
            + " set: `tuning.baseModel` to tune a foundation model, `tuning.preTunedModel` to tune"
            + " a tuned model further, `preTunedModelFrom` to tune the model of another TuningJob"
            + " further",
    fieldPath = ".tuning")
@ValidationRule(
    value =
        "!has(self.location) || self.location != 'global' || !has(self.tuning.baseModel)"
            + " || self.tuning.baseModel.contains('@')",
    message =
        "location 'global' is for open models (publisher/family@version): Google's own models must"
            + " be tuned in a region, such as us-central1")
@ValidationRule(
    value = "!has(self.rewardCheck) || has(self.tuning.reinforcementTuningSpec)",
    message =
        "`rewardCheck` must come with `tuning.reinforcementTuningSpec`, whose rewards it tries")
@ValidationRule(
    value =
        "!has(self.defaultCheckpointId) ||"
            + " ![has(self.tuning.supervisedTuningSpec) &&"
            + " has(self.tuning.supervisedTuningSpec.exportLastCheckpointOnly) &&"
            + " self.tuning.supervisedTuningSpec.exportLastCheckpointOnly,"
            + " has(self.tuning.preferenceOptimizationSpec) &&"
            + " has(self.tuning.preferenceOptimizationSpec.exportLastCheckpointOnly) &&"
            + " self.tuning.preferenceOptimizationSpec.exportLastCheckpointOnly]"
            + ".exists(last, last)",
    message =
        "`defaultCheckpointId` must come with checkpoints to choose from: remove it, or the tuning"
            + " spec's `exportLastCheckpointOnly`",
    fieldPath = ".defaultCheckpointId")
@ValidationRule(
    value = TuningJobSpec.KEEPS_ARTIFACTS + "has(self.tuning.outputUri)",
    message =
        "`retention.artifacts: Delete` must come with `tuning.outputUri`, where open models write"
            + " to: remove it",
    fieldPath = ".retention.artifacts")
@ValidationRule(
    value =
        TuningJobSpec.KEEPS_ARTIFACTS
            + "(has(self.deletionPolicy) && self.deletionPolicy == 'Delete')",
    message =
        "`retention.artifacts: Delete` must come with `deletionPolicy: Delete`: it says what else"
            + " that deletes",
    fieldPath = ".retention.artifacts")
@ValidationRule(
    value = "!has(self.acceptance) || !has(self.tuning.outputUri)",
    message =
        "`acceptance` must be left out for open models (`tuning.outputUri`): nothing of them is"
            + " deployed, so there is no endpoint to send requests to",
    fieldPath = ".acceptance")
public record TuningJobSpec(
    @JsonPropertyDescription(
            "Id of the Google Cloud project that runs the job and pays for it, such as my-project;"
                + " the operator's default when absent. Another project than the operator's default"
                + " must be allowed by the operator's administrator. It may change while nothing is"
                + " submitted, after that only together with a new run.")
        @Size(min = 1, max = Bounds.PROJECT_ID)
        @ValidationRule(
            value =
                "self.matches(r'^([a-z][a-z0-9-]{4,28}[a-z0-9]"
                    + "|[a-z0-9][a-z0-9.-]*[.][a-z]+:[a-z][a-z0-9-]*[a-z0-9])$')",
            message =
                "must be a project id: 6 to 30 lowercase letters, digits or '-', beginning with a"
                    + " letter and not ending with '-', such as my-project or"
                    + " example.com:my-project; use the id instead of the project number")
        @Nullable String projectId,
    @JsonPropertyDescription(
            "Region that the job runs in, such as us-central1, or for open models global; the"
                + " operator's default when absent. It may change while nothing is submitted, after"
                + " that only together with a new run.")
        @Size(min = 1, max = Bounds.LOCATION)
        @ValidationRule(
            value = "self == 'global' || self.matches(r'^[a-z]+-[a-z]+[0-9]+$')",
            message =
                "must be a region, such as us-central1 or europe-west4, or for an open model"
                    + " 'global'; 'us' and 'eu' only serve models that are tuned in a region")
        @Nullable String location,
    @JsonPropertyDescription(
            "What to tune and how: the request body of Vertex AI's tuningJobs.create, field for"
                + " field in its REST spelling, with integers as numbers. A field that is not"
                + " listed here is kept, and the operator refuses the resource before anything is"
                + " sent. It may change while nothing is submitted, after that only together with a"
                + " new run.")
        @Required
        @Nullable Tuning tuning,
    @JsonPropertyDescription(
            "TuningJob whose model is tuned further, in place of tuning.baseModel and"
                + " tuning.preTunedModel. It is waited for until it has succeeded; then its model"
                + " is filled into the request, as status.submission.preTunedModel shows. What it"
                + " makes later changes nothing until a new run.")
        @Nullable PreTunedModelFrom preTunedModelFrom,
    @JsonPropertyDescription(
            "Name of the run. One run is created and billed once, whatever happens to this"
                + " resource: deleting and creating it again finds the run's job again. A new value"
                + " tunes again and is billed again; it is refused while the current run is"
                + " active, unless cancelRun names that one.")
        @Default("\"1\"")
        @Size(min = 1, max = Bounds.RUN)
        @ValidationRule(
            value = "self.matches(r'^[A-Za-z0-9._-]+$')",
            message =
                "must be 1 to 63 letters, digits, '.', '_' or '-', such as 2 or 2026-11-retry")
        @Nullable String run,
    @JsonPropertyDescription(
            "Whether to hold the run: while it is true nothing is created, and nothing is billed;"
                + " false lets it go on. It may be set before the run is submitted, or together"
                + " with a new run. A tuning job cannot be paused, so setting it while the run is"
                + " active is refused: see cancelRun.")
        @Nullable Boolean suspend,
    @JsonPropertyDescription(
            "Name of a run to cancel: its jobs are cancelled, and none is created for it. It binds"
                + " to that run and cannot be taken back; a new run is not affected. Before the run"
                + " is submitted it ends the run, and nothing is billed; a job that finishes before"
                + " the cancellation takes effect keeps its result, and is billed.")
        @Size(min = 1, max = Bounds.RUN)
        @ValidationRule(
            value = "self.matches(r'^[A-Za-z0-9._-]+$')",
            message =
                "must be the name of a run: 1 to 63 letters, digits, '.', '_' or '-', such as 2 or"
                    + " 2026-11-retry")
        @Nullable String cancelRun,
    @JsonPropertyDescription(
            "How long the run may last, in seconds from the creation of its first job: then its job"
                + " is cancelled, and the run fails with DeadlineExceeded. It wins over"
                + " backoffLimit. After the run has failed it may change only together with a new"
                + " run.")
        @Min(1)
        @Max(Bounds.DEADLINE_SECONDS)
        @Nullable Long activeDeadlineSeconds,
    @JsonPropertyDescription(
            "How often a job of the run that failed by the service's fault is created again, each"
                + " time billed: after ten seconds, and twice as long after each further failure,"
                + " up to six minutes. 0 when absent. A job that failed by another fault, or was"
                + " cancelled, is never created again. After the run has failed it may change only"
                + " together with a new run.")
        @Min(0)
        @Max(Bounds.BACKOFF_LIMIT)
        @Nullable Integer backoffLimit,
    @JsonPropertyDescription(
            "Who reconciles this resource: this operator when absent or tunesmith.dev/operator."
                + " With any other value the operator does not touch it at all. It cannot be"
                + " changed.")
        @Size(min = 1, max = Bounds.MANAGED_BY)
        @ValidationRule(
            value =
                "self.matches(r'^[a-z0-9]([a-z0-9-]*[a-z0-9])?([.][a-z0-9]([a-z0-9-]*[a-z0-9])?)*"
                    + "/[A-Za-z0-9/._~%!$&()*+,;=:-]+$')",
            message =
                "must be a domain, a slash and a path, such as kueue.x-k8s.io/multikueue or"
                    + " tunesmith.dev/operator")
        @Nullable String managedBy,
    @JsonPropertyDescription(
            "After how many seconds from the end of its job the resource is deleted, by its"
                + " deletionPolicy; 0 for at once, and never when absent. It works only where the"
                + " operator was started with --ttl-after-finished. It is ignored on resources that"
                + " Argo CD or Flux track: they would be created again.")
        @Min(0)
        @Max(Bounds.TTL_SECONDS)
        @Nullable Long ttlSecondsAfterFinished,
    @JsonPropertyDescription(
            "Dry run of the rewards before a reinforcement job is created, without charge: an error"
                + " bars the create. It may change at any time.")
        @Nullable RewardCheck rewardCheck,
    @JsonPropertyDescription(
            "What becomes of jobs and models when the resource is deleted. Cancel (when absent):"
                + " active jobs are cancelled; models and endpoints stay. Orphan: active jobs run"
                + " on, and are billed. Delete: active jobs are cancelled, and then the models and"
                + " endpoints that the jobs in status.job and status.attempts made are deleted,"
                + " which cannot be undone; see also retention.artifacts. It may change at any"
                + " time.")
        @SchemaFrom(type = DeletionPolicy.class)
        @Nullable String deletionPolicy,
    @JsonPropertyDescription(
            "Id of the checkpoint that becomes the default one of the tuned model when the job has"
                + " succeeded, before acceptance checks and result; the service's choice, the last"
                + " one, when absent. status.job.tunedModel.endpoint is its endpoint then. It may"
                + " change at any time.")
        @Size(min = 1, max = Bounds.CHECKPOINT_ID)
        @ValidationRule(
            value = "self.matches(r'^[A-Za-z0-9._-]+$')",
            message =
                "must be the id of a checkpoint, such as 2: see"
                    + " status.job.tunedModel.checkpointEndpoints")
        @Nullable String defaultCheckpointId,
    @JsonPropertyDescription(
            "What of that which jobs made is kept; all of it when absent. It may change at any"
                + " time.")
        @Nullable Retention retention,
    @JsonPropertyDescription(
            "Where the result is published for applications; nowhere when absent. It may change at"
                + " any time: what succeeded last is published there, too.")
        @Nullable Result result,
    @JsonPropertyDescription(
            "Requests that the tuned model must answer as expected before Ready is True. They are"
                + " sent once after the job succeeded, and are billed. It may change at any time.")
        @Nullable Acceptance acceptance) {
  static final String KEEPS_ARTIFACTS =
      "!has(self.retention) || !has(self.retention.artifacts) || self.retention.artifacts =="
          + " 'Keep' || ";
}

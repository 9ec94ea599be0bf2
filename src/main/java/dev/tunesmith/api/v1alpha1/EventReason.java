package dev.tunesmith.api.v1alpha1;

/**
 * Every reason of an event that is not a {@link ConditionReason}: a Warning about a condition has
 * the condition's reason. {@code docs/reference/reasons.md} is the same table; a test holds them
 * equal.
 */
public enum EventReason {
  /** A job was created. */
  TUNING_JOB_CREATED("TuningJobCreated"),
  /** A job that already existed is followed; nothing was created. */
  TUNING_JOB_ADOPTED("TuningJobAdopted"),
  /** The rewards were tried with the sample, and passed. */
  REWARD_CHECKED("RewardChecked"),
  /** Something of the request is not documented; the service decides. */
  NOT_DOCUMENTED("NotDocumented"),
  /** The job began to run. */
  TUNING_JOB_RUNNING("TuningJobRunning"),
  /** The job succeeded. */
  TUNING_JOB_SUCCEEDED("TuningJobSucceeded"),
  /** The job failed, or its result cannot be used. */
  TUNING_JOB_FAILED("TuningJobFailed"),
  /** The job expired. */
  TUNING_JOB_EXPIRED("TuningJobExpired"),
  /** The job was cancelled. */
  TUNING_JOB_CANCELLED("TuningJobCancelled"),
  /** A cancellation was requested: by a deletion, or by the spec. */
  CANCEL_REQUESTED("CancelRequested"),
  /** A cancellation could not be requested. */
  CANCEL_FAILED("CancelFailed"),
  /** What a job made was deleted. */
  ARTIFACTS_DELETED("ArtifactsDeleted"),
  /** Something that a job made was not deleted. */
  ARTIFACTS_LEFT("ArtifactsLeft"),
  /** A checkpoint was made the default one of the model that a job made. */
  DEFAULT_CHECKPOINT_SET("DefaultCheckpointSet"),
  /** The result of a run was written into its ConfigMap. */
  RESULT_PUBLISHED("ResultPublished"),
  /** A second job of the same run was found and its cancellation requested. */
  DUPLICATE_JOB_CANCELLED("DuplicateJobCancelled"),
  /** The resource was deleted after its end, as its spec says. */
  TIME_TO_LIVE_OVER("TimeToLiveOver"),
  /** The API server refuses to delete the resource after its end. */
  DELETE_REFUSED("DeleteRefused"),
  /** The finalizer was removed though a job may still run. */
  RELEASED_UNCONFIRMED("ReleasedUnconfirmed"),
  /** The finalizer was removed and a job that the status names, not ours, was left alone. */
  JOB_LEFT("JobLeft"),
  /** Another client removed the finalizer. */
  FINALIZER_REMOVED("FinalizerRemoved"),
  /** The create of a tuned model was accepted. */
  TUNED_MODEL_CREATED("TunedModelCreated"),
  /** A tuned model that already existed is followed; nothing was created. */
  TUNED_MODEL_ADOPTED("TunedModelAdopted"),
  /** The tuned model can be used. */
  TUNED_MODEL_READY("TunedModelReady"),
  /** The tuned model could not be made. */
  TUNED_MODEL_FAILED("TunedModelFailed"),
  /** Fields of the tuned model were changed to what the spec says. */
  TUNED_MODEL_PATCHED("TunedModelPatched"),
  /** The service did not change a tuned model to what the spec says. */
  TUNED_MODEL_NOT_PATCHED("TunedModelNotPatched"),
  /** The tuned model was deleted with its resource. */
  TUNED_MODEL_DELETED("TunedModelDeleted"),

  /** The tuned model passed the acceptance checks. */
  ACCEPTED("Accepted");

  private final String value;

  EventReason(String value) {
    this.value = value;
  }

  /** The reason as events show it: CamelCase, stable. */
  public String value() {
    return value;
  }
}

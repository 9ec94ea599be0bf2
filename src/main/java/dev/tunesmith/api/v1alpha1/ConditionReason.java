package dev.tunesmith.api.v1alpha1;

import java.util.Arrays;
import java.util.Optional;

/**
 * Every reason of a condition. {@code docs/reference/reasons.md} is the same table with what to do;
 * a test holds them equal.
 */
public enum ConditionReason {
  /** A job's state, of {@code JobState}: the job waits in the service's queue. */
  QUEUED("Queued"),
  /** A job's state: it is being prepared. */
  PENDING("Pending"),
  /** A job's state: it runs. */
  RUNNING("Running"),
  /** A job's state: it was paused at the service. */
  PAUSED("Paused"),
  /** A job's state: it is being updated. */
  UPDATING("Updating"),
  /** A cancellation was requested and the job has not ended. */
  CANCELLING("Cancelling"),
  /** The resource is being deleted, and what its jobs made is, too. */
  DELETING_ARTIFACTS("DeletingArtifacts"),
  /** A job's state that this version does not know, or none. */
  UNKNOWN_STATE("UnknownState"),
  /** A tuned model's state: it is being made. */
  CREATING("Creating"),
  /** A tuned model's state: it can be used. */
  ACTIVE("Active"),
  /** The job succeeded. */
  SUCCEEDED("Succeeded"),
  /** The job succeeded in part. */
  PARTIALLY_SUCCEEDED("PartiallySucceeded"),
  /** The job failed. */
  FAILED("Failed"),
  /** The job expired. */
  EXPIRED("Expired"),
  /** The job was cancelled. */
  CANCELLED("Cancelled"),
  /** The run lasted longer than the resource allows. */
  DEADLINE_EXCEEDED("DeadlineExceeded"),
  /** The run's jobs failed as often as the resource allows. */
  BACKOFF_LIMIT_EXCEEDED("BackoffLimitExceeded"),
  /** A job failed by the service's fault, and is created again later. */
  WAITING_FOR_RETRY("WaitingForRetry"),
  /** The job succeeded once and its model does not exist any more. */
  MODEL_GONE("ModelGone"),
  /** The resource is not reconciled, by its annotation. */
  RECONCILIATION_PAUSED("ReconciliationPaused"),
  /** The run is held; no job is created for it. */
  SUSPENDED("Suspended"),
  /** The run succeeded, and the ConfigMap for its result is not the resource's. */
  RESULT_NOT_OWNED("ResultNotOwned"),
  /** The run succeeded, and the API server refuses the ConfigMap for its result. */
  RESULT_WRITE_REFUSED("ResultWriteRefused"),
  /** The run succeeded, and the checkpoint of spec.defaultCheckpointId cannot be the default. */
  DEFAULT_CHECKPOINT_NOT_SET("DefaultCheckpointNotSet"),
  /** The tuned model exists, and its acceptance checks are being asked. */
  ACCEPTING("Accepting"),
  /** The tuned model failed acceptance checks. */
  NOT_ACCEPTED("NotAccepted"),
  /** Acceptance checks got no answer, and none of the others failed. */
  ACCEPTANCE_UNKNOWN("AcceptanceUnknown"),
  /** The submission is recorded and the create call is being sent. */
  SUBMITTING("Submitting"),
  /** The service's jobs are being listed. */
  LISTING_JOBS("ListingJobs"),
  /** A job of a previous operator process may not be listed yet. */
  WAITING_FOR_LISTING("WaitingForListing"),
  /** A job of an earlier run is active. */
  WAITING_FOR_EARLIER_RUN("WaitingForEarlierRun"),
  /** The resource that makes the model to tune further has not succeeded yet. */
  WAITING_FOR_PARENT("WaitingForParent"),
  /** The resource that makes the model to tune further cannot give one as it is. */
  PARENT_FAILED("ParentFailed"),
  /** Resources wait for each other's models. */
  PARENT_CYCLE("ParentCycle"),
  /** A create call's outcome is unknown. */
  CREATE_OUTCOME_UNKNOWN("CreateOutcomeUnknown"),
  /** The service, or the operator before sending, refused the request. */
  REQUEST_REJECTED("RequestRejected"),
  /** The rewards are being tried with the sample. */
  CHECKING_REWARD("CheckingReward"),
  /** The rewards failed with the sample. */
  REWARD_CHECK_FAILED("RewardCheckFailed"),
  /** The administrator did not allow something that the resource asks for. */
  POLICY_VIOLATION("PolicyViolation"),
  /** The run's job was made of other inputs. */
  INPUTS_CHANGED("InputsChanged"),
  /** The status names a job that is not this resource's. */
  NOT_OWNED("NotOwned"),
  /** The job that the status names does not exist. */
  JOB_LOST("JobLost"),
  /** The service does not return our labels. */
  MARKER_NOT_KEPT("MarkerNotKept"),
  /** The operator's identity may not do it. */
  PERMISSION_DENIED("PermissionDenied"),
  /** Something that the request names does not exist, or the operator may not see it. */
  NOT_FOUND("NotFound"),
  /** A quota of the service is used up. */
  QUOTA_EXCEEDED("QuotaExceeded"),
  /** The service could not be reached or did not answer. */
  SERVICE_UNAVAILABLE("ServiceUnavailable"),
  /** The API server refuses a change of the resource's metadata. */
  METADATA_WRITE_REFUSED("MetadataWriteRefused"),
  /** A fault of the operator. */
  INTERNAL_ERROR("InternalError");

  private final String value;

  ConditionReason(String value) {
    this.value = value;
  }

  /** The reason that a condition shows; empty where this version does not know it. */
  public static Optional<ConditionReason> of(String value) {
    return Arrays.stream(values()).filter(reason -> reason.value.equals(value)).findFirst();
  }

  /** The reason as conditions show it: CamelCase, stable. */
  public String value() {
    return value;
  }
}

package dev.tunesmith.kind.tuningjob;

import dev.tunesmith.api.v1alpha1.ConditionReason;
import dev.tunesmith.api.v1alpha1.Conditions;
import dev.tunesmith.kind.ConditionSet.Outcome;
import dev.tunesmith.lifecycle.Decision.Remark;
import dev.tunesmith.lifecycle.JobState;
import dev.tunesmith.vertex.JobSnapshot;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The rows of the truth table (design, section 3) that a job's state decides. A state that this
 * version does not know is work in progress: calling it an end could only be wrong.
 */
final class JobOutcome {
  private static final String NEW_RUN =
      " To create another job, set a new spec.run (it is billed).";

  private JobOutcome() {}

  static Outcome of(JobSnapshot job) {
    ConditionReason reason = reason(job.state());
    return switch (reason) {
      case SUCCEEDED -> Outcome.complete(reason, "The tuned model is ready" + where(job));
      case PARTIALLY_SUCCEEDED ->
          endpoint(job).isEmpty()
              ? Outcome.failed(
                  reason, "The job succeeded only in part and has no endpoint." + NEW_RUN)
              : Outcome.complete(reason, "The job succeeded in part" + where(job));
      case FAILED -> Outcome.failed(reason, "The job failed: " + error(job) + leftModel(job));
      case EXPIRED -> Outcome.failed(reason, "The job expired: " + error(job) + NEW_RUN);
      case CANCELLED -> Outcome.failed(reason, "The job was cancelled." + NEW_RUN);
      default -> named(job);
    };
  }

  /** What a job's state says, and what it does not say of its run. */
  static Outcome of(JobSnapshot job, @Nullable Remark remark) {
    Outcome outcome = of(job);
    if (remark == null) {
      return outcome;
    }
    ConditionReason reason = Objects.requireNonNullElse(remark.reason(), outcome.reason());
    return remark.over()
        ? new Outcome(
            outcome.ready(), outcome.also(), reason, outcome.message() + " " + remark.words())
        : Outcome.reconciling(reason, remark.words());
  }

  static Outcome modelGone(JobSnapshot job) {
    return Outcome.failed(
        ConditionReason.MODEL_GONE,
        "The job succeeded, but its model "
            + job.body().path("tunedModel").path("model").asText("")
            + " does not exist any more."
            + NEW_RUN);
  }

  /** The model is there, and what the resource asks for is not done until a person helps. */
  static Outcome unpublished(JobSnapshot job, ConditionReason reason, String message) {
    return new Outcome(
        false,
        List.of(Conditions.FINISHED, Conditions.COMPLETE, Conditions.STALLED),
        reason,
        of(job).message() + " " + message);
  }

  /** Says no more than name and state, so that nothing can be wrong with it. */
  static Outcome named(JobSnapshot job) {
    return Outcome.reconciling(reason(job.state()), job.name() + " is " + job.state().raw() + ".");
  }

  static ConditionReason reason(JobState state) {
    return switch (state) {
      case JobState.Known known ->
          switch (known) {
            case JOB_STATE_UNSPECIFIED -> ConditionReason.UNKNOWN_STATE;
            case JOB_STATE_QUEUED -> ConditionReason.QUEUED;
            case JOB_STATE_PENDING -> ConditionReason.PENDING;
            case JOB_STATE_RUNNING -> ConditionReason.RUNNING;
            case JOB_STATE_SUCCEEDED -> ConditionReason.SUCCEEDED;
            case JOB_STATE_FAILED -> ConditionReason.FAILED;
            case JOB_STATE_CANCELLING -> ConditionReason.CANCELLING;
            case JOB_STATE_CANCELLED -> ConditionReason.CANCELLED;
            case JOB_STATE_PAUSED -> ConditionReason.PAUSED;
            case JOB_STATE_EXPIRED -> ConditionReason.EXPIRED;
            case JOB_STATE_UPDATING -> ConditionReason.UPDATING;
            case JOB_STATE_PARTIALLY_SUCCEEDED -> ConditionReason.PARTIALLY_SUCCEEDED;
          };
      case JobState.Unrecognized unrecognized -> ConditionReason.UNKNOWN_STATE;
    };
  }

  /** The endpoint itself stands once in a status, where scripts read it. */
  private static String where(JobSnapshot job) {
    if (!endpoint(job).isEmpty()) {
      return "; its endpoint is in status.job.tunedModel.endpoint.";
    }
    return job.body().has("outputUri")
        ? "; it is not deployed, and its artefacts are in status.job.outputUri."
        : "; the job names no endpoint.";
  }

  static String endpoint(JobSnapshot job) {
    return job.body().path("tunedModel").path("endpoint").asText("");
  }

  private static String error(JobSnapshot job) {
    String message = job.body().path("error").path("message").asText("");
    if (!message.isBlank()) {
      return message.endsWith(".") ? message : message + ".";
    }
    int code = job.body().path("error").path("code").asInt(0);
    return code == 0 ? "the service gave no reason." : "code " + code + ".";
  }

  /** A job whose last step failed may have left a model that can be used. */
  private static String leftModel(JobSnapshot job) {
    String model = job.body().path("tunedModel").path("model").asText("");
    return (model.isEmpty() ? "" : " It left the model " + model + ".") + NEW_RUN;
  }
}

package dev.tunesmith.kind.tuningjob;

import dev.tunesmith.kind.tuningjob.ConditionSet.Outcome;
import dev.tunesmith.lifecycle.JobSnapshot;
import dev.tunesmith.lifecycle.JobState;
import dev.tunesmith.lifecycle.Reasons;

/**
 * The rows of the truth table (design, section 2) that a job's state decides. A state that we do
 * not know is work in progress: calling it an end could only be wrong.
 */
final class StateOutcome {
  private static final String ANOTHER_RUN = "; a new value of spec.run buys another job";

  private StateOutcome() {}

  static Outcome of(JobSnapshot job) {
    String reason = Reasons.of(job.state());
    return switch (job.state()) {
      case JobState.Known known ->
          switch (known) {
            case JOB_STATE_SUCCEEDED -> Outcome.complete(reason, usable(job));
            case JOB_STATE_PARTIALLY_SUCCEEDED ->
                endpoint(job).isEmpty()
                    ? Outcome.failed(
                        reason, "the job succeeded only in part and has no endpoint" + ANOTHER_RUN)
                    : Outcome.complete(reason, "in part; " + usable(job));
            case JOB_STATE_FAILED ->
                Outcome.failed(reason, "the job failed: " + error(job) + leftBehind(job));
            case JOB_STATE_EXPIRED ->
                Outcome.failed(reason, "the job expired: " + error(job) + ANOTHER_RUN);
            case JOB_STATE_CANCELLED ->
                Outcome.failed(reason, "the job was cancelled" + ANOTHER_RUN);
            case JOB_STATE_UNSPECIFIED,
                JOB_STATE_QUEUED,
                JOB_STATE_PENDING,
                JOB_STATE_RUNNING,
                JOB_STATE_CANCELLING,
                JOB_STATE_PAUSED,
                JOB_STATE_UPDATING ->
                named(job, reason);
          };
      case JobState.Unrecognized unrecognized -> named(job, reason);
    };
  }

  static Outcome modelGone(JobSnapshot job) {
    JobSnapshot.TunedModel model = job.tunedModel();
    return Outcome.failed(
        Reasons.MODEL_GONE,
        "the job had succeeded, but its model "
            + (model == null ? "" : model.model() + " ")
            + "does not exist any more"
            + ANOTHER_RUN);
  }

  /** Says no more than name and state, so that nothing can be wrong with it. */
  static Outcome named(JobSnapshot job, String reason) {
    return Outcome.reconciling(reason, job.name() + " is " + job.state().raw());
  }

  private static String usable(JobSnapshot job) {
    String endpoint = endpoint(job);
    return endpoint.isEmpty()
        ? "the tuned model is ready; the job names no endpoint"
        : "the tuned model is ready at " + endpoint;
  }

  private static String endpoint(JobSnapshot job) {
    JobSnapshot.TunedModel model = job.tunedModel();
    return model == null || model.endpoint() == null ? "" : model.endpoint();
  }

  private static String error(JobSnapshot job) {
    JobSnapshot.JobError error = job.error();
    if (error == null) {
      return "the service gave no reason";
    }
    return error.message().isBlank() ? "code " + error.code() : error.message();
  }

  /** A job whose last step failed may have left a model that can still be used. */
  private static String leftBehind(JobSnapshot job) {
    JobSnapshot.TunedModel model = job.tunedModel();
    return model == null || model.model() == null
        ? ANOTHER_RUN
        : "; it left the model " + model.model() + ANOTHER_RUN;
  }
}

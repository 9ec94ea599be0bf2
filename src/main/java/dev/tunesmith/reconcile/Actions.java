package dev.tunesmith.reconcile;

import dev.tunesmith.lifecycle.Failure;
import dev.tunesmith.lifecycle.JobName;
import dev.tunesmith.lifecycle.JobRequest;
import dev.tunesmith.lifecycle.JobSnapshot;
import dev.tunesmith.lifecycle.Marker;
import dev.tunesmith.lifecycle.OwnerLabels;
import dev.tunesmith.lifecycle.ResourceKey;
import dev.tunesmith.lifecycle.Scope;
import dev.tunesmith.lifecycle.Situation.Target;
import dev.tunesmith.lifecycle.Submission;
import dev.tunesmith.lifecycle.Timing;
import dev.tunesmith.lifecycle.Uptime;
import dev.tunesmith.vertex.TuningJobs;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The effects on the service, each with the check that has to come right before it. */
final class Actions {
  private final TuningJobs jobs;
  private final Leadership leadership;
  private final Uptime uptime;

  Actions(TuningJobs jobs, Leadership leadership, Uptime uptime) {
    this.jobs = jobs;
    this.leadership = leadership;
    this.uptime = uptime;
  }

  /** Whether anything may be sent at all now: asked before the intent is written, too. */
  boolean mayAct() {
    return leadership.mayAct();
  }

  /**
   * Sends the one create of an intent, unless the send window is over or the lead was lost.
   *
   * @param intended when the write of the intent began, by uptime
   * @return null when nothing was sent
   */
  TuningJobs.@Nullable CreateReply create(
      ResourceKey key,
      Target target,
      JobRequest request,
      Submission submission,
      Duration intended) {
    Map<String, String> labels = OwnerLabels.of(key, target.marker(), submission);
    boolean inTime = uptime.now().minus(intended).compareTo(Timing.SEND_WINDOW) < 0;
    return inTime && leadership.mayAct() ? jobs.create(target.scope(), request, labels) : null;
  }

  /** Whether a reply carries the labels by which we would find the job again. */
  static boolean keptLabels(JobSnapshot job, Marker marker, Submission submission) {
    return job.marker().filter(marker::equals).isPresent()
        && job.submission().filter(submission.id()::equals).isPresent();
  }

  /** What came of a wish to cancel. */
  sealed interface Cancelled {
    /** The service took it. */
    record Asked() implements Cancelled {}

    /**
     * Nothing was sent: the job has ended, is being cancelled, is gone, or is not ours.
     *
     * @param why for the log
     */
    record NotSent(String why) implements Cancelled {}

    /** Nothing was sent: this process may not act any more. */
    record NotLeading() implements Cancelled {}

    /**
     * The service could not be asked.
     *
     * @param failure why
     */
    record Failed(Failure failure) implements Cancelled {}
  }

  /**
   * Cancels a job that was read just before and is proven to be ours (rule 6).
   *
   * @param proven whether a create reply to this process named the job
   */
  Cancelled cancel(Scope scope, JobName name, Marker marker, boolean proven) {
    return switch (jobs.get(scope, name)) {
      case TuningJobs.Unknown unknown -> new Cancelled.Failed(unknown.failure());
      case TuningJobs.Absent absent -> new Cancelled.NotSent("it does not exist");
      case TuningJobs.Found found -> {
        JobSnapshot job = found.job();
        boolean ours = proven || job.marker().filter(marker::equals).isPresent();
        if (!ours) {
          yield new Cancelled.NotSent("it does not carry our marker");
        }
        if (job.state().ended()) {
          yield new Cancelled.NotSent("it has ended");
        }
        if (!leadership.mayAct()) {
          yield new Cancelled.NotLeading();
        }
        yield switch (jobs.cancel(scope, name)) {
          case TuningJobs.CancelAccepted accepted -> new Cancelled.Asked();
          case TuningJobs.Unknown unknown -> new Cancelled.Failed(unknown.failure());
        };
      }
    };
  }

  /**
   * Asks whether the model of a job that succeeded still exists. A model in another location than
   * its job cannot be asked for at the job's host, so nothing is concluded about it.
   */
  TuningJobs.ModelReply model(Scope scope, JobSnapshot job) {
    JobSnapshot.TunedModel tuned = job.tunedModel();
    String model = tuned == null ? null : tuned.model();
    return model != null && model.contains("/locations/" + scope.location() + "/")
        ? jobs.model(scope, model)
        : new TuningJobs.ModelExists();
  }

  /**
   * Whether the same question may be answered later. A service that will not tell leaves the job's
   * own word, that it succeeded.
   */
  static boolean passes(Failure failure) {
    return switch (failure.kind()) {
      case SERVICE_UNAVAILABLE, QUOTA_EXCEEDED, INTERNAL_ERROR, CREATE_OUTCOME_UNKNOWN -> true;
      case PERMISSION_DENIED, REQUEST_REJECTED -> false;
    };
  }
}

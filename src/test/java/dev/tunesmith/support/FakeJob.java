package dev.tunesmith.support;

import dev.tunesmith.lifecycle.JobName;
import dev.tunesmith.lifecycle.JobRequest;
import dev.tunesmith.lifecycle.JobSnapshot;
import dev.tunesmith.lifecycle.JobState;
import dev.tunesmith.lifecycle.Scope;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One job of {@link FakeTuningJobs}, and what a state brings along: the facts of the lifecycle
 * without the bookkeeping.
 *
 * @param scope where it was created
 * @param snapshot what the service shows
 * @param listedFrom from when a listing shows it
 * @param vanished whether the service pretends that it never was
 */
record FakeJob(Scope scope, JobSnapshot snapshot, Instant listedFrom, boolean vanished) {

  boolean isListed(Scope where, Instant now) {
    return !vanished && scope.equals(where) && !listedFrom.isAfter(now);
  }

  FakeJob showing(JobSnapshot changed) {
    return new FakeJob(scope, changed, listedFrom, vanished);
  }

  /** As an answer that leaves the labels out shows it. */
  FakeJob unlabelled() {
    return showing(
        new JobSnapshot(
            snapshot.name(),
            snapshot.state(),
            snapshot.createTime(),
            snapshot.startTime(),
            snapshot.endTime(),
            snapshot.updateTime(),
            snapshot.error(),
            snapshot.experiment(),
            snapshot.tunedModel(),
            snapshot.dataStats(),
            Map.of(),
            snapshot.baseModel(),
            snapshot.tunedModelDisplayName(),
            snapshot.hyperParameters()));
  }

  FakeJob gone() {
    return new FakeJob(scope, snapshot, listedFrom, true);
  }

  static Map<String, String> labels(JobRequest request, Map<String, String> ownerLabels) {
    Map<String, String> labels = new HashMap<>(request.labels());
    labels.putAll(ownerLabels);
    return labels;
  }

  /** A job as the reply of a create shows it. */
  static JobSnapshot accepted(
      JobName name, JobRequest request, Map<String, String> labels, Instant now) {
    return new JobSnapshot(
        name,
        JobState.Known.JOB_STATE_PENDING,
        now,
        null,
        null,
        now,
        null,
        null,
        null,
        null,
        labels,
        request.source() instanceof JobRequest.BaseModel base ? base.id() : null,
        request.tunedModelDisplayName(),
        request.tuning() instanceof JobRequest.SupervisedTuning supervised
            ? supervised.hyperParameters()
            : null);
  }

  /** The state that follows when nothing goes wrong; an ended job stays. */
  static JobState after(JobState state) {
    if (!(state instanceof JobState.Known known)) {
      return JobState.Known.JOB_STATE_RUNNING;
    }
    return switch (known) {
      case JOB_STATE_UNSPECIFIED, JOB_STATE_QUEUED -> JobState.Known.JOB_STATE_PENDING;
      case JOB_STATE_PENDING, JOB_STATE_PAUSED, JOB_STATE_UPDATING ->
          JobState.Known.JOB_STATE_RUNNING;
      case JOB_STATE_RUNNING -> JobState.Known.JOB_STATE_SUCCEEDED;
      case JOB_STATE_CANCELLING -> JobState.Known.JOB_STATE_CANCELLED;
      case JOB_STATE_SUCCEEDED,
          JOB_STATE_FAILED,
          JOB_STATE_CANCELLED,
          JOB_STATE_EXPIRED,
          JOB_STATE_PARTIALLY_SUCCEEDED ->
          state;
    };
  }

  /** The job in a state, with the times, result or error that the service shows there. */
  static JobSnapshot in(JobState state, JobSnapshot job, Instant now) {
    if (state.equals(job.state())) {
      return job;
    }
    boolean ran = job.startTime() != null || state == JobState.Known.JOB_STATE_RUNNING;
    return new JobSnapshot(
        job.name(),
        state,
        job.createTime(),
        ran ? orElse(job.startTime(), now) : null,
        state.ended() ? now : null,
        now,
        error(state),
        job.experiment(),
        state == JobState.Known.JOB_STATE_SUCCEEDED ? result(job.name()) : job.tunedModel(),
        job.dataStats(),
        job.labels(),
        job.baseModel(),
        job.tunedModelDisplayName(),
        job.hyperParameters());
  }

  private static JobSnapshot.@Nullable JobError error(JobState state) {
    if (state == JobState.Known.JOB_STATE_CANCELLED) {
      return new JobSnapshot.JobError(1, "the job was cancelled");
    }
    if (state == JobState.Known.JOB_STATE_FAILED) {
      return new JobSnapshot.JobError(13, "the job failed");
    }
    return null;
  }

  private static JobSnapshot.TunedModel result(JobName name) {
    String parent = name.value().substring(0, name.value().indexOf("/tuningJobs/"));
    return new JobSnapshot.TunedModel(
        parent + "/models/7" + name.id() + "@1", parent + "/endpoints/8" + name.id(), List.of());
  }

  private static Instant orElse(@Nullable Instant value, Instant other) {
    return value == null ? other : value;
  }
}

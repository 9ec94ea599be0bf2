package dev.tunesmith.reconcile;

import dev.tunesmith.api.v1alpha1.Conditions;
import dev.tunesmith.api.v1alpha1.tuningjob.JobStatus;
import dev.tunesmith.api.v1alpha1.tuningjob.TuningJob;
import dev.tunesmith.api.v1alpha1.tuningjob.TuningJobStatus;
import dev.tunesmith.kind.tuningjob.Progress;
import dev.tunesmith.lifecycle.JobState;
import dev.tunesmith.reconcile.Gathering.Gathered;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What people are told of one resource during one round: its status, and events about it. */
final class Telling {
  private final Equipment equipment;
  private final StatusWriter writer;
  private TuningJob resource;

  /**
   * Nothing is told yet.
   *
   * @param resource as last read
   */
  Telling(Equipment equipment, StatusWriter writer, TuningJob resource) {
    this.equipment = equipment;
    this.writer = writer;
    this.resource = resource;
  }

  /** The resource as last read or written. */
  TuningJob resource() {
    return resource;
  }

  /** Writes the status when there is something to tell, and nothing else. */
  void tell(Gathered gathered, Progress progress) {
    TuningJobStatus before = resource.getStatus();
    TuningJobStatus after = equipment.projector().project(before, gathered.subject(), progress);
    if (!after.equals(before)) {
      resource = writer.write(resource, after);
      gathered.page().belief().told(resource.getStatus());
      announceNews(before, after);
    }
    equipment.journal().shows(gathered.key(), after);
  }

  /** "Don't know" does not undo an end that is told: it stands until the job itself denies it. */
  void hold(Gathered gathered, String reason, String message) {
    if (gathered.situation().deleting() || !gathered.page().belief().inQuestion()) {
      tell(gathered, new Progress.Held(reason, message));
    }
  }

  /** An event that needs no attention. */
  void normal(String reason, String message) {
    equipment.announcer().normal(resource, reason, message);
  }

  /** An event that needs attention. */
  void warning(String reason, String message) {
    equipment.announcer().warning(resource, reason, message);
  }

  /** A status was written: counts and announces what is new in it. */
  private void announceNews(@Nullable TuningJobStatus before, TuningJobStatus after) {
    if (isOver(after) && !isOver(before)) {
      equipment.journal().ended(resource);
    }
    String state = state(after);
    boolean same = Objects.equals(state, state(before)) && isOver(before) == isOver(after);
    if (state != null && !same) {
      announce(JobState.of(state), after);
    }
  }

  /** An end is announced when it is told whole, not when only the name was written. */
  private static boolean isOver(@Nullable TuningJobStatus status) {
    return status != null && (has(status, Conditions.COMPLETE) || has(status, Conditions.FAILED));
  }

  private static boolean has(TuningJobStatus status, String type) {
    return status.conditions().stream().map(Condition::getType).anyMatch(type::equals);
  }

  static @Nullable String state(@Nullable TuningJobStatus status) {
    JobStatus job = status == null ? null : status.job();
    return job == null ? null : job.state();
  }

  private static String message(TuningJobStatus status) {
    return status.conditions().stream()
        .map(Condition::getMessage)
        .filter(Objects::nonNull)
        .findFirst()
        .orElse("");
  }

  private void announce(JobState state, TuningJobStatus status) {
    if (!(state instanceof JobState.Known known) || known.ended() != isOver(status)) {
      return;
    }
    String message = message(status);
    switch (known) {
      case JOB_STATE_RUNNING -> normal("TuningJobRunning", message);
      case JOB_STATE_SUCCEEDED, JOB_STATE_PARTIALLY_SUCCEEDED -> {
        // Without an endpoint, or with its model gone, the conditions say Failed: so does the
        // event.
        if (has(status, Conditions.COMPLETE)) {
          normal("TuningJobSucceeded", message);
        } else {
          warning("TuningJobFailed", message);
        }
      }
      case JOB_STATE_FAILED -> warning("TuningJobFailed", message);
      case JOB_STATE_EXPIRED -> warning("TuningJobExpired", message);
      case JOB_STATE_CANCELLED -> warning("TuningJobCancelled", message);
      case JOB_STATE_UNSPECIFIED,
          JOB_STATE_QUEUED,
          JOB_STATE_PENDING,
          JOB_STATE_CANCELLING,
          JOB_STATE_PAUSED,
          JOB_STATE_UPDATING -> {}
    }
  }
}

package dev.tunesmith.reconcile;

import dev.tunesmith.api.v1alpha1.Conditions;
import dev.tunesmith.api.v1alpha1.JobStatus;
import dev.tunesmith.api.v1alpha1.TuningJob;
import dev.tunesmith.api.v1alpha1.TuningJobStatus;
import dev.tunesmith.domain.Decider;
import dev.tunesmith.domain.JobState;
import dev.tunesmith.domain.Uptime;
import dev.tunesmith.status.StatusProjector;
import dev.tunesmith.vertex.Sweeper;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What every round works with; the same for all resources. */
record Equipment(
    Gathering gathering,
    Decider decider,
    Actions actions,
    StatusProjector projector,
    Sweeper sweeper,
    MemoryBook book,
    Announcer announcer,
    Journal journal,
    Supplier<String> submissionIds,
    Clock clock,
    Uptime uptime,
    Duration cancelBound) {

  /** A status was written: counts and announces what is new in it. */
  void told(TuningJob resource, @Nullable TuningJobStatus before, TuningJobStatus after) {
    if (isOver(after) && !isOver(before)) {
      journal.ended(resource);
    }
    String state = state(after);
    boolean same = Objects.equals(state, state(before)) && isOver(before) == isOver(after);
    if (state != null && !same) {
      announce(resource, JobState.of(state), after);
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

  private void announce(TuningJob resource, JobState state, TuningJobStatus status) {
    if (!(state instanceof JobState.Known known) || known.ended() != isOver(status)) {
      return;
    }
    String message = message(status);
    switch (known) {
      case JOB_STATE_RUNNING -> announcer.normal(resource, "TuningJobRunning", message);
      case JOB_STATE_SUCCEEDED, JOB_STATE_PARTIALLY_SUCCEEDED -> {
        // Without an endpoint, or with its model gone, the conditions say Failed: so does the
        // event.
        if (has(status, Conditions.COMPLETE)) {
          announcer.normal(resource, "TuningJobSucceeded", message);
        } else {
          announcer.warning(resource, "TuningJobFailed", message);
        }
      }
      case JOB_STATE_FAILED -> announcer.warning(resource, "TuningJobFailed", message);
      case JOB_STATE_EXPIRED -> announcer.warning(resource, "TuningJobExpired", message);
      case JOB_STATE_CANCELLED -> announcer.warning(resource, "TuningJobCancelled", message);
      case JOB_STATE_UNSPECIFIED,
          JOB_STATE_QUEUED,
          JOB_STATE_PENDING,
          JOB_STATE_CANCELLING,
          JOB_STATE_PAUSED,
          JOB_STATE_UPDATING -> {}
    }
  }
}

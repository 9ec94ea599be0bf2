package dev.tunesmith.emulator;

import static com.google.cloud.aiplatform.v1.JobState.JOB_STATE_CANCELLED;
import static com.google.cloud.aiplatform.v1.JobState.JOB_STATE_CANCELLING;
import static com.google.cloud.aiplatform.v1.JobState.JOB_STATE_EXPIRED;
import static com.google.cloud.aiplatform.v1.JobState.JOB_STATE_FAILED;
import static com.google.cloud.aiplatform.v1.JobState.JOB_STATE_PARTIALLY_SUCCEEDED;
import static com.google.cloud.aiplatform.v1.JobState.JOB_STATE_RUNNING;
import static com.google.cloud.aiplatform.v1.JobState.JOB_STATE_SUCCEEDED;

import dev.tunesmith.emulator.Effect.JobError;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The states of a job, each with the instant at which it begins: the job's state follows from the
 * time alone.
 *
 * @param phases in order of time, at least one; the last one never ends
 * @param expectedEnd when an undisturbed run is complete: what progress is measured against
 */
record Timeline(List<Phase> phases, Instant expectedEnd) {
  private static final Set<String> ENDED =
      Set.of(
          JOB_STATE_SUCCEEDED.name(),
          JOB_STATE_FAILED.name(),
          JOB_STATE_CANCELLED.name(),
          JOB_STATE_EXPIRED.name(),
          JOB_STATE_PARTIALLY_SUCCEEDED.name());
  // The reference of TuningJob.endTime names these four, and not PARTIALLY_SUCCEEDED.
  private static final Set<String> WITH_END_TIME =
      Set.of(
          JOB_STATE_SUCCEEDED.name(),
          JOB_STATE_FAILED.name(),
          JOB_STATE_CANCELLED.name(),
          JOB_STATE_EXPIRED.name());

  Timeline {
    phases = List.copyOf(phases);
    if (phases.isEmpty()) {
      throw new IllegalArgumentException("a job has a state");
    }
  }

  /** The phase at an instant; the first one also before it begins. */
  Phase at(Instant now) {
    Phase current = phases.getFirst();
    for (Phase phase : phases) {
      if (phase.from().isAfter(now)) {
        break;
      }
      current = phase;
    }
    return current;
  }

  /** When the job first ran; empty before. */
  Optional<Instant> started(Instant now) {
    return phases.stream()
        .filter(phase -> phase.state().equals(JOB_STATE_RUNNING.name()))
        .map(Phase::from)
        .filter(from -> !from.isAfter(now))
        .findFirst();
  }

  /** When the job stopped training for good, cancelled or ended; empty before. */
  Optional<Instant> stopped(Instant now) {
    return phases.stream()
        .filter(phase -> !phase.from().isAfter(now))
        .filter(
            phase ->
                phase.state().equals(JOB_STATE_CANCELLING.name()) || ENDED.contains(phase.state()))
        .map(Phase::from)
        .findFirst();
  }

  /** Whether the job runs until it is cancelled. */
  boolean endless() {
    return phases.getLast().state().equals(JOB_STATE_RUNNING.name());
  }

  /** When the job ended; empty before. */
  Optional<Instant> ended(Instant now) {
    Phase phase = at(now);
    return WITH_END_TIME.contains(phase.state()) ? Optional.of(phase.from()) : Optional.empty();
  }

  boolean hasEnded(Instant now) {
    return ENDED.contains(at(now).state());
  }

  /** The phases up to the first of the others, and then the others. */
  Timeline leftFor(List<Phase> others) {
    Instant leaving = others.getFirst().from();
    List<Phase> changed = new ArrayList<>();
    changed.add(phases.getFirst());
    phases.stream().skip(1).filter(phase -> !phase.from().isAfter(leaving)).forEach(changed::add);
    changed.addAll(others);
    return new Timeline(changed, expectedEnd);
  }

  /**
   * One state of a job and what there is in it.
   *
   * @param state a state's name; also one that no client knows
   * @param from when it begins
   * @param model whether there is a tuned model
   * @param endpoint whether that model is deployed
   * @param error null when there is none
   */
  record Phase(
      String state, Instant from, boolean model, boolean endpoint, @Nullable JobError error) {

    /** With the model, endpoint and error that are usual in the state. */
    static Phase of(String state, Instant from) {
      boolean success =
          state.equals(JOB_STATE_SUCCEEDED.name())
              || state.equals(JOB_STATE_PARTIALLY_SUCCEEDED.name());
      return new Phase(state, from, success, success, usualError(state));
    }

    private static @Nullable JobError usualError(String state) {
      if (state.equals(JOB_STATE_FAILED.name())) {
        return new JobError(CanonicalCode.INTERNAL.number(), "Internal error encountered.");
      }
      // A cancelled job has an error too; see the reference of CancelTuningJob.
      return state.equals(JOB_STATE_CANCELLED.name())
          ? new JobError(CanonicalCode.CANCELLED.number(), "The tuning job was cancelled.")
          : null;
    }
  }
}

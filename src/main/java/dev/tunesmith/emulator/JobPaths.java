package dev.tunesmith.emulator;

import static com.google.cloud.aiplatform.v1.JobState.JOB_STATE_CANCELLED;
import static com.google.cloud.aiplatform.v1.JobState.JOB_STATE_CANCELLING;
import static com.google.cloud.aiplatform.v1.JobState.JOB_STATE_FAILED;
import static com.google.cloud.aiplatform.v1.JobState.JOB_STATE_PENDING;
import static com.google.cloud.aiplatform.v1.JobState.JOB_STATE_RUNNING;
import static com.google.cloud.aiplatform.v1.JobState.JOB_STATE_SUCCEEDED;

import dev.tunesmith.emulator.Effect.EndsAs;
import dev.tunesmith.emulator.Effect.Follows;
import dev.tunesmith.emulator.Effect.JobError;
import dev.tunesmith.emulator.Effect.NeverEnds;
import dev.tunesmith.emulator.Effect.Path;
import dev.tunesmith.emulator.Effect.Step;
import dev.tunesmith.emulator.Timeline.Phase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which path a job takes, and how long each part of it lasts. A path set by a fault wins; else the
 * training dataset's URI decides, so that a request alone can make a job fail:
 *
 * <ul>
 *   <li>{@code /never/}: runs until it is cancelled;
 *   <li>{@code fail-endpoint}: fails late, as once recorded, and leaves a model without an
 *       endpoint;
 *   <li>{@code fail}: fails on the data;
 *   <li>anything else: succeeds.
 * </ul>
 */
final class JobPaths {
  private static final Duration CANCELLING = Duration.ofSeconds(2);
  // A job that fails on its data never gets beyond processing them.
  private static final int RUNS_PER_PROCESSING = 7;
  private static final JobError BAD_DATA =
      new JobError(
          CanonicalCode.INVALID_ARGUMENT.number(), "Row: 0. Missing required 'contents' field.");
  private static final JobError NO_ENDPOINT =
      new JobError(
          CanonicalCode.INTERNAL.number(),
          "Failed to create endpoint. Tuned model is uploaded and can be accessed through Model"
              + " Registry.");

  private final double speed;
  private final Seeded seeded;

  JobPaths(double speed, Seeded seeded) {
    this.speed = speed;
    this.seeded = seeded;
  }

  /**
   * The path of a new job.
   *
   * @param key the job's id: its durations are derived from it
   * @param fault the path that a fault gives it; empty for the usual one
   */
  Timeline of(Training training, String key, Instant created, Optional<Path> fault) {
    Instant running = created.plus(scaled(millis(2500, 3500, "pending:" + key)));
    // Half a minute to a minute: more data and more epochs take longer.
    long trainingMillis = 30_000 + Math.min(25_000, training.steps() * 25);
    Duration wobble = millis(0, 5000, "running:" + key);
    Instant end = running.plus(scaled(Duration.ofMillis(trainingMillis).plus(wobble)));
    return fault
        .map(
            path ->
                switch (path) {
                  case NeverEnds never -> usual(created, running, end);
                  case EndsAs ending -> usual(created, running, end, ending(ending, end));
                  case Follows follows -> follow(follows, created, end);
                })
        .orElseGet(() -> byUri(training.uri(), created, running, end));
  }

  private static Timeline byUri(String uri, Instant created, Instant running, Instant end) {
    if (uri.contains("/never/")) {
      return usual(created, running, end);
    }
    if (uri.contains("fail-endpoint")) {
      return usual(
          created, running, end, new Phase(JOB_STATE_FAILED.name(), end, true, false, NO_ENDPOINT));
    }
    if (uri.contains("fail")) {
      Instant expectedEnd =
          running.plus(Duration.between(running, end).multipliedBy(RUNS_PER_PROCESSING));
      return usual(
          created,
          running,
          expectedEnd,
          new Phase(JOB_STATE_FAILED.name(), end, false, false, BAD_DATA));
    }
    return usual(created, running, end, Phase.of(JOB_STATE_SUCCEEDED.name(), end));
  }

  private static Timeline usual(
      Instant created, Instant running, Instant expectedEnd, Phase... ending) {
    List<Phase> phases = new ArrayList<>();
    phases.add(Phase.of(JOB_STATE_PENDING.name(), created));
    phases.add(Phase.of(JOB_STATE_RUNNING.name(), running));
    phases.addAll(List.of(ending));
    return new Timeline(phases, expectedEnd);
  }

  private static Phase ending(EndsAs ending, Instant from) {
    Phase usual = Phase.of(ending.state(), from);
    return new Phase(
        ending.state(),
        from,
        ending.model() == null ? usual.model() : ending.model(),
        ending.endpoint() == null ? usual.endpoint() : ending.endpoint(),
        ending.error() == null ? usual.error() : ending.error());
  }

  private Timeline follow(Follows follows, Instant created, Instant usualEnd) {
    List<Phase> phases = new ArrayList<>();
    Instant from = created;
    for (Step step : follows.steps()) {
      phases.add(Phase.of(step.state(), from));
      from = from.plus(scaled(step.duration()));
    }
    Instant last = phases.getLast().from();
    return new Timeline(phases, phases.size() > 1 ? last : usualEnd);
  }

  /** The path of a job from a cancel on: cancelling for a while, then the final state. */
  Timeline cancelled(Timeline timeline, Instant now, String finalState) {
    return timeline.leftFor(
        List.of(
            Phase.of(JOB_STATE_CANCELLING.name(), now),
            Phase.of(finalState, now.plus(scaled(CANCELLING)))));
  }

  static boolean isCancelling(Phase phase) {
    return phase.state().equals(JOB_STATE_CANCELLING.name());
  }

  static String usualFinalStateOfCancel() {
    return JOB_STATE_CANCELLED.name();
  }

  private Duration millis(long from, long to, String key) {
    return Duration.ofMillis(seeded.between(from, to, key));
  }

  private Duration scaled(Duration atSpeedOne) {
    return Duration.ofNanos((long) (atSpeedOne.toNanos() / speed));
  }
}

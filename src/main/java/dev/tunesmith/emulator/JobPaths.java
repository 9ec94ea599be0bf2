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
 * Which path a job takes, and how long each part of it lasts. An ordered path wins; else the
 * training data's URI says it, so that a job can be made to fail from a manifest alone:
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
   * @param uri of its training data
   * @param steps that its training takes
   * @param key the job's id: what its durations are derived from
   */
  Timeline of(String uri, long steps, String key, Instant created, Optional<Path> ordered) {
    Instant running = created.plus(scaled(millis(2500, 3500, "pending:" + key)));
    // Half a minute to a minute: more data and more epochs take longer.
    long trainingMillis = 30_000 + Math.min(25_000, steps * 25);
    Duration wobble = millis(0, 5000, "running:" + key);
    Instant end = running.plus(scaled(Duration.ofMillis(trainingMillis).plus(wobble)));
    return ordered
        .map(
            path ->
                switch (path) {
                  case NeverEnds never -> usual(created, running);
                  case EndsAs ending -> usual(created, running, ending(ending, end));
                  case Follows follows -> follow(follows, created);
                })
        .orElseGet(() -> byUri(uri, created, running, end));
  }

  private static Timeline byUri(String uri, Instant created, Instant running, Instant end) {
    if (uri.contains("/never/")) {
      return usual(created, running);
    }
    if (uri.contains("fail-endpoint")) {
      return usual(
          created, running, new Phase(JOB_STATE_FAILED.name(), end, true, false, NO_ENDPOINT));
    }
    if (uri.contains("fail")) {
      return usual(
          created, running, new Phase(JOB_STATE_FAILED.name(), end, false, false, BAD_DATA));
    }
    return usual(created, running, Phase.of(JOB_STATE_SUCCEEDED.name(), end));
  }

  private static Timeline usual(Instant created, Instant running, Phase... ending) {
    List<Phase> phases = new ArrayList<>();
    phases.add(Phase.of(JOB_STATE_PENDING.name(), created));
    phases.add(Phase.of(JOB_STATE_RUNNING.name(), running));
    phases.addAll(List.of(ending));
    return new Timeline(phases);
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

  private Timeline follow(Follows follows, Instant created) {
    List<Phase> phases = new ArrayList<>();
    Instant from = created;
    for (Step step : follows.steps()) {
      phases.add(Phase.of(step.state(), from));
      from = from.plus(scaled(step.duration()));
    }
    return new Timeline(phases);
  }

  /** The path of a job from a cancel on: cancelling for a while, then cancelled or as ordered. */
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

package dev.tunesmith.emulator;

import static dev.tunesmith.emulator.CanonicalCode.CANCELLED;
import static dev.tunesmith.emulator.CanonicalCode.INTERNAL;
import static dev.tunesmith.emulator.CanonicalCode.INVALID_ARGUMENT;

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
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The tuning of a model of the Gemini API: its states, and how many steps are complete. A path set
 * by a fault wins; else a word in the display name decides: with {@code never} the tuning does not
 * end, with {@code fail} it fails after a third of its steps.
 *
 * @param timeline the states
 * @param started when the first step began
 * @param totalSteps at least 1
 * @param stepsPerEpoch at least 1
 */
record TunedModelRun(Timeline timeline, Instant started, int totalSteps, int stepsPerEpoch) {
  static final String CREATING = "CREATING";
  static final String ACTIVE = "ACTIVE";
  static final String FAILED = "FAILED";

  private static final Set<String> ENDED = Set.of(ACTIVE, FAILED);
  private static final JobError BAD_DATA =
      new JobError(INVALID_ARGUMENT.number(), "The model cannot be tuned on these examples.");

  /**
   * How long tunings last.
   *
   * @param speed how many times faster than normal
   */
  record Pace(double speed, Seeded seeded) {

    /**
     * The run of a new model.
     *
     * @param examples how many there are
     * @param key the model's id: its durations are derived from it
     * @param fault the path that a fault gives it; empty for the usual one
     */
    TunedModelRun run(
        long examples,
        long batchSize,
        long epochs,
        String displayName,
        String key,
        Instant created,
        Optional<Path> fault) {
      // No formula is documented: a batch is a step.
      long perEpoch = Math.ceilDiv(examples, batchSize);
      int total = (int) Math.min(Integer.MAX_VALUE, perEpoch * epochs);
      Instant started = created.plus(millis(2500, 3500, "tuned-pending:" + key));
      long length = 30_000 + Math.min(20_000, total * 25L);
      Instant end = started.plus(millis(length, length + 5000, "tuned-running:" + key));
      Timeline timeline =
          fault
              .map(path -> byFault(path, created, end))
              .orElseGet(() -> byName(displayName, created, started, end));
      return new TunedModelRun(timeline, started, total, (int) perEpoch);
    }

    private Timeline byFault(Path path, Instant created, Instant end) {
      return switch (path) {
        case NeverEnds never -> timeline(created, end);
        case EndsAs ending -> timeline(created, end, phase(ending.state(), end, ending.error()));
        case Follows follows -> {
          List<Phase> phases = new ArrayList<>();
          Instant from = created;
          for (Step step : follows.steps()) {
            phases.add(phase(step.state(), from, null));
            from = from.plus(scaled(step.duration()));
          }
          Instant last = phases.getLast().from();
          yield new Timeline(phases, phases.size() > 1 ? last : end);
        }
      };
    }

    private static Timeline byName(String name, Instant created, Instant started, Instant end) {
      List<String> words = List.of(name.toLowerCase(Locale.ROOT).split("[^a-z]+", -1));
      if (words.contains("never")) {
        return timeline(created, end);
      }
      if (words.contains("fail")) {
        Instant third = started.plus(Duration.between(started, end).dividedBy(3));
        return timeline(created, end, phase(FAILED, third, BAD_DATA));
      }
      return timeline(created, end, phase(ACTIVE, end, null));
    }

    private static Timeline timeline(Instant created, Instant expectedEnd, Phase... ending) {
      List<Phase> phases = new ArrayList<>();
      phases.add(phase(CREATING, created, null));
      phases.addAll(List.of(ending));
      return new Timeline(phases, expectedEnd);
    }

    private Duration millis(long from, long to, String key) {
      return scaled(Duration.ofMillis(seeded.between(from, to, key)));
    }

    private Duration scaled(Duration atSpeedOne) {
      return Duration.ofNanos((long) (atSpeedOne.toNanos() / speed));
    }
  }

  private static Phase phase(String state, Instant from, @Nullable JobError error) {
    JobError usual =
        state.equals(FAILED)
            ? new JobError(INTERNAL.number(), "Internal error encountered.")
            : null;
    return new Phase(state, from, false, false, error == null ? usual : error);
  }

  /** The same up to now, and then failed because the operation was cancelled. */
  TunedModelRun cancelled(Instant now) {
    JobError error = new JobError(CANCELLED.number(), "The operation was cancelled.");
    return new TunedModelRun(
        timeline.leftFor(List.of(phase(FAILED, now, error))), started, totalSteps, stepsPerEpoch);
  }

  Phase phase(Instant now) {
    return timeline.at(now);
  }

  /** Whether the tuning is over: the operation is done. */
  boolean hasEnded(Instant now) {
    return ENDED.contains(phase(now).state());
  }

  boolean isActive(Instant now) {
    return phase(now).state().equals(ACTIVE);
  }

  /** How many steps are complete; all of them only once the model is active. */
  int completedSteps(Instant now) {
    if (isActive(now)) {
      return totalSteps;
    }
    Instant until = hasEnded(now) ? phase(now).from() : now;
    double part = part(Duration.between(started, until), whole());
    return (int) Math.min(totalSteps - 1, part * totalSteps);
  }

  /** When a step was complete, 1 for the first. */
  Instant completed(int step) {
    return started.plusNanos((long) (whole().toNanos() * ((double) step / totalSteps)));
  }

  private Duration whole() {
    return Duration.between(started, timeline.expectedEnd());
  }

  private static double part(Duration done, Duration whole) {
    if (whole.isNegative() || whole.isZero()) {
      return done.isNegative() ? 0 : 1;
    }
    return Math.clamp((double) done.toNanos() / whole.toNanos(), 0, 1);
  }
}

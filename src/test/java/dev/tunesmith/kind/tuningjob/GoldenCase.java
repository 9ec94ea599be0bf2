package dev.tunesmith.kind.tuningjob;

import dev.tunesmith.api.v1alpha1.tuningjob.JobStatus;
import dev.tunesmith.api.v1alpha1.tuningjob.TuningJobStatus;
import dev.tunesmith.lifecycle.Failure;
import dev.tunesmith.lifecycle.JobSnapshot;
import dev.tunesmith.lifecycle.Scope;
import dev.tunesmith.lifecycle.Submission;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One folder of the truth table: {@code in.yaml} says what happened, {@code seen.yaml} what each
 * tool has to show (written by hand), {@code out.yaml} the whole status.
 */
record GoldenCase(
    @Nullable Boolean deleting,
    @Nullable Long generation,
    @Nullable String specRun,
    @Nullable String run,
    @Nullable List<String> notes,
    @Nullable TuningJobStatus before,
    List<Step> steps) {

  static GoldenCase read(Path folder) throws IOException {
    return Serialization.unmarshal(Files.readString(folder.resolve("in.yaml")), GoldenCase.class);
  }

  /** What happened; a minute passes after each step. */
  record Step(
      String did,
      @Nullable String run,
      @Nullable Long generation,
      @Nullable String reason,
      @Nullable String kind,
      @Nullable String message,
      @Nullable Boolean modelGone,
      @Nullable JobStatus job) {

    Progress progress(Clock clock) {
      return switch (did) {
        case "intended" -> new Progress.Intended(new Submission("s-1", 1, clock.instant()));
        case "refused" -> new Progress.Refused(failure());
        case "notSent" -> new Progress.NotSent();
        case "givenUp" -> new Progress.GivenUp();
        case "named" -> new Progress.Named(snapshot());
        case "observed" -> new Progress.Observed(snapshot(), Boolean.TRUE.equals(modelGone));
        case "outOfSight" -> new Progress.OutOfSight(snapshot(), failure());
        case "held" -> new Progress.Held(required(reason), required(message));
        case "stalled" -> new Progress.Stalled(required(reason), required(message));
        case "unchanged" -> new Progress.Unchanged();
        default -> throw new IllegalArgumentException("no such step: " + did);
      };
    }

    private Failure failure() {
      return new Failure(Failure.Kind.valueOf(required(kind)), "CODE", required(message));
    }

    private JobSnapshot snapshot() {
      return Snapshots.of(
          Objects.requireNonNull(job),
          Map.of("tunesmith-submission", "s-1", "tunesmith-attempt", "1"));
    }

    private static String required(@Nullable String value) {
      return Objects.requireNonNull(value);
    }
  }

  long lastGeneration() {
    return Objects.requireNonNullElse(generation, 2L);
  }

  /** Projects all steps, one after the other; each one twice, since saying it again is nothing. */
  @Nullable TuningJobStatus project(dev.tunesmith.support.VirtualTime time) {
    StatusProjector projector = new StatusProjector(time);
    TuningJobStatus status = before;
    for (Step step : steps) {
      String stepRun = Objects.requireNonNullElse(step.run(), Objects.requireNonNullElse(run, "1"));
      Subject subject =
          new Subject(
              Objects.requireNonNullElse(step.generation(), lastGeneration()),
              Objects.requireNonNullElse(specRun, stepRun),
              stepRun,
              "here",
              new Scope("my-project", "us-central1"),
              Objects.requireNonNullElse(notes, List.of()));
      Progress progress = step.progress(time);
      status = projector.project(status, subject, progress);
      time.advance(Duration.ofMinutes(1));
      if (!(progress instanceof Progress.Intended)) {
        TuningJobStatus again = projector.project(status, subject, progress);
        if (!again.equals(status)) {
          throw new AssertionError(
              "said again, " + step.did() + " is written again: " + again + " after " + status);
        }
      }
    }
    return status;
  }
}

package dev.tunesmith.kind.tuningjob;

import dev.tunesmith.api.v1alpha1.Conditions;
import dev.tunesmith.api.v1alpha1.tuningjob.Attempt;
import dev.tunesmith.api.v1alpha1.tuningjob.TuningJobStatus;
import dev.tunesmith.lifecycle.Failure;
import dev.tunesmith.lifecycle.JobName;
import dev.tunesmith.lifecycle.Recorded;
import dev.tunesmith.lifecycle.Scope;
import dev.tunesmith.lifecycle.Submission;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a status remembers. A status can have been lost, restored or written by hand: whatever
 * cannot have been written by the operator reads as not there.
 */
public final class StatusReader {
  private StatusReader() {}

  /**
   * Reads a status.
   *
   * @param status the status, or null
   * @return what it remembers
   */
  public static Recorded read(@Nullable TuningJobStatus status) {
    if (status == null) {
      return Recorded.NOTHING;
    }
    List<Attempt> attempts = NonNullElements.of(status.attempts());
    Submission submission = submission(status.submission());
    JobName job = status.job() == null ? null : JobName.parse(status.job().name()).orElse(null);
    String run = status.run();
    if (run == null && job != null) {
      run = AttemptLog.runOf(attempts, job.value());
    }
    return new Recorded(
        status.observedGeneration() != null && status.observedGeneration() >= 0,
        run,
        status.instanceId(),
        scope(status),
        submission,
        job,
        // Where somebody removed the conditions, the end has to be told again.
        job != null
            && AttemptLog.toldTheEndOf(attempts, job.value())
            && ConditionSet.find(NonNullElements.of(status.conditions()), Conditions.READY)
                .isPresent(),
        AttemptLog.doubted(attempts, run, submission == null ? null : submission.id()),
        rejected(status));
  }

  private static @Nullable Scope scope(TuningJobStatus status) {
    String project = status.projectId();
    String location = status.location();
    return project == null || project.isBlank() || location == null || location.isBlank()
        ? null
        : new Scope(project, location);
  }

  private static @Nullable Submission submission(
      dev.tunesmith.api.v1alpha1.tuningjob.@Nullable Submission written) {
    if (written == null || written.id() == null) {
      return null;
    }
    int attempt = written.attempt() == null ? 1 : Math.max(1, written.attempt());
    try {
      return new Submission(written.id(), attempt, time(written.time()));
    } catch (IllegalArgumentException e) {
      // An id that could not be a label was never sent as one.
      return null;
    }
  }

  private static Instant time(@Nullable String text) {
    try {
      return text == null ? Instant.EPOCH : Instant.parse(text);
    } catch (DateTimeParseException e) {
      return Instant.EPOCH;
    }
  }

  /**
   * The generation that the service refused. Violations that we found ourselves are judged anew
   * each time: an upgrade or another flag may have mended them.
   */
  private static @Nullable Long rejected(TuningJobStatus status) {
    Optional<Condition> stalled =
        ConditionSet.find(NonNullElements.of(status.conditions()), Conditions.STALLED);
    return stalled
        .filter(c -> Failure.Kind.REQUEST_REJECTED.reason().equals(c.getReason()))
        .filter(c -> c.getMessage() != null)
        .filter(c -> c.getMessage().startsWith(StatusProjector.REFUSED_BY_SERVICE))
        .map(Condition::getObservedGeneration)
        .orElse(null);
  }
}

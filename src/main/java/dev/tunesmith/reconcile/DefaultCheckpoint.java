package dev.tunesmith.reconcile;

import dev.tunesmith.api.v1alpha1.ConditionReason;
import dev.tunesmith.api.v1alpha1.EventReason;
import dev.tunesmith.lifecycle.Scope;
import dev.tunesmith.lifecycle.Timing;
import dev.tunesmith.vertex.Artifacts;
import dev.tunesmith.vertex.Failure;
import dev.tunesmith.vertex.JobSnapshot;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes a checkpoint the default one of the model that a job made: reads which one is, changes it
 * after a locked write of the status where it is another (rule L), and reads it again. The same at
 * any time is no harm, so that it goes on after a death wherever it was.
 *
 * @param tries of all models, by model and checkpoint
 */
record DefaultCheckpoint<R extends HasMetadata>(
    JobController.Parts<R> parts,
    Reconciliation<R> attempt,
    Situation in,
    Tries tries,
    JobSnapshot job,
    String id) {

  /** How long the service may take for what it accepted before it is requested again. */
  private static final Duration CHANGE_AGAIN = Duration.ofMinutes(1);

  /** How far it is. */
  sealed interface Step {}

  /**
   * It is the default one.
   *
   * @param job naming its endpoint, whether the service's answer for the job does so already or not
   */
  record Done(JobSnapshot job) implements Step {}

  /** The model does not exist. */
  record Gone() implements Step {}

  /**
   * It is not yet, or cannot be.
   *
   * @param report null for nothing new
   */
  record Open(@Nullable Report report, Duration again) implements Step {}

  Step step() {
    Map<String, String> checkpoints = job.checkpoints();
    String endpoint = checkpoints.get(id);
    if (endpoint == null || job.model().isEmpty()) {
      return impossible(
          checkpoints.isEmpty()
              ? "The job names no checkpoints; remove spec.defaultCheckpointId."
              : "The model has no such checkpoint; it has "
                  + String.join(", ", checkpoints.keySet())
                  + ". Change spec.defaultCheckpointId.");
    }
    Duration until = tries.until(key(), parts.uptime().now());
    if (until.isPositive()) {
      return new Open(null, until);
    }
    return switch (service().version(model())) {
      case Artifacts.Absent absent -> new Gone();
      case Artifacts.Failed failed -> later(failed.failure());
      case Artifacts.Version version ->
          id.equals(version.defaultCheckpoint())
              ? done(endpoint)
              : change(version.defaultCheckpoint(), endpoint);
    };
  }

  private Step done(String endpoint) {
    return new Done(endpoint.isEmpty() ? job : job.withEndpoint(endpoint));
  }

  /** The endpoint of another checkpoint may have been deleted since the job made it. */
  private Step change(String before, String endpoint) {
    if (!endpoint.isEmpty()) {
      switch (service().endpoint(endpoint)) {
        case Artifacts.Absent absent -> {
          return impossible(
              "Its endpoint "
                  + endpoint
                  + " does not exist any more. Deploy the checkpoint yourself, or change"
                  + " spec.defaultCheckpointId.");
        }
        case Artifacts.Failed failed -> {
          return later(failed.failure());
        }
        case Artifacts.Endpoint there -> {
          if (there.deployed().isEmpty()) {
            return impossible("Nothing is deployed on its endpoint " + endpoint + ".");
          }
        }
      }
    }
    if (tries.until(accepted(), parts.uptime().now()).isPositive()) {
      return notShown();
    }
    String why =
        "Making checkpoint "
            + id
            + " the default one of "
            + model()
            // Differs each time: a write that changes nothing would prove nothing.
            + " (request "
            + (tries.calls(key()) + 1)
            + " at "
            + parts.clock().instant().truncatedTo(ChronoUnit.SECONDS)
            + ").";
    if (!attempt.locked(in, new Report.Noted(why))) {
      return new Open(null, Attempt.AT_ONCE);
    }
    return switch (service().setDefaultCheckpoint(model(), id)) {
      case Artifacts.Absent absent -> new Gone();
      case Artifacts.Failed failed ->
          failed.failure().passes()
              ? later(failed.failure())
              : impossible("Vertex AI refuses it: " + failed.failure().message());
      case Artifacts.Accepted accepted -> readAgain(before, endpoint);
    };
  }

  private Step readAgain(String before, String endpoint) {
    if (service().version(model()) instanceof Artifacts.Version version
        && id.equals(version.defaultCheckpoint())) {
      attempt.event(
          false,
          EventReason.DEFAULT_CHECKPOINT_SET,
          "Checkpoint "
              + id
              + " is the default one of "
              + model()
              + (before.isEmpty() ? "." : "; it was " + before + "."));
      return done(endpoint);
    }
    tries.tried(accepted(), parts.uptime().now().plus(CHANGE_AGAIN));
    return notShown();
  }

  private Step notShown() {
    return later(
        "Vertex AI accepted it, and does not show it yet.", Failure.Kind.SERVICE_UNAVAILABLE);
  }

  private Step later(Failure failure) {
    return later(failure.message(), failure.kind());
  }

  private Step later(String why, Failure.Kind kind) {
    Duration pause = pause(kind);
    return new Open(
        new Report.Waiting(
            kind.reason(),
            job.name()
                + " succeeded; checkpoint "
                + id
                + " is not yet known to be the default one of its model, which is tried again: "
                + why,
            false),
        pause);
  }

  private Duration pause(Failure.Kind kind) {
    Duration pause = parts.pause(kind, tries.calls(key()) + 1);
    tries.tried(key(), parts.uptime().now().plus(pause));
    return pause;
  }

  private Step impossible(String why) {
    tries.tried(key(), parts.uptime().now().plus(Timing.CHECK_AGAIN));
    return new Open(
        new Report.Unpublished(
            job,
            scope(),
            ConditionReason.DEFAULT_CHECKPOINT_NOT_SET,
            "Checkpoint " + id + " is not the default one. " + why,
            null),
        Timing.CHECK_AGAIN);
  }

  private Scope scope() {
    return parts.informer().scopeOf(job.name());
  }

  private Artifacts service() {
    return parts.service().artifacts();
  }

  private String model() {
    return job.model().orElse("");
  }

  private String accepted() {
    return key() + " accepted";
  }

  private String key() {
    // A change of the resource is an attempt at once.
    return model() + " " + id + " " + attempt.generation();
  }
}

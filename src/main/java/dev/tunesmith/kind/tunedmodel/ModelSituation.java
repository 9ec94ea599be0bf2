package dev.tunesmith.kind.tunedmodel;

import dev.tunesmith.api.v1alpha1.ConditionReason;
import dev.tunesmith.api.v1alpha1.Rejected;
import dev.tunesmith.api.v1alpha1.tunedmodel.DeletionPolicy;
import dev.tunesmith.api.v1alpha1.tunedmodel.Submission;
import dev.tunesmith.api.v1alpha1.tunedmodel.TunedModel;
import dev.tunesmith.api.v1alpha1.tunedmodel.TunedModelSpec;
import dev.tunesmith.api.v1alpha1.tunedmodel.TunedModelStatus;
import dev.tunesmith.gemini.Access;
import dev.tunesmith.lifecycle.ResourceKey;
import dev.tunesmith.lifecycle.Verdict;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * All that one decision goes by, and what its effects need.
 *
 * @param context what a status is written from
 * @param access how the models are reached; null where the service may not be called
 * @param again when to reconcile again where a person has to change something
 * @param untilDeadline how long a deletion may still take; long where there is none
 */
record ModelSituation(
    DesiredModel desired,
    ModelFacts facts,
    ModelReport.Context context,
    @Nullable Access access,
    Duration again,
    Duration untilDeadline) {
  /** How often a model that is over is read: for drift, and for whether it still exists. */
  static final Duration AT_REST = Duration.ofMinutes(9);

  /**
   * Gathers.
   *
   * @param sources what the spec names, as this reconciliation read it
   * @param looked whether this reconciliation has read the models
   */
  static ModelSituation of(
      TunedModelController.Parts parts,
      ResourceKey key,
      ModelMemory memory,
      ModelSources sources,
      boolean looked,
      TunedModel resource) {
    Duration now = parts.uptime().now();
    long generation = Objects.requireNonNullElse(resource.getMetadata().getGeneration(), 0L);
    TunedModelSpec spec = resource.getSpec();
    TunedModelStatus status =
        Objects.requireNonNullElse(resource.getStatus(), ModelProjector.NOTHING);
    boolean deleted = resource.isMarkedForDeletion();
    DesiredModel desired = DesiredModels.read(spec, sources.data());
    ModelId id = ModelId.of(parts.instanceId(), key, desired.run(), desired.inputs());
    memory.about(id.prefix(), deleted, now);
    boolean sameRun = desired.run().equals(status.run());
    Submission submission = sameRun ? status.submission() : null;
    String inputs = submission == null ? null : submission.inputs();
    String named = sameRun && status.model() != null ? status.model().name() : null;
    Rejected rejected = status.rejected();
    boolean deletes = spec != null && DeletionPolicy.Delete.name().equals(spec.deletionPolicy());
    Duration left = memory.deletionSeen(now).plus(parts.timing().deletionDeadline()).minus(now);
    // The durable record that one of ours may have created, also where the status was lost.
    boolean finalizer = resource.getFinalizers().contains(TunedModelKind.FINALIZER);
    Duration again = spec == null || spec.trainingDataFrom() == null ? AT_REST : ModelSources.AGAIN;
    ModelFacts.Gone gone =
        submission == null && named == null && (!finalizer || memory.neverSent())
            ? ModelFacts.Gone.CONFIRMED
            : memory.gone(parts.timing().grace());
    ModelFacts facts =
        new ModelFacts(
            id,
            inputs == null || !inputs.contains("-") ? null : id.withInputs(inputs),
            deleted,
            finalizer,
            deletes,
            deleted && !left.isPositive(),
            named != null && named.contains(id.prefix()),
            named != null && !named.contains(id.prefix()) ? named : null,
            rejected != null
                    && desired.run().equals(rejected.run())
                    && desired.request().equals(rejected.inputs())
                ? Objects.requireNonNullElse(rejected.message(), "The service refused the request.")
                : null,
            sources.mayCall(),
            sources.access() != null && parts.endpoints().takesIds(sources.access().endpoint()),
            sources.readable(),
            checks(memory.pause(generation, now), desired, again),
            memory.sighting(looked ? AT_REST : freshness(parts, memory, deleted), now),
            memory.isListed(parts.timing().grace(), now)
                || (named != null && isOlder(submission, parts.timing().grace(), parts.clock())),
            gone);
    String base = spec == null || spec.model() == null ? null : spec.model().baseModel();
    return new ModelSituation(
        desired,
        facts,
        new ModelReport.Context(
            generation,
            parts.instanceId(),
            desired.run(),
            desired.inputs(),
            desired.request(),
            base,
            deleted),
        sources.access(),
        again,
        deleted ? left : AT_REST);
  }

  /** A poll that comes a moment early is no reason to leave one out. */
  private static Duration freshness(
      TunedModelController.Parts parts, ModelMemory memory, boolean deleted) {
    boolean over =
        !deleted
            && !memory.models().isEmpty()
            && memory.models().stream().allMatch(model -> model.state().ended());
    return over ? AT_REST : parts.schedule().interval().multipliedBy(9).dividedBy(10);
  }

  /** Listings show by now what was created then. */
  private static boolean isOlder(@Nullable Submission submission, Duration grace, Clock clock) {
    try {
      return submission != null
          && submission.time() != null
          && Instant.parse(submission.time()).plus(grace).isBefore(clock.instant());
    } catch (DateTimeParseException e) {
      return false;
    }
  }

  private static Verdict checks(@Nullable Verdict pause, DesiredModel desired, Duration again) {
    if (!desired.errors().isEmpty()) {
      return new Verdict.Refuse(
          ConditionReason.REQUEST_REJECTED, String.join("; ", desired.errors()), again);
    }
    return pause == null ? new Verdict.Pass() : pause;
  }
}

package dev.tunesmith.kind.tunedmodel;

import dev.tunesmith.api.v1alpha1.ConditionReason;
import dev.tunesmith.api.v1alpha1.Rejected;
import dev.tunesmith.api.v1alpha1.tunedmodel.DeletionPolicy;
import dev.tunesmith.api.v1alpha1.tunedmodel.Submission;
import dev.tunesmith.api.v1alpha1.tunedmodel.TrainingDataFrom;
import dev.tunesmith.api.v1alpha1.tunedmodel.TunedModel;
import dev.tunesmith.api.v1alpha1.tunedmodel.TunedModelSpec;
import dev.tunesmith.api.v1alpha1.tunedmodel.TunedModelStatus;
import dev.tunesmith.lifecycle.ResourceKey;
import dev.tunesmith.lifecycle.Verdict;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * All that one decision goes by, and what its effects need.
 *
 * @param context what a status is written from
 * @param access how the models are reached
 * @param again when to reconcile again where a person has to change something
 * @param untilDeadline how long a deletion may still take; long where there is none
 */
record ModelSituation(
    DesiredModel desired,
    ModelFacts facts,
    ModelReport.Context context,
    ModelAccess access,
    Duration again,
    Duration untilDeadline) {
  /** How often a model that is over is read: for drift, and for whether it still exists. */
  static final Duration AT_REST = Duration.ofMinutes(9);

  private static final Duration DATA_AGAIN = Duration.ofSeconds(30);

  /** What became of the training data that the spec names. */
  private record Data(Verdict verdict, @Nullable TrainingData read) {}

  /**
   * Gathers.
   *
   * @param looked whether this reconciliation has read the models
   */
  static ModelSituation of(
      TunedModelController.Parts parts,
      ResourceKey key,
      ModelMemory memory,
      boolean looked,
      TunedModel resource) {
    Duration now = parts.uptime().now();
    long generation = Objects.requireNonNullElse(resource.getMetadata().getGeneration(), 0L);
    TunedModelSpec spec = resource.getSpec();
    TunedModelStatus status =
        Objects.requireNonNullElse(resource.getStatus(), ModelProjector.NOTHING);
    boolean deleted = resource.isMarkedForDeletion();
    Data data = data(parts, key, spec);
    DesiredModel desired = DesiredModels.read(spec, data.read());
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
    Verdict mayCall = parts.policy().check(spec == null ? null : spec.endpoint());
    Duration again = spec == null || spec.trainingDataFrom() == null ? AT_REST : DATA_AGAIN;
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
                    && desired.inputs().equals(rejected.inputs())
                ? Objects.requireNonNullElse(rejected.message(), "The service refused the request.")
                : null,
            mayCall instanceof Verdict.Pass ? secret(parts, key, spec) : mayCall,
            data.verdict(),
            checks(memory.pause(generation, now), desired, again),
            mayCall instanceof Verdict.Pass
                ? memory.sighting(looked ? AT_REST : freshness(parts, memory, deleted), now)
                : new ModelFacts.Barred(mayCall),
            memory.isListed(parts.timing().grace(), now),
            gone);
    String base = spec == null || spec.model() == null ? null : spec.model().baseModel();
    return new ModelSituation(
        desired,
        facts,
        new ModelReport.Context(
            generation, parts.instanceId(), desired.run(), desired.inputs(), base, deleted),
        access(parts, key, spec),
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

  private static Data data(
      TunedModelController.Parts parts, ResourceKey key, @Nullable TunedModelSpec spec) {
    TrainingDataFrom from = spec == null ? null : spec.trainingDataFrom();
    ObjectKey reference = from == null ? null : ObjectKey.of(from.configMapKeyRef());
    if (from == null || reference == null) {
      return new Data(new Verdict.Pass(), null);
    }
    return switch (parts.objects().configMap(key.namespace(), reference)) {
      case NamespaceObjects.Value value ->
          new Data(new Verdict.Pass(), TrainingData.read(from, value.text()));
      case NamespaceObjects.Missing missing ->
          new Data(
              new Verdict.Refuse(ConditionReason.NOT_FOUND, missing.message(), DATA_AGAIN), null);
      case NamespaceObjects.Unreadable unreadable ->
          new Data(
              unreadable.forbidden()
                  ? new Verdict.Refuse(
                      ConditionReason.PERMISSION_DENIED, unreadable.message(), DATA_AGAIN)
                  : new Verdict.Wait(
                      ConditionReason.SERVICE_UNAVAILABLE, unreadable.message(), DATA_AGAIN),
              null);
    };
  }

  private static Verdict checks(@Nullable Verdict pause, DesiredModel desired, Duration again) {
    if (!desired.errors().isEmpty()) {
      return new Verdict.Refuse(
          ConditionReason.REQUEST_REJECTED, String.join("; ", desired.errors()), again);
    }
    return pause == null ? new Verdict.Pass() : pause;
  }

  /** Whether the key can be read; the key itself is read at each call. */
  private static Verdict secret(
      TunedModelController.Parts parts, ResourceKey key, @Nullable TunedModelSpec spec) {
    ModelAccess access = access(parts, key, spec);
    ObjectKey reference = access.apiKey();
    if (reference == null) {
      // The operator's own token is for the administrator's choice of host, and never without TLS.
      return "https".equals(access.endpoint().getScheme())
              && access.endpoint().equals(parts.policy().endpoint())
          ? new Verdict.Pass()
          : new Verdict.Refuse(
              ConditionReason.PERMISSION_DENIED,
              "The operator's Google Cloud credentials are not sent to "
                  + access.endpoint()
                  + "; set spec.apiKeySecretRef",
              null);
    }
    return switch (parts.objects().secret(key.namespace(), reference)) {
      case NamespaceObjects.Value value -> new Verdict.Pass();
      case NamespaceObjects.Missing missing ->
          new Verdict.Refuse(ConditionReason.NOT_FOUND, missing.message(), DATA_AGAIN);
      case NamespaceObjects.Unreadable unreadable ->
          unreadable.forbidden()
              ? new Verdict.Refuse(
                  ConditionReason.PERMISSION_DENIED, unreadable.message(), DATA_AGAIN)
              : new Verdict.Wait(
                  ConditionReason.SERVICE_UNAVAILABLE, unreadable.message(), DATA_AGAIN);
    };
  }

  private static ModelAccess access(
      TunedModelController.Parts parts, ResourceKey key, @Nullable TunedModelSpec spec) {
    String wanted = spec == null ? null : spec.endpoint();
    URI endpoint =
        wanted == null || !(parts.policy().check(wanted) instanceof Verdict.Pass)
            ? parts.policy().endpoint()
            : URI.create(wanted);
    return new ModelAccess(
        key.namespace(), endpoint, spec == null ? null : ObjectKey.of(spec.apiKeySecretRef()));
  }
}

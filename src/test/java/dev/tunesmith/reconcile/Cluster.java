package dev.tunesmith.reconcile;

import dev.tunesmith.api.v1alpha1.tuningjob.TuningJob;
import dev.tunesmith.api.v1alpha1.tuningjob.TuningJobSpec;
import dev.tunesmith.api.v1alpha1.tuningjob.TuningJobStatus;
import dev.tunesmith.lifecycle.ResourceKey;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * An API server in memory: generations, resource versions that lock status writes, deletion that
 * waits for the finalizer. Statuses go through JSON, as they do on the wire.
 */
final class Cluster {
  private final Clock clock;
  private final Effects effects;
  private final Map<ResourceKey, TuningJob> stored = new HashMap<>();
  private final Set<ResourceKey> events = new LinkedHashSet<>();
  private final Deque<Integer> refusals = new ArrayDeque<>();
  private long version = 1000;
  private int created;
  private boolean answerIsLost;
  Consumer<TuningJobStatus> onWritten = status -> {};
  Runnable onReleased = () -> {};
  @Nullable Runnable beforeWrite;

  Cluster(Clock clock, Effects effects) {
    this.clock = clock;
    this.effects = effects;
  }

  /** Creates the resource, or edits its spec; the same again is no write, as on the real server. */
  void apply(ResourceKey key, TuningJobSpec spec) {
    TuningJob old = stored.get(key);
    if (old == null || !spec.equals(old.getSpec())) {
      put(key, old, spec);
    }
  }

  private void put(ResourceKey key, @Nullable TuningJob old, TuningJobSpec spec) {
    TuningJob resource = new TuningJob();
    long generation = old == null ? 1 : old.getMetadata().getGeneration();
    resource.setMetadata(
        new ObjectMetaBuilder()
            .withNamespace(key.namespace())
            .withName(key.name())
            .withUid(old == null ? "uid-" + ++created : old.getMetadata().getUid())
            .withGeneration(old == null ? generation : generation + 1)
            .withResourceVersion(Long.toString(++version))
            .withFinalizers(old == null ? List.of() : old.getMetadata().getFinalizers())
            .withDeletionTimestamp(old == null ? null : old.getMetadata().getDeletionTimestamp())
            .build());
    resource.setSpec(spec);
    resource.setStatus(old == null ? initial() : old.getStatus());
    stored.put(key, resource);
    events.add(key);
  }

  /** What the schema's default makes of an absent status. */
  private static TuningJobStatus initial() {
    return Serialization.unmarshal("observedGeneration: -1", TuningJobStatus.class);
  }

  /** A person or a restore writes into the status. */
  void forge(ResourceKey key, UnaryOperator<TuningJobStatus> change) {
    TuningJob old = Objects.requireNonNull(stored.get(key));
    put(key, old, change.apply(Objects.requireNonNull(old.getStatus())));
    events.add(key);
  }

  void loseStatus(ResourceKey key) {
    forge(key, status -> initial());
  }

  /** Somebody writes an annotation, or the like: nothing that we read. */
  void touch(ResourceKey key) {
    forge(key, status -> status);
  }

  /** Asks for the deletion; the finalizer holds the resource, where it has one. */
  void delete(ResourceKey key) {
    TuningJob old = stored.get(key);
    if (old == null || old.isMarkedForDeletion()) {
      return;
    }
    if (old.getMetadata().getFinalizers().isEmpty()) {
      stored.remove(key);
      return;
    }
    TuningJob resource = copy(old);
    resource.getMetadata().setDeletionTimestamp(clock.instant().toString());
    resource.getMetadata().setResourceVersion(Long.toString(++version));
    stored.put(key, resource);
    events.add(key);
  }

  /**
   * The resource is gone without the operator: its finalizer, or the whole cluster, was removed.
   */
  void tearAway(ResourceKey key) {
    stored.remove(key);
  }

  /** What the operator's framework does before the first round. */
  void hold(ResourceKey key) {
    effects.before(Effects.FINALIZER);
    TuningJob old = stored.get(key);
    if (old != null) {
      TuningJob resource = copy(old);
      resource.getMetadata().setFinalizers(List.of(TuningJobReconciler.FINALIZER));
      resource.getMetadata().setResourceVersion(Long.toString(++version));
      stored.put(key, resource);
      events.add(key);
    }
    effects.after(Effects.FINALIZER);
  }

  /** Removes the finalizer, and with it a resource that is being deleted. */
  void release(ResourceKey key) {
    effects.before(Effects.RELEASE);
    stored.remove(key);
    onReleased.run();
    effects.after(Effects.RELEASE);
  }

  /** Somebody removes the finalizer of a resource that is being deleted. */
  TuningJob vanish(ResourceKey key) {
    return Objects.requireNonNull(stored.remove(key));
  }

  @Nullable TuningJob find(ResourceKey key) {
    TuningJob resource = stored.get(key);
    return resource == null ? null : copy(resource);
  }

  /** The status as it stands, without a copy of the resource; null where there is none. */
  @Nullable TuningJobStatus status(ResourceKey key) {
    TuningJob resource = stored.get(key);
    return resource == null ? null : resource.getStatus();
  }

  /** The resources that changed since they were last asked for. */
  Set<ResourceKey> takeEvents() {
    Set<ResourceKey> taken = new LinkedHashSet<>(events);
    events.clear();
    return taken;
  }

  /** What a starting operator is told of. */
  void relist() {
    events.addAll(stored.keySet());
  }

  /** Makes the next status write fail with a code of HTTP, and write nothing. */
  void refuseNextWrite(int code) {
    refusals.add(code);
  }

  /** Makes the next status write go through, and its answer get lost. */
  void loseNextAnswer() {
    answerIsLost = true;
  }

  TuningJob write(TuningJob resource, TuningJobStatus status) {
    if (beforeWrite != null) {
      beforeWrite.run();
    }
    effects.before(Effects.STATUS);
    ResourceKey key = Gathering.keyOf(resource);
    KubernetesClientException refusal = refusal(key, resource);
    if (refusal == null) {
      put(key, Objects.requireNonNull(stored.get(key)), status);
      onWritten.accept(status);
    }
    effects.after(refusal == null ? Effects.STATUS : Effects.REFUSED);
    if (refusal != null) {
      throw refusal;
    }
    if (answerIsLost) {
      answerIsLost = false;
      throw new KubernetesClientException("scripted: written, but who knows", 504, null);
    }
    return Objects.requireNonNull(find(key));
  }

  private @Nullable KubernetesClientException refusal(ResourceKey key, TuningJob written) {
    Integer code = refusals.poll();
    if (code != null) {
      return new KubernetesClientException("scripted", code, null);
    }
    TuningJob current = stored.get(key);
    if (current == null) {
      return new KubernetesClientException("gone", 404, null);
    }
    String version = current.getMetadata().getResourceVersion();
    return version.equals(written.getMetadata().getResourceVersion())
        ? null
        : new KubernetesClientException("changed meanwhile", 409, null);
  }

  private void put(ResourceKey key, TuningJob old, TuningJobStatus status) {
    TuningJob resource = copy(old);
    resource.setStatus(
        Serialization.unmarshal(Serialization.asJson(status), TuningJobStatus.class));
    resource.getMetadata().setResourceVersion(Long.toString(++version));
    stored.put(key, resource);
  }

  private static TuningJob copy(TuningJob old) {
    TuningJob copy = new TuningJob();
    copy.setMetadata(new ObjectMetaBuilder(old.getMetadata()).build());
    copy.setSpec(old.getSpec());
    copy.setStatus(old.getStatus());
    return copy;
  }
}

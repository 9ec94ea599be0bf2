package dev.tunesmith.reconcile;

import dev.tunesmith.api.v1alpha1.TuningJob;
import dev.tunesmith.api.v1alpha1.TuningJobSpec;
import dev.tunesmith.api.v1alpha1.TuningJobStatus;
import dev.tunesmith.domain.ResourceKey;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
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
  @Nullable Runnable beforeWrite;

  Cluster(Clock clock, Effects effects) {
    this.clock = clock;
    this.effects = effects;
  }

  /** Creates the resource, or edits its spec. */
  void apply(ResourceKey key, TuningJobSpec spec) {
    TuningJob old = stored.get(key);
    TuningJob resource = new TuningJob();
    long generation = old == null ? 1 : old.getMetadata().getGeneration();
    boolean changed = old != null && !spec.equals(old.getSpec());
    resource.setMetadata(
        new ObjectMetaBuilder()
            .withNamespace(key.namespace())
            .withName(key.name())
            .withUid(old == null ? "uid-" + ++created : old.getMetadata().getUid())
            .withGeneration(changed ? generation + 1 : generation)
            .withResourceVersion(Long.toString(++version))
            .withFinalizers(TuningJobReconciler.FINALIZER)
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

  /** Asks for the deletion; the finalizer holds the resource. */
  void delete(ResourceKey key) {
    TuningJob old = Objects.requireNonNull(stored.get(key));
    TuningJob resource = copy(old);
    resource.getMetadata().setDeletionTimestamp(clock.instant().toString());
    resource.getMetadata().setResourceVersion(Long.toString(++version));
    stored.put(key, resource);
    events.add(key);
  }

  /** Removes the finalizer, and with it a resource that is being deleted. */
  void release(ResourceKey key) {
    effects.before("release");
    stored.remove(key);
    effects.after("release");
  }

  @Nullable TuningJob find(ResourceKey key) {
    TuningJob resource = stored.get(key);
    return resource == null ? null : copy(resource);
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

  TuningJob write(TuningJob resource, TuningJobStatus status) {
    if (beforeWrite != null) {
      beforeWrite.run();
    }
    effects.before("status");
    Integer code = refusals.poll();
    if (code != null) {
      throw new KubernetesClientException("scripted", code, null);
    }
    ResourceKey key = Gathering.keyOf(resource);
    TuningJob current = stored.get(key);
    if (current == null) {
      throw new KubernetesClientException("gone", 404, null);
    }
    if (!current
        .getMetadata()
        .getResourceVersion()
        .equals(resource.getMetadata().getResourceVersion())) {
      throw new KubernetesClientException("changed meanwhile", 409, null);
    }
    put(key, current, status);
    effects.after("status");
    return Objects.requireNonNull(find(key));
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

package dev.tunesmith.reconcile;

import dev.tunesmith.acceptance.Acceptor;
import dev.tunesmith.api.v1alpha1.EventReason;
import dev.tunesmith.gate.Gate;
import dev.tunesmith.lifecycle.JobLabels;
import dev.tunesmith.lifecycle.ResourceKey;
import dev.tunesmith.lifecycle.Rules;
import dev.tunesmith.lifecycle.Scope;
import dev.tunesmith.lifecycle.Timing;
import dev.tunesmith.lifecycle.Uptime;
import dev.tunesmith.vertex.JobInformer;
import dev.tunesmith.vertex.ObjectStore;
import dev.tunesmith.vertex.PollSchedule;
import dev.tunesmith.vertex.TunedEndpoints;
import dev.tunesmith.vertex.TuningJobs;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reconciles the resources of one kind, without the framework that calls it. It never throws and
 * never parks a resource: whatever happens, the result says when to reconcile again.
 *
 * @param <R> the kind's class
 */
public final class JobController<R extends HasMetadata> implements ResourceController<R> {
  private static final Logger LOG = LoggerFactory.getLogger(JobController.class);

  private final Parts<R> parts;
  private final Guard guard;
  private final Map<ResourceKey, ResourceState> states = new ConcurrentHashMap<>();
  private final Map<String, ResourceKey> keys = new ConcurrentHashMap<>();

  /** By resource, those whose last reconciliation asked for it. */
  private final Map<ResourceKey, Set<ResourceKey>> watchers = new ConcurrentHashMap<>();

  /**
   * The other resources, to one of them.
   *
   * @param peers finds them, and remembers who asked
   * @param changed the resource's status was written
   */
  record Family<R extends HasMetadata>(Peers<R> peers, Runnable changed) {}

  /**
   * How an operator instance works.
   *
   * @param instanceId whose labels its jobs carry; one live cluster per id
   * @param formerScopes scopes that earlier defaults named; they are listed, too
   */
  public record Settings(
      String instanceId, Set<Scope> formerScopes, Timing timing, PollSchedule schedule) {
    /** Copies the set. */
    public Settings {
      formerScopes = Set.copyOf(formerScopes);
    }
  }

  /**
   * What the controller works with.
   *
   * @param gate what bars a create
   * @param wake has the resource reconciled soon whose jobs carry a label
   */
  public record Parts<R extends HasMetadata>(
      JobKind<R> kind,
      Settings settings,
      Rules rules,
      Gate gate,
      TuningJobs service,
      JobInformer informer,
      ResultWriter results,
      Acceptor acceptor,
      TunedEndpoints endpoints,
      ObjectStore objects,
      BooleanSupplier mayAct,
      Consumer<String> wake,
      EventRecorder events,
      ReconcileListener listener,
      Clock clock,
      Uptime uptime,
      RandomGenerator random)
      implements ControllerParts {
    @Override
    public PollSchedule schedule() {
      return settings.schedule();
    }

    String label(ResourceKey key) {
      return JobLabels.resource(settings.instanceId(), HasMetadata.getKind(kind.type()), key);
    }
  }

  /** A controller. */
  public JobController(Parts<R> parts) {
    this.parts = parts;
    this.guard = new Guard(parts);
  }

  @Override
  public Duration reconcile(R resource, Writes<R> writes) {
    if (!parts.kind().isManaged(resource)) {
      return Reconciliation.NEVER;
    }
    ResourceKey key = Guard.keyOf(resource);
    ResourceState state = states.computeIfAbsent(key, k -> new ResourceState());
    keys.put(parts.label(key), key);
    Family<R> family =
        new Family<>(
            name -> {
              // First, so that no change between the two is missed.
              watch(new ResourceKey(key.namespace(), name), key);
              return writes.peer(name);
            },
            () -> changed(key));
    return guard.run(key, new Reconciliation<>(parts, key, state, writes, family, resource));
  }

  private void watch(ResourceKey peer, ResourceKey watcher) {
    watchers.compute(
        peer,
        (any, present) -> {
          Set<ResourceKey> all = present == null ? new HashSet<>() : present;
          all.add(watcher);
          return all;
        });
  }

  /** Those that asked for it are reconciled, and ask again. */
  private void changed(ResourceKey key) {
    Set<ResourceKey> waiting = watchers.remove(key);
    if (waiting != null) {
      waiting.forEach(child -> parts.wake().accept(parts.label(child)));
    }
  }

  /**
   * Where a reconciliation did not remove the finalizer, another client did, and nothing is
   * cancelled: that finalizer stands for nothing but the cancellation.
   */
  @Override
  public void gone(R last) {
    if (!parts.kind().isManaged(last)) {
      return;
    }
    ResourceKey key = Guard.keyOf(last);
    ResourceState state = states.get(key);
    // The API server gives a resource that is gone as it was before: with the finalizer.
    if (last.getFinalizers().contains(parts.kind().finalizer())
        && (state == null || !state.isReleased(last.getMetadata().getUid()))) {
      Guard.logging(key, () -> finalizerRemoved(last, key));
    }
    parts.kind().gone(key);
    if (state != null) {
      state.end();
      Duration now = parts.uptime().now();
      states.values().removeIf(s -> s.isForgettable(now, parts.settings().timing().grace()));
    }
    guard.forget(key);
    keys.remove(parts.label(key));
    parts.informer().forget(parts.label(key));
    watchers
        .keySet()
        .forEach(
            peer ->
                watchers.computeIfPresent(
                    peer,
                    (any, waiting) -> waiting.remove(key) && waiting.isEmpty() ? null : waiting));
    changed(key);
  }

  private void finalizerRemoved(R last, ResourceKey key) {
    String active =
        parts.informer().observe(parts.label(key), Set.of()).jobs().stream()
            .filter(job -> !job.state().ended())
            .map(job -> job.name() + " (" + job.state().raw() + ")")
            .collect(Collectors.joining(", "));
    if (!active.isEmpty()) {
      String message =
          "The finalizer "
              + parts.kind().finalizer()
              + " was removed by another client. Nothing is cancelled: "
              + active
              + " runs on and is billed until it ends. Apply the same resource again to follow it,"
              + " or cancel it at Vertex AI.";
      LOG.warn(message);
      parts
          .events()
          .event(last, new Announcement(true, EventReason.FINALIZER_REMOVED.value(), message));
    }
  }

  /** This process became the leader: what it knows of the resources may be out of date (rule T). */
  public void takeOver() {
    states.values().forEach(ResourceState::end);
  }

  @Override
  public Optional<ResourceKey> resource(String label) {
    return Optional.ofNullable(keys.get(label));
  }
}

package dev.tunesmith.kind.tunedmodel;

import dev.tunesmith.acceptance.Acceptor;
import dev.tunesmith.api.v1alpha1.tunedmodel.TunedModel;
import dev.tunesmith.lifecycle.ResourceKey;
import dev.tunesmith.lifecycle.Timing;
import dev.tunesmith.lifecycle.Uptime;
import dev.tunesmith.reconcile.ControllerParts;
import dev.tunesmith.reconcile.EventRecorder;
import dev.tunesmith.reconcile.Guard;
import dev.tunesmith.reconcile.ReconcileListener;
import dev.tunesmith.reconcile.ResourceController;
import dev.tunesmith.reconcile.Writes;
import dev.tunesmith.vertex.PollSchedule;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;

/** Reconciles TunedModels. Safe for many threads. */
public final class TunedModelController implements ResourceController<TunedModel> {
  private final Parts parts;
  private final Guard guard;
  private final Map<ResourceKey, ModelMemory> memories = new ConcurrentHashMap<>();

  /**
   * What the controller works with.
   *
   * @param services a way to the service for each access
   */
  public record Parts(
      String instanceId,
      ModelPolicy policy,
      Timing timing,
      PollSchedule schedule,
      NamespaceObjects objects,
      ModelServices services,
      Endpoints endpoints,
      Acceptor acceptor,
      BooleanSupplier mayAct,
      EventRecorder events,
      ReconcileListener listener,
      ModelListener models,
      Clock clock,
      Uptime uptime,
      RandomGenerator random)
      implements ControllerParts {}

  /** A controller. */
  public TunedModelController(Parts parts) {
    this.parts = parts;
    this.guard = new Guard(parts);
  }

  @Override
  public Duration reconcile(TunedModel resource, Writes<TunedModel> writes) {
    ResourceKey key = Guard.keyOf(resource);
    ModelMemory memory = memories.computeIfAbsent(key, k -> new ModelMemory());
    return guard.run(key, new ModelReconciliation(parts, key, memory, writes, resource));
  }

  @Override
  public void gone(TunedModel last) {
    ResourceKey key = Guard.keyOf(last);
    memories.remove(key);
    guard.forget(key);
    parts.models().gone(key);
  }

  @Override
  public void close() {
    parts.services().close();
  }

  /** No job of Vertex AI is a tuned model's. */
  @Override
  public Optional<ResourceKey> resource(String label) {
    return Optional.empty();
  }
}

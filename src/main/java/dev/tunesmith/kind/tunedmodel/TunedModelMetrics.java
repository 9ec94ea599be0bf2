package dev.tunesmith.kind.tunedmodel;

import dev.tunesmith.api.v1alpha1.Conditions;
import dev.tunesmith.api.v1alpha1.tunedmodel.ModelStatus;
import dev.tunesmith.api.v1alpha1.tunedmodel.ModelTuningTask;
import dev.tunesmith.api.v1alpha1.tunedmodel.TunedModel;
import dev.tunesmith.api.v1alpha1.tunedmodel.TunedModelStatus;
import dev.tunesmith.api.v1alpha1.tunedmodel.TuningSnapshot;
import dev.tunesmith.gemini.ModelState;
import dev.tunesmith.kind.ConditionSet;
import dev.tunesmith.kind.NonNullElements;
import dev.tunesmith.lifecycle.ResourceKey;
import dev.tunesmith.reconcile.ReasonMetrics;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** Metrics of TunedModels. No label names a resource. Safe for many threads. */
public final class TunedModelMetrics implements ModelListener {
  private static final String NONE = "none";
  private static final String OTHER = "other";

  private final Map<ResourceKey, String> states = new ConcurrentHashMap<>();
  private final ReasonMetrics reasons;
  private final Counter creates;
  private final Map<Boolean, Counter> ends = new HashMap<>();
  private final DistributionSummary meanLoss;

  /** Registers every series. */
  public TunedModelMetrics(MeterRegistry registry) {
    Stream.concat(
            Arrays.stream(ModelState.Known.values()).map(ModelState::raw), Stream.of(NONE, OTHER))
        .forEach(
            state ->
                Gauge.builder(
                        "tunesmith.tuned.models",
                        states,
                        seen -> seen.values().stream().filter(state::equals).count())
                    .description("TunedModels by the state of their model")
                    .tag("state", state)
                    .register(registry));
    reasons = new ReasonMetrics(registry, HasMetadata.getKind(TunedModel.class));
    creates =
        Counter.builder("tunesmith.tuned.model.creates")
            .description("Creates of tuned models that were accepted")
            .register(registry);
    for (boolean complete : new boolean[] {true, false}) {
      ends.put(
          complete,
          Counter.builder("tunesmith.tuned.model.ends")
              .description("Tuned models that can be used, or could not be made")
              .tag("outcome", complete ? "complete" : "failed")
              .register(registry));
    }
    meanLoss =
        DistributionSummary.builder("tunesmith.tuned.model.mean.loss")
            .description("Mean loss of the last step of tuned models that can be used")
            .register(registry);
  }

  @Override
  public void created() {
    creates.increment();
  }

  @Override
  public void shows(ResourceKey key, TunedModel resource) {
    TunedModelStatus status = resource.getStatus();
    if (status != null) {
      states.put(key, state(status));
      reasons.shows(key, ConditionSet.reason(NonNullElements.of(status.conditions())));
    }
  }

  private static String state(TunedModelStatus status) {
    ModelStatus model = status.model();
    String state = model == null ? NONE : model.state();
    return state == null
        ? NONE
        : ModelState.of(state) instanceof ModelState.Known || state.equals(NONE) ? state : OTHER;
  }

  @Override
  public void ended(TunedModel resource) {
    TunedModelStatus status = resource.getStatus();
    boolean complete = !ModelProjector.isTrue(status, Conditions.FAILED);
    Counter counter = ends.get(complete);
    if (counter != null) {
      counter.increment();
    }
    ModelStatus model = status == null ? null : status.model();
    ModelTuningTask task = model == null ? null : model.tuningTask();
    List<TuningSnapshot> snapshots =
        task == null ? List.of() : NonNullElements.of(task.snapshots());
    if (complete && !snapshots.isEmpty() && snapshots.getLast().meanLoss() != null) {
      meanLoss.record(snapshots.getLast().meanLoss());
    }
  }

  @Override
  public void gone(ResourceKey key) {
    states.remove(key);
    reasons.gone(key);
  }
}

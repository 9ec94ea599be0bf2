package dev.tunesmith.reconcile;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * {@link ReconcileListener} as metrics, of one kind; every series is there from the start, at zero.
 */
public final class ReconcileMetrics implements ReconcileListener {
  private final Map<Occurrence, Counter> occurrences = new EnumMap<>(Occurrence.class);
  private final Map<Outcome, Counter> outcomes = new EnumMap<>(Outcome.class);

  /**
   * Registers every series.
   *
   * @param kind the kind's name
   */
  public ReconcileMetrics(MeterRegistry registry, String kind) {
    for (Occurrence occurrence : Occurrence.values()) {
      occurrences.put(occurrence, counter(occurrence).tag("kind", kind).register(registry));
    }
    for (Outcome outcome : Outcome.values()) {
      outcomes.put(
          outcome,
          Counter.builder("tunesmith.reconciliations")
              .description("Decisions of reconciliations")
              .tag("kind", kind)
              .tag("outcome", outcome.name().toLowerCase(Locale.ROOT))
              .register(registry));
    }
  }

  private static Counter.Builder counter(Occurrence occurrence) {
    return switch (occurrence) {
      case ADOPTED ->
          Counter.builder("tunesmith.jobs.adopted")
              .description("Jobs and models that existed and are followed; nothing was created");
      case CREATE_OUTCOME_UNKNOWN ->
          Counter.builder("tunesmith.creates.outcome.unknown")
              .description("Create calls whose outcome was not known at once");
      case DUPLICATE_CANCELLED ->
          Counter.builder("tunesmith.duplicate.jobs")
              .description("Second jobs of one run whose cancellation was requested");
      case ARTIFACTS_DELETED ->
          Counter.builder("tunesmith.artifacts.deleted")
              .description("Jobs of which a model or endpoints were deleted");
      case ARTIFACTS_LEFT ->
          Counter.builder("tunesmith.artifacts.left")
              .description("Jobs of which a model or an endpoint was left behind");
      case RESULT_PUBLISHED ->
          Counter.builder("tunesmith.results.published")
              .description("Results written into their ConfigMaps");
      case RESULT_REFUSED ->
          Counter.builder("tunesmith.results.refused")
              .description(
                  "Results that could not be written: the ConfigMap is not the resource's, or the"
                      + " API server refused it");
      case RELEASED_UNCONFIRMED ->
          Counter.builder("tunesmith.finalizers.released.unconfirmed")
              .description("Finalizers removed though a job may still run, or a model still exist");
      case INTERNAL_ERROR ->
          Counter.builder("tunesmith.internal.errors").description("Faults of the operator");
    };
  }

  @Override
  public void count(Occurrence occurrence) {
    Objects.requireNonNull(occurrences.get(occurrence)).increment();
  }

  @Override
  public void decided(Outcome outcome) {
    Objects.requireNonNull(outcomes.get(outcome)).increment();
  }
}

package dev.tunesmith.reconcile;

import dev.tunesmith.api.v1alpha1.ConditionReason;
import dev.tunesmith.lifecycle.ResourceKey;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The resources of one kind by the reason of their Ready condition; every series is there from the
 * start, at zero. Safe for many threads.
 */
public final class ReasonMetrics {
  /** For reasons that this version does not know, and where there is none. */
  public static final String OTHER = "other";

  private final Map<String, AtomicInteger> counts;
  private final Map<ResourceKey, AtomicInteger> byResource = new ConcurrentHashMap<>();

  /**
   * Registers every series.
   *
   * @param kind the kind's name
   */
  public ReasonMetrics(MeterRegistry registry, String kind) {
    counts =
        Stream.concat(
                Arrays.stream(ConditionReason.values()).map(ConditionReason::value),
                Stream.of(OTHER))
            .collect(
                Collectors.toUnmodifiableMap(Function.identity(), reason -> new AtomicInteger()));
    counts.forEach(
        (reason, count) ->
            Gauge.builder("tunesmith.resources", count, AtomicInteger::get)
                .description("Resources by the reason of their Ready condition")
                .tag("kind", kind)
                .tag("reason", reason)
                .register(registry));
  }

  /**
   * What the status of a resource says now.
   *
   * @param reason of Ready; whatever is none counts as {@link #OTHER}
   */
  public void shows(ResourceKey key, String reason) {
    AtomicInteger now = count(reason);
    byResource.compute(
        key,
        (k, before) -> {
          if (before != null) {
            before.decrementAndGet();
          }
          now.incrementAndGet();
          return now;
        });
  }

  private AtomicInteger count(String reason) {
    return Objects.requireNonNull(counts.getOrDefault(reason, counts.get(OTHER)));
  }

  /** A resource is gone. */
  public void gone(ResourceKey key) {
    byResource.computeIfPresent(
        key,
        (k, before) -> {
          before.decrementAndGet();
          return null;
        });
  }
}

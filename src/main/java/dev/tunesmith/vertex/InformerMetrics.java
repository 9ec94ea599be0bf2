package dev.tunesmith.vertex;

import dev.tunesmith.lifecycle.Scope;
import dev.tunesmith.vertex.InformerListener.Kind;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Metrics of the informer's passes over the jobs of a scope. Safe for many threads. */
public final class InformerMetrics {
  private final MeterRegistry registry;
  private final BoundedLabel projects = new BoundedLabel(BoundedLabel.MOST_VALUES);
  private final BoundedLabel locations = new BoundedLabel(BoundedLabel.MOST_VALUES);
  private final Map<String, Freshness> freshness = new ConcurrentHashMap<>();

  /** Since when a scope could not be read. */
  private static final class Freshness {
    private @Nullable Duration failingSince;
    private Duration last = Duration.ZERO;

    synchronized void passed(boolean complete, Duration began, Duration ended) {
      if (complete) {
        failingSince = null;
      } else if (failingSince == null) {
        failingSince = began;
      }
      last = ended;
    }

    synchronized double staleSeconds() {
      return failingSince == null ? 0 : last.minus(failingSince).toMillis() / 1000.0;
    }
  }

  /** Registers every series whose labels are known, at zero. */
  public InformerMetrics(MeterRegistry registry) {
    this.registry = registry;
    for (Kind kind : Kind.values()) {
      passes(kind, true);
      passes(kind, false);
      passCalls(kind);
      passDuration(kind);
    }
  }

  /** A pass over a scope is over; see {@link InformerListener#passed}. */
  public void passed(
      Scope scope, Kind kind, int calls, boolean complete, Duration took, Duration ended) {
    passes(kind, complete).increment();
    passCalls(kind).increment(calls);
    passDuration(kind).record(took);
    freshness(projects.of(scope.projectId()), locations.of(scope.location()))
        .passed(complete, ended.minus(took), ended);
  }

  private Freshness freshness(String project, String location) {
    return freshness.computeIfAbsent(
        project + "/" + location,
        place -> {
          Freshness fresh = new Freshness();
          Gauge.builder("tunesmith.scope.stale", fresh, Freshness::staleSeconds)
              .description("For how long the jobs there could not be read; 0 while they can be")
              .baseUnit("seconds")
              .tag("project", project)
              .tag("location", location)
              .register(registry);
          return fresh;
        });
  }

  private Counter passes(Kind kind, boolean complete) {
    return Counter.builder("tunesmith.listings")
        .description("Passes over the jobs of a project and location")
        .tag("pass", label(kind))
        .tag("outcome", complete ? "complete" : "failed")
        .register(registry);
  }

  private Counter passCalls(Kind kind) {
    return Counter.builder("tunesmith.listing.calls")
        .description("Calls that passes made: pages, or gets")
        .tag("pass", label(kind))
        .register(registry);
  }

  private Timer passDuration(Kind kind) {
    return Timer.builder("tunesmith.listing.duration")
        .description("How long passes took")
        .tag("pass", label(kind))
        .register(registry);
  }

  private static String label(Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }
}

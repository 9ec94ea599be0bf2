package dev.tunesmith.app;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** What is counted of the passes over a project's location. Safe for use by many threads. */
public final class SweepMetrics {
  private static final int MOST_VALUES = 100;

  private final MeterRegistry registry;
  private final Set<String> kinds;
  private final BoundedLabel projects = new BoundedLabel(MOST_VALUES);
  private final BoundedLabel locations = new BoundedLabel(MOST_VALUES);
  private final Map<String, Freshness> freshness = new ConcurrentHashMap<>();

  /** For how long the last passes over one place have told nothing. */
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

  SweepMetrics(MeterRegistry registry, Metrics.Vocabulary vocabulary) {
    this.registry = registry;
    this.kinds = vocabulary.listings();
    kinds.forEach(kind -> passes(kind, true));
    kinds.forEach(kind -> passes(kind, false));
    kinds.forEach(this::calls);
    kinds.forEach(this::duration);
  }

  /**
   * A pass over a project's location ended.
   *
   * @param projectId whose
   * @param location where
   * @param pass what it was
   */
  public void passed(String projectId, String location, Pass pass) {
    String kind = kinds.contains(pass.kind()) ? pass.kind() : Metrics.OTHER;
    passes(kind, pass.complete()).increment();
    calls(kind).increment(pass.calls());
    duration(kind).record(pass.took());
    freshness(projects.of(projectId), locations.of(location))
        .passed(pass.complete(), pass.ended().minus(pass.took()), pass.ended());
  }

  /**
   * A pass.
   *
   * @param kind what it did
   * @param complete whether the service could be asked; if not, the pass said nothing
   * @param calls how many calls it made: pages, or gets
   * @param took how long it took
   * @param ended the uptime at its end
   */
  public record Pass(String kind, boolean complete, int calls, Duration took, Duration ended) {}

  private Freshness freshness(String project, String location) {
    return freshness.computeIfAbsent(
        project + "/" + location,
        place -> {
          Freshness fresh = new Freshness();
          Gauge.builder("tunesmith.sweep.stale", fresh, Freshness::staleSeconds)
              .description("For how long no pass has seen the jobs there; 0 after one that has")
              .baseUnit("seconds")
              .tag("project", project)
              .tag("location", location)
              .register(registry);
          return fresh;
        });
  }

  private Counter passes(String kind, boolean complete) {
    return Counter.builder("tunesmith.listings")
        .description("Passes over the jobs of a project's location")
        .tag("kind", kind)
        .tag("outcome", complete ? "complete" : "failed")
        .register(registry);
  }

  private Counter calls(String kind) {
    return Counter.builder("tunesmith.sweep.calls")
        .description("Calls that passes made: pages, or gets")
        .tag("kind", kind)
        .register(registry);
  }

  private Timer duration(String kind) {
    return Timer.builder("tunesmith.sweep.duration")
        .description("How long passes took")
        .tag("kind", kind)
        .register(registry);
  }
}

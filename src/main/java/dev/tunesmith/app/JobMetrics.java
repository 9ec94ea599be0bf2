package dev.tunesmith.app;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What is counted of jobs: how many show which state, what came of them, how long they took, and
 * what they were billed by. Safe for use by many threads.
 */
public final class JobMetrics {
  /** The state of resources whose job is not known (yet). */
  public static final String NO_JOB = "none";

  /** Far more projects, locations and models than one operator has, and few enough to store. */
  private static final int MOST_VALUES = 100;

  private static final List<Duration> BUCKETS =
      List.of(
          Duration.ofMinutes(1),
          Duration.ofMinutes(5),
          Duration.ofMinutes(15),
          Duration.ofMinutes(30),
          Duration.ofHours(1),
          Duration.ofHours(2),
          Duration.ofHours(4),
          Duration.ofHours(8),
          Duration.ofHours(24));

  private final MeterRegistry registry;
  private final Set<String> states;
  private final Set<String> reasons;
  private final BoundedLabel projects = new BoundedLabel(MOST_VALUES);
  private final BoundedLabel locations = new BoundedLabel(MOST_VALUES);
  private final BoundedLabel baseModels = new BoundedLabel(MOST_VALUES);
  private final Map<String, Seen> byResource = new ConcurrentHashMap<>();
  private final MultiGauge jobs;
  private final Map<String, AtomicLong> resources = new HashMap<>();
  private final Counter inDoubt;

  /**
   * A job as a resource's status tells it.
   *
   * @param state the service's spelling; null while no job is known
   * @param reason why the resource is ready, or not; null before that is known
   * @param projectId whose project; null before anything was asked for
   * @param location where; null likewise
   * @param baseModel the foundation model; null while no job is known
   */
  public record Job(
      @Nullable String state,
      @Nullable String reason,
      @Nullable String projectId,
      @Nullable String location,
      @Nullable String baseModel) {}

  /**
   * What a job that came to its end tells.
   *
   * @param complete whether it gave what it was paid for
   * @param queued from its creation to its start; null where it did not start
   * @param ran from its start to its end; null likewise
   * @param billableTokens tokens that it is billed by; null where the service does not tell them
   */
  public record End(
      boolean complete,
      @Nullable Duration queued,
      @Nullable Duration ran,
      @Nullable Long billableTokens) {}

  private record Seen(Tags tags, String reason) {}

  JobMetrics(MeterRegistry registry, Metrics.Vocabulary vocabulary) {
    this.registry = registry;
    this.states = vocabulary.jobStates();
    this.reasons = vocabulary.reasons();
    this.jobs =
        MultiGauge.builder("tunesmith.jobs")
            .description("TuningJob resources by the state of their job")
            .register(registry);
    reasons.forEach(this::registerReason);
    registerReason(Metrics.OTHER);
    reasons.forEach(this::failures);
    this.inDoubt =
        Counter.builder("tunesmith.creates.in.doubt")
            .description("Create calls of which it was not known at once whether they bought")
            .register(registry);
  }

  /**
   * A resource's job shows this now.
   *
   * @param resource which resource; counted, never a label
   * @param job what its status tells
   */
  public void shows(String resource, Job job) {
    String state = job.state() == null ? NO_JOB : known(states, job.state());
    String reason = job.reason() == null ? Metrics.OTHER : known(reasons, job.reason());
    byResource.put(resource, new Seen(place(job).and("state", state), reason));
  }

  /**
   * A resource is gone.
   *
   * @param resource as given to {@link #shows}
   */
  public void gone(String resource) {
    byResource.remove(resource);
  }

  /**
   * A job was bought.
   *
   * @param job what its status tells
   */
  public void submitted(Job job) {
    Counter.builder("tunesmith.jobs.submitted")
        .description("Jobs that were bought: attempts, over all runs")
        .tags(place(job))
        .register(registry)
        .increment();
  }

  /** A create call was sent, and it is not known whether it bought. */
  public void inDoubt() {
    inDoubt.increment();
  }

  /**
   * A job came to its end. To be told once for each end, by the process that saw it.
   *
   * @param job what its status tells
   * @param end what the job tells of itself
   */
  public void ended(Job job, End end) {
    Counter.builder("tunesmith.job.ends")
        .description("Jobs that came to their end")
        .tags(place(job).and("outcome", end.complete() ? "complete" : "failed"))
        .register(registry)
        .increment();
    if (!end.complete()) {
      failures(job.reason() == null ? Metrics.OTHER : known(reasons, job.reason())).increment();
    }
    String baseModel = baseModels.of(job.baseModel());
    if (end.queued() != null) {
      duration("tunesmith.job.queue.duration", "From creation to start", baseModel)
          .record(end.queued());
    }
    if (end.ran() != null) {
      duration("tunesmith.job.run.duration", "From start to end", baseModel).record(end.ran());
    }
    if (end.billableTokens() != null) {
      Counter.builder("tunesmith.billable.tokens")
          .description("Tokens that ended jobs are billed by, as the service counted them")
          .tags(place(job))
          .register(registry)
          .increment(end.billableTokens());
    }
  }

  /** Brings the gauges up to date; before each scrape. */
  synchronized void refresh() {
    Map<Tags, Long> byTags = new HashMap<>();
    Map<String, Long> byReason = new HashMap<>();
    byResource
        .values()
        .forEach(
            seen -> {
              byTags.merge(seen.tags(), 1L, Long::sum);
              byReason.merge(seen.reason(), 1L, Long::sum);
            });
    List<MultiGauge.Row<?>> rows =
        byTags.entrySet().stream()
            .<MultiGauge.Row<?>>map(row -> MultiGauge.Row.of(row.getKey(), row.getValue()))
            .toList();
    jobs.register(rows, true);
    resources.forEach((reason, value) -> value.set(byReason.getOrDefault(reason, 0L)));
  }

  private Tags place(Job job) {
    return Tags.of(
        "project",
        projects.of(job.projectId()),
        "location",
        locations.of(job.location()),
        "base_model",
        baseModels.of(job.baseModel()));
  }

  private static String known(Set<String> words, String word) {
    return words.contains(word) ? word : Metrics.OTHER;
  }

  private void registerReason(String reason) {
    AtomicLong value = new AtomicLong();
    resources.put(reason, value);
    Gauge.builder("tunesmith.resources", value, AtomicLong::get)
        .description("TuningJob resources by the reason of their Ready condition")
        .tag("reason", reason)
        .register(registry);
  }

  private Counter failures(String reason) {
    return Counter.builder("tunesmith.job.failures")
        .description("Jobs that ended without what they were paid for, by reason")
        .tag("reason", reason)
        .register(registry);
  }

  private Timer duration(String name, String description, String baseModel) {
    return Timer.builder(name)
        .description(description)
        .serviceLevelObjectives(BUCKETS.toArray(Duration[]::new))
        .tag("base_model", baseModel)
        .register(registry);
  }
}

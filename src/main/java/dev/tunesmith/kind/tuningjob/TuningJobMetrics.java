package dev.tunesmith.kind.tuningjob;

import dev.tunesmith.api.v1alpha1.ConditionReason;
import dev.tunesmith.api.v1alpha1.Conditions;
import dev.tunesmith.api.v1alpha1.tuningjob.JobStatus;
import dev.tunesmith.api.v1alpha1.tuningjob.TuningJob;
import dev.tunesmith.api.v1alpha1.tuningjob.TuningJobStatus;
import dev.tunesmith.kind.ConditionSet;
import dev.tunesmith.lifecycle.JobState;
import dev.tunesmith.lifecycle.ResourceKey;
import dev.tunesmith.reconcile.ReasonMetrics;
import dev.tunesmith.vertex.BoundedLabel;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Metrics of TuningJobs. No label names a resource; every label has a closed set of values or a
 * bounded number of them. Safe for many threads.
 */
public final class TuningJobMetrics implements TuningJobListener {
  /** The state of a resource without a job. */
  private static final String NO_JOB = "none";

  private static final String OTHER = "other";
  private static final Duration LONGEST = Duration.ofDays(365);

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
  private final BoundedLabel projects = new BoundedLabel(BoundedLabel.MOST_VALUES);
  private final BoundedLabel locations = new BoundedLabel(BoundedLabel.MOST_VALUES);
  private final BoundedLabel baseModels = new BoundedLabel(BoundedLabel.MOST_VALUES);
  private final Map<ResourceKey, Tags> byResource = new ConcurrentHashMap<>();
  private final MultiGauge jobs;
  private final ReasonMetrics reasons;
  private final ProgressMetrics progress;

  /** Registers every series whose labels are known, at zero. */
  public TuningJobMetrics(MeterRegistry registry) {
    this.registry = registry;
    this.jobs =
        MultiGauge.builder("tunesmith.jobs")
            .description("TuningJobs by the state of their job")
            .register(registry);
    for (ConditionReason reason : ConditionReason.values()) {
      failures(reason.value());
    }
    failures(ReasonMetrics.OTHER);
    this.reasons = new ReasonMetrics(registry, HasMetadata.getKind(TuningJob.class));
    this.progress = new ProgressMetrics(registry);
  }

  @Override
  public void shows(ResourceKey key, TuningJob resource) {
    TuningJobStatus status = resource.getStatus();
    if (status == null) {
      return;
    }
    JobStatus job = status.job();
    String state = job == null ? NO_JOB : state(job.state());
    Tags shown = place(resource).and("state", state);
    if (!shown.equals(byResource.put(key, shown)) && job != null) {
      beginAtZero(resource);
    }
    reasons.shows(key, ConditionSet.reason(status.conditions()));
    progress.shows(key, status);
  }

  /** A counter that was born with its first value would seem never to have gone up. */
  private void beginAtZero(TuningJob resource) {
    creates(resource);
    ends(resource, true);
    ends(resource, false);
    tokens(resource);
  }

  private static String state(@Nullable String state) {
    return state == null ? OTHER : JobState.of(state) instanceof JobState.Known ? state : OTHER;
  }

  @Override
  public void gone(ResourceKey key) {
    byResource.remove(key);
    progress.gone(key);
    reasons.gone(key);
  }

  @Override
  public void created(TuningJob resource) {
    creates(resource).increment();
  }

  @Override
  public void ended(TuningJob resource) {
    TuningJobStatus status = Objects.requireNonNull(resource.getStatus());
    boolean complete = !ConditionSet.isTrue(status.conditions(), Conditions.FAILED);
    ends(resource, complete).increment();
    if (!complete) {
      failures(
              ConditionReason.of(ConditionSet.reason(status.conditions()))
                  .map(ConditionReason::value)
                  .orElse(ReasonMetrics.OTHER))
          .increment();
    }
    JobStatus job = status.job();
    if (job == null) {
      return;
    }
    String baseModel = baseModel(resource);
    between(job.createTime(), job.startTime())
        .ifPresent(
            timer("tunesmith.job.queue.duration", "From creation to start", baseModel)::record);
    between(job.startTime(), job.endTime())
        .ifPresent(timer("tunesmith.job.run.duration", "From start to end", baseModel)::record);
    Long tokens = JobProgress.billableTokens(job);
    if (tokens != null) {
      tokens(resource).increment(tokens);
    }
  }

  /** Brings the gauges up to date; before a scrape. */
  public synchronized void refresh() {
    Map<Tags, Long> byTags = new HashMap<>();
    byResource.values().forEach(tags -> byTags.merge(tags, 1L, Long::sum));
    List<MultiGauge.Row<?>> rows =
        byTags.entrySet().stream()
            .<MultiGauge.Row<?>>map(row -> MultiGauge.Row.of(row.getKey(), row.getValue()))
            .toList();
    jobs.register(rows, true);
  }

  private Tags place(TuningJob resource) {
    TuningJobStatus status = resource.getStatus();
    return Tags.of(
        "project",
        projects.of(status == null ? null : status.projectId()),
        "location",
        locations.of(status == null ? null : status.location()),
        "base_model",
        baseModel(resource));
  }

  /** The request's base model; in continuous tuning the parent's, as the service says. */
  private String baseModel(TuningJob resource) {
    TuningJobStatus status = resource.getStatus();
    return baseModels.of(status == null ? null : status.model());
  }

  private Counter creates(TuningJob resource) {
    return Counter.builder("tunesmith.job.creates")
        .description("Jobs that were created, each of them billed: attempts, over all runs")
        .tags(place(resource))
        .register(registry);
  }

  private Counter ends(TuningJob resource, boolean complete) {
    return Counter.builder("tunesmith.job.ends")
        .description("Jobs that came to their end")
        .tags(place(resource).and("outcome", complete ? "complete" : "failed"))
        .register(registry);
  }

  private Counter tokens(TuningJob resource) {
    return Counter.builder("tunesmith.billable.tokens")
        .description("Tokens that ended jobs are billed by, as the service counted them")
        .tags(place(resource))
        .register(registry);
  }

  private Counter failures(String reason) {
    return Counter.builder("tunesmith.job.failures")
        .description("Jobs that ended without a usable result, by reason")
        .tag("reason", reason)
        .register(registry);
  }

  private Timer timer(String name, String description, String baseModel) {
    return Timer.builder(name)
        .description(description)
        .serviceLevelObjectives(BUCKETS.toArray(Duration[]::new))
        .tag("base_model", baseModel)
        .register(registry);
  }

  /** Empty where a time is missing, or the two cannot both be a job's: no job lasts for years. */
  private static Optional<Duration> between(@Nullable String from, @Nullable String to) {
    if (from == null || to == null) {
      return Optional.empty();
    }
    try {
      Duration between = Duration.between(Instant.parse(from), Instant.parse(to));
      return between.isNegative() || between.compareTo(LONGEST) > 0
          ? Optional.empty()
          : Optional.of(between);
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}

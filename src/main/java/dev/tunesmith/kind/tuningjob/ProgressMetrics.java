package dev.tunesmith.kind.tuningjob;

import dev.tunesmith.api.v1alpha1.tuningjob.Progress;
import dev.tunesmith.api.v1alpha1.tuningjob.TuningJobStatus;
import dev.tunesmith.lifecycle.ResourceKey;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** What running jobs do, and how far they are. Safe for many threads. */
final class ProgressMetrics {
  private static final String OTHER = "other";

  /** What a running job can do, and what a later version of the service may add. */
  private static final List<String> STAGES =
      List.of(
          "WaitingForQuota",
          "ProcessingDataset",
          "WaitingForCapacity",
          "Tuning",
          "PostProcessing",
          OTHER);

  private record Running(String stage, @Nullable Integer percent) {}

  private final Map<ResourceKey, Running> running = new ConcurrentHashMap<>();

  ProgressMetrics(MeterRegistry registry) {
    for (String stage : STAGES) {
      Gauge.builder("tunesmith.job.stages", () -> count(stage))
          .description("TuningJobs by what their running job does")
          .tag("stage", stage)
          .register(registry);
    }
    Gauge.builder("tunesmith.job.progress.percent", this::meanPercent)
        .description("Mean progress of the running jobs whose progress is known")
        .register(registry);
  }

  /** Only a running job has a stage. */
  void shows(ResourceKey key, TuningJobStatus status) {
    Progress progress = status.progress();
    if (progress == null || progress.stage() == null) {
      running.remove(key);
    } else {
      running.put(key, new Running(progress.stage(), status.percent()));
    }
  }

  void gone(ResourceKey key) {
    running.remove(key);
  }

  private long count(String stage) {
    return running.values().stream()
        .map(job -> STAGES.contains(job.stage()) ? job.stage() : OTHER)
        .filter(stage::equals)
        .count();
  }

  private double meanPercent() {
    return running.values().stream()
        .map(Running::percent)
        .filter(Objects::nonNull)
        .mapToInt(Integer::intValue)
        .average()
        .orElse(0);
  }
}

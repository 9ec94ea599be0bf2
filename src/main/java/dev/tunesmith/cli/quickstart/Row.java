package dev.tunesmith.cli.quickstart;

import dev.tunesmith.api.v1alpha1.tuningjob.Progress;
import dev.tunesmith.api.v1alpha1.tuningjob.TuningJob;
import dev.tunesmith.api.v1alpha1.tuningjob.TuningJobSpec;
import dev.tunesmith.api.v1alpha1.tuningjob.TuningJobStatus;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Duration;
import java.util.Optional;

/**
 * A line of {@code kubectl get tuningjobs} (the printer columns of the CRD), without the age. What
 * is absent is "".
 *
 * @param name the resource
 * @param model {@code status.model}
 * @param state {@code status.state}
 * @param percent {@code status.progress.percent}
 * @param ready status of the condition Ready
 * @param reason {@code status.reason}
 * @param run {@code spec.run}
 */
record Row(
    String name,
    String model,
    String state,
    String percent,
    String ready,
    String reason,
    String run) {
  private static final String COLUMNS = "%-24s %-22s %-11s %-8s %-7s %-14s %-5s %s";

  /** kubectl's header. */
  static String header() {
    return COLUMNS.formatted("NAME", "MODEL", "STATE", "PERCENT", "READY", "REASON", "RUN", "AGE");
  }

  static Row of(TuningJob job) {
    Optional<TuningJobStatus> status = Optional.ofNullable(job.getStatus());
    return new Row(
        job.getMetadata().getName(),
        status.map(TuningJobStatus::model).orElse(""),
        status.map(TuningJobStatus::state).orElse(""),
        status
            .map(TuningJobStatus::progress)
            .map(Progress::percent)
            .map(String::valueOf)
            .orElse(""),
        Outcome.condition(job, "Ready").map(Condition::getStatus).orElse(""),
        status.map(TuningJobStatus::reason).orElse(""),
        Optional.ofNullable(job.getSpec()).map(TuningJobSpec::run).orElse(""));
  }

  String line(Duration age) {
    return COLUMNS.formatted(name, model, state, percent, ready, reason, run, human(age));
  }

  /** As kubectl writes ages: seconds up to two minutes, then with less and less precision. */
  static String human(Duration age) {
    long seconds = Math.max(0, age.toSeconds());
    if (seconds < 120) {
      return seconds + "s";
    }
    if (seconds < 600) {
      return parts(seconds / 60, "m", seconds % 60, "s");
    }
    long minutes = seconds / 60;
    if (minutes < 180) {
      return minutes + "m";
    }
    if (minutes < 480) {
      return parts(minutes / 60, "h", minutes % 60, "m");
    }
    long hours = minutes / 60;
    if (hours < 48) {
      return hours + "h";
    }
    return hours < 192 ? parts(hours / 24, "d", hours % 24, "h") : hours / 24 + "d";
  }

  private static String parts(long first, String unit, long second, String smaller) {
    return first + unit + (second == 0 ? "" : second + smaller);
  }
}

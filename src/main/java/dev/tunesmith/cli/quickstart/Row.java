package dev.tunesmith.cli.quickstart;

import dev.tunesmith.api.v1alpha1.tuningjob.JobStatus;
import dev.tunesmith.api.v1alpha1.tuningjob.TuningJob;
import dev.tunesmith.api.v1alpha1.tuningjob.TuningJobStatus;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Duration;
import java.util.Optional;

/**
 * A line of {@code kubectl get tuningjobs}, without the age. What is absent is "".
 *
 * @param name the resource
 * @param state of the job
 * @param ready status of the condition Ready
 * @param reason of the condition Ready
 */
record Row(String name, String state, String ready, String reason) {
  private static final String COLUMNS = "%-24s %-22s %-7s %-22s %s";

  /** kubectl's header. */
  static String header() {
    return COLUMNS.formatted("NAME", "STATE", "READY", "REASON", "AGE");
  }

  static Row of(TuningJob job) {
    Optional<TuningJobStatus> status = Optional.ofNullable(job.getStatus());
    Optional<Condition> ready = Outcome.condition(job, "Ready");
    return new Row(
        job.getMetadata().getName(),
        status.map(TuningJobStatus::job).map(JobStatus::state).orElse(""),
        ready.map(Condition::getStatus).orElse(""),
        ready.map(Condition::getReason).orElse(""));
  }

  String line(Duration age) {
    return COLUMNS.formatted(name, state, ready, reason, human(age));
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

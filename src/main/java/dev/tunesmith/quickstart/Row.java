package dev.tunesmith.quickstart;

import dev.tunesmith.api.v1alpha1.JobStatus;
import dev.tunesmith.api.v1alpha1.TuningJob;
import dev.tunesmith.api.v1alpha1.TuningJobStatus;
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
      return seconds / 60 + "m" + (seconds % 60 == 0 ? "" : seconds % 60 + "s");
    }
    if (seconds < 3 * 3600) {
      return seconds / 60 + "m";
    }
    return age.toHours() + "h";
  }
}

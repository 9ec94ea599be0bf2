package dev.tunesmith.reconcile;

import dev.tunesmith.lifecycle.Failure;
import dev.tunesmith.lifecycle.JobName;
import dev.tunesmith.lifecycle.Memory.Cancellation;
import dev.tunesmith.lifecycle.Uptime;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which of a resource's jobs this process asked to end, and what came of it. */
final class Cancels {
  /** How long an accepted cancellation may take before it is asked for again. */
  private static final Duration AGAIN = Duration.ofMinutes(1);

  private final Uptime uptime;
  private final Pauses pauses;
  private final Map<JobName, Cancellation> asked = new HashMap<>();
  private final Map<JobName, Integer> failures = new HashMap<>();

  Cancels(Uptime uptime, Pauses pauses) {
    this.uptime = uptime;
    this.pauses = pauses;
  }

  /** Those that were asked for; shows later ones, too. */
  Map<JobName, Cancellation> asked() {
    return asked;
  }

  /** The service took the wish, or there is nothing left to wish for. */
  void settled(JobName job) {
    failures.remove(job);
    asked.put(job, new Cancellation(uptime.now().plus(AGAIN), null));
  }

  /** The service could not be asked. */
  void failed(JobName job, Failure failure) {
    int times = failures.merge(job, 1, Integer::sum);
    asked.put(job, new Cancellation(uptime.now().plus(pauses.after(failure, times)), failure));
  }

  /** When one that failed is to be asked for again, from now; null when none did. */
  @Nullable Duration again() {
    Duration now = uptime.now();
    return asked.values().stream()
        .filter(cancellation -> !cancellation.accepted())
        .map(cancellation -> cancellation.notBefore().minus(now))
        .min(Duration::compareTo)
        .orElse(null);
  }

  void clear() {
    asked.clear();
    failures.clear();
  }
}

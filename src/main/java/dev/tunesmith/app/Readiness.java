package dev.tunesmith.app;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Readiness with a grace: watches are opened again all the time, and that is no reason to be taken
 * out of service. Before the first moment without a problem there is no grace: a rollout waits for
 * a process that works.
 */
public final class Readiness implements Supplier<Verdict> {
  static final String READY = "ready";

  private final Supplier<List<String>> problems;
  private final Duration grace;
  private final Clock clock;
  private boolean wasReady;
  private @Nullable Instant since;

  /**
   * Not ready until the first question finds no problem.
   *
   * @param problems those of this moment, in words
   * @param grace how long they may last, from the question that found the first one
   */
  public Readiness(Supplier<List<String>> problems, Duration grace, Clock clock) {
    this.problems = problems;
    this.grace = grace;
    this.clock = clock;
  }

  @Override
  public synchronized Verdict get() {
    List<String> now = problems.get();
    if (now.isEmpty()) {
      wasReady = true;
      since = null;
      return new Verdict(true, READY);
    }
    String what = String.join("; ", now);
    if (!wasReady) {
      return new Verdict(false, "starting: " + what);
    }
    if (since == null) {
      since = clock.instant();
    }
    Duration lasted = Duration.between(since, clock.instant());
    return new Verdict(
        lasted.compareTo(grace) <= 0, "not ready for " + lasted.toSeconds() + " s: " + what);
  }
}

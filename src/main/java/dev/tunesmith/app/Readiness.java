package dev.tunesmith.app;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Readiness with patience: watches reconnect all the time, and a reconnect is no reason to be taken
 * out of service. Before all was well once there is no patience: a rollout waits for the real
 * thing.
 */
public final class Readiness implements Supplier<Verdict> {
  private final Supplier<List<String>> troubles;
  private final Duration grace;
  private final Clock clock;
  private boolean wasReady;
  private @Nullable Instant troubledSince;

  /**
   * Not ready until the first question finds no trouble.
   *
   * @param troubles what is wrong now, in words; empty when nothing is
   * @param grace how long trouble may last
   * @param clock tells how long it has lasted: from the question that found it first
   */
  public Readiness(Supplier<List<String>> troubles, Duration grace, Clock clock) {
    this.troubles = troubles;
    this.grace = grace;
    this.clock = clock;
  }

  @Override
  public synchronized Verdict get() {
    List<String> now = troubles.get();
    if (now.isEmpty()) {
      wasReady = true;
      troubledSince = null;
      return new Verdict(true, "ready");
    }
    String what = String.join("; ", now);
    if (!wasReady) {
      return new Verdict(false, "starting: " + what);
    }
    if (troubledSince == null) {
      troubledSince = clock.instant();
    }
    Duration lasted = Duration.between(troubledSince, clock.instant());
    return new Verdict(
        lasted.compareTo(grace) <= 0, "trouble for " + lasted.toSeconds() + " s: " + what);
  }
}

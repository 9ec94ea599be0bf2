package dev.tunesmith.lifecycle;

import java.time.Duration;

/** Decides what to do next about a resource. Pure: the same arguments give the same decision. */
@FunctionalInterface
public interface Rules {
  /**
   * Decides.
   *
   * @param now the uptime
   */
  Decision decide(Desired desired, ObservedJobs jobs, Tenure tenure, Duration now);
}

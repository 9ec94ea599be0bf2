package dev.tunesmith.leader;

import java.time.Duration;

/**
 * How long a leader leads without renewing its lease. Between the deadline and the duration no
 * replica creates jobs: that margin covers the difference of clock rates, and the time from the
 * last check of the lead until a request is sent.
 *
 * @param duration after how long without a renewal another replica may take the lease; whole
 *     seconds, the unit of the Lease
 * @param renewDeadline after how long without one the leader stops creating jobs, and exits
 * @param retryPeriod between two renewals, or two attempts to take the lease
 */
public record LeaseTiming(Duration duration, Duration renewDeadline, Duration retryPeriod) {
  /** Those of Kubernetes' own components. */
  public static final LeaseTiming DEFAULTS =
      new LeaseTiming(Duration.ofSeconds(15), Duration.ofSeconds(10), Duration.ofSeconds(2));

  /** How many attempts fit into a deadline, so that one that fails does not cost the lead. */
  public static final int TRIES = 3;
}

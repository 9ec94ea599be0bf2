package dev.tunesmith.leader;

import java.time.Duration;

/**
 * How long a leader leads without renewing its lease. Between the deadline and the duration nobody
 * buys: that margin is what clocks may differ by, and what a call may take from the last check to
 * the wire.
 *
 * @param duration after how long without a renewal another replica may take the lease; whole
 *     seconds, since the lease counts in them
 * @param renewDeadline after how long without one the leader buys nothing more, and ends
 * @param retryPeriod between two renewals, or two tries to take the lease
 */
public record LeaseTiming(Duration duration, Duration renewDeadline, Duration retryPeriod) {
  /** Those of Kubernetes' own components. */
  public static final LeaseTiming DEFAULTS =
      new LeaseTiming(Duration.ofSeconds(15), Duration.ofSeconds(10), Duration.ofSeconds(2));

  /** How many tries a deadline has room for, so that one that fails does not cost the lead. */
  public static final int TRIES = 3;
}

package dev.tunesmith.lifecycle;

import java.time.Duration;

/**
 * Monotonic time since the process began. What decides about money is measured by it: the wall
 * clock can be set back.
 */
@FunctionalInterface
public interface Uptime {
  /**
   * The time now.
   *
   * @return never less than what was returned before
   */
  Duration now();
}

package dev.tunesmith.app;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;

/** A clock that stands still until a test moves it. Safe for use by many threads. */
final class ManualClock extends Clock {
  private final AtomicReference<Instant> now;

  /**
   * Starts the clock, and stops it.
   *
   * @param start the first instant
   */
  public ManualClock(Instant start) {
    now = new AtomicReference<>(start);
  }

  /**
   * Moves the clock.
   *
   * @param duration how far
   */
  public void advance(Duration duration) {
    now.updateAndGet(instant -> instant.plus(duration));
  }

  @Override
  public Instant instant() {
    return now.get();
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    throw new UnsupportedOperationException("zones are no business of ours");
  }
}

package dev.tunesmith.api.v1alpha1;

import org.jspecify.annotations.Nullable;

/**
 * Numbers as the API server stores them. JSON has no NaN, and one would make the write of a status
 * fail. A negative zero becomes zero: a status that reads back differently is written again and
 * again.
 */
public final class FiniteNumber {
  private FiniteNumber() {}

  /** The number; null where it is none. */
  public static @Nullable Double of(@Nullable Double value) {
    return value == null || !Double.isFinite(value) ? null : Double.valueOf(value + 0.0);
  }
}

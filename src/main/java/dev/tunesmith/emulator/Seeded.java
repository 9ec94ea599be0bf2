package dev.tunesmith.emulator;

import java.util.SplittableRandom;

/**
 * Pseudo-random numbers, each derived from the seed and a key alone: the order and number of calls
 * do not matter.
 *
 * @param seed the emulator's
 */
record Seeded(long seed) {
  private static final long FNV_OFFSET = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;
  private static final long SMALLEST_OF_19_DIGITS = 1_000_000_000_000_000_000L;

  /** From {@code from} to below {@code to}. */
  long between(long from, long to, String key) {
    long hash = FNV_OFFSET;
    for (int i = 0; i < key.length(); i++) {
      hash = (hash ^ key.charAt(i)) * FNV_PRIME;
    }
    return new SplittableRandom(hash ^ seed).nextLong(from, to);
  }

  /** A 19-digit id, as the service gives to jobs, models and endpoints. */
  String id(String key) {
    return Long.toString(between(SMALLEST_OF_19_DIGITS, Long.MAX_VALUE, key));
  }
}

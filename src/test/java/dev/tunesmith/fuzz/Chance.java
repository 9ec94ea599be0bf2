package dev.tunesmith.fuzz;

import java.util.List;
import java.util.Random;

/** Chance with a seed: the same seed always makes the same case. */
public final class Chance {
  private final Random random;

  /** Chance of one case. */
  public Chance(long seed) {
    // The first numbers of neighbouring seeds are alike.
    this.random = new Random(seed * 0x9E3779B97F4A7C15L);
  }

  /** True once in so many times. */
  public boolean oneIn(int times) {
    return random.nextInt(times) == 0;
  }

  /** A number from 0, below a bound. */
  public int below(int bound) {
    return random.nextInt(bound);
  }

  /** Any number at all. */
  public long number() {
    return random.nextLong();
  }

  /** One of them. */
  public <T> T of(List<T> values) {
    return values.get(random.nextInt(values.size()));
  }

  /** One of them. */
  @SafeVarargs
  public final <T> T of(T... values) {
    return values[random.nextInt(values.length)];
  }
}

package dev.tunesmith.app;

import java.util.function.LongSupplier;

/**
 * Keeps the heap near the size of what is alive. By itself the serial collector looks at old
 * objects only when the heap cannot grow any more: a pod would hold for days what a busy hour
 * dropped.
 *
 * <p>Used by one thread.
 */
final class HeapKeeper {
  /** Bytes that may be added before it pays to collect: more than one young generation. */
  private static final long LEAST_GROWTH = 24 << 20;

  private final LongSupplier used;
  private final Runnable collect;
  private long limit;

  /**
   * A keeper that collects at its first check: the start leaves much behind.
   *
   * @param used bytes of the heap in use, dead objects included
   * @param collect collects the whole heap
   */
  HeapKeeper(LongSupplier used, Runnable collect) {
    this.used = used;
    this.collect = collect;
  }

  /** Of this process. */
  static HeapKeeper ofProcess() {
    Runtime runtime = Runtime.getRuntime();
    return new HeapKeeper(() -> runtime.totalMemory() - runtime.freeMemory(), runtime::gc);
  }

  /** Collects when the heap is half as large again as after the last collection. */
  void check() {
    if (used.getAsLong() >= limit) {
      collect.run();
      long alive = used.getAsLong();
      limit = alive + Math.max(alive / 2, LEAST_GROWTH);
    }
  }
}

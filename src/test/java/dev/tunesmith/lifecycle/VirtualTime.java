package dev.tunesmith.lifecycle;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.Delayed;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Time that passes only when told to, and the tasks that wait for it: one thread, one order. Tasks
 * belong to a process's life and die with it.
 */
final class VirtualTime {
  static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

  private record Task(Duration time, long order, int life, Runnable action) {}

  private final PriorityQueue<Task> tasks =
      new PriorityQueue<>(Comparator.comparing(Task::time).thenComparingLong(Task::order));
  private Duration now = Duration.ZERO;
  private long order;
  private int life;

  Duration now() {
    return now;
  }

  /** A task of the present life; the world's own are planned by {@link #forEver}. */
  void after(Duration delay, Runnable action) {
    tasks.add(new Task(now.plus(delay), order++, life, action));
  }

  void forEver(Duration delay, Runnable action) {
    tasks.add(new Task(now.plus(delay), order++, -1, action));
  }

  /** A call that takes its time: what was planned meanwhile comes late. */
  void pass(Duration duration) {
    now = now.plus(duration);
  }

  void endLife() {
    life++;
    tasks.removeIf(task -> task.life() >= 0 && task.life() < life);
  }

  void runUntil(Duration end) {
    while (!tasks.isEmpty() && tasks.element().time().compareTo(end) <= 0) {
      Task task = tasks.remove();
      if (task.time().compareTo(now) > 0) {
        now = task.time();
      }
      task.action().run();
    }
    now = end.compareTo(now) > 0 ? end : now;
  }

  /** A wall clock that someone may have set. */
  Clock clock(Supplier<Duration> skew) {
    return new Clock() {
      @Override
      public Instant instant() {
        return BEGIN.plus(now).plus(skew.get());
      }

      @Override
      public ZoneId getZone() {
        return ZoneOffset.UTC;
      }

      @Override
      public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("nobody asks for a zone");
      }
    };
  }

  /** The executor of the present life: it only ever plans. */
  ScheduledThreadPoolExecutor executor() {
    return new ScheduledThreadPoolExecutor(1) {
      @Override
      public ScheduledFuture<?> schedule(Runnable action, long delay, TimeUnit unit) {
        after(Duration.of(delay, unit.toChronoUnit()), action);
        return new Planned();
      }
    };
  }

  private static final class Planned extends FutureTask<Void> implements ScheduledFuture<Void> {
    Planned() {
      super(
          () -> {
            throw new IllegalStateException("the plan runs the action itself");
          });
    }

    @Override
    public long getDelay(TimeUnit unit) {
      return 0;
    }

    @Override
    public int compareTo(Delayed other) {
      return 0;
    }
  }
}

package dev.tunesmith.sim;

import dev.tunesmith.lifecycle.Uptime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.Delayed;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Time that moves only when a test moves it: wall clock, monotonic time and timers in one, so that
 * hours pass in milliseconds and every run is the same. Used by one thread.
 *
 * <p>Time may also pass inside a timer's task: the timers of other owners run meanwhile, and those
 * of a busy owner run late.
 */
public final class SimTime extends Clock implements Uptime {
  /** Runs the tasks of its timers itself. */
  public interface Owner {
    /** While true, its timers wait. */
    boolean isBusy();

    /**
     * Runs a timer's task.
     *
     * @param task the task
     */
    void run(Runnable task);
  }

  private static final Owner NOBODY =
      new Owner() {
        @Override
        public boolean isBusy() {
          return false;
        }

        @Override
        public void run(Runnable task) {
          task.run();
        }
      };

  private final Instant start;
  private final List<Timer> timers = new ArrayList<>();
  private Duration now = Duration.ZERO;
  private Duration clockOff = Duration.ZERO;
  private long planned;
  private final Timers worldTimers = new Timers(NOBODY);

  /** A time that begins on an ordinary day. */
  public SimTime() {
    this.start = Instant.parse("2026-01-01T10:00:00Z");
  }

  @Override
  public Duration now() {
    return now;
  }

  @Override
  public Instant instant() {
    return start.plus(now).plus(clockOff);
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return Clock.fixed(instant(), zone);
  }

  /**
   * The clock of somebody else, which nobody sets.
   *
   * @return the true time
   */
  public InstantSource others() {
    return () -> start.plus(now);
  }

  /**
   * Sets the wall clock, and nothing else: uptime and timers do not notice.
   *
   * @param by how far, forward or back
   */
  public void stepClock(Duration by) {
    clockOff = clockOff.plus(by);
  }

  /**
   * Lets time pass while the running thread is busy: no timer fires meanwhile.
   *
   * @param duration how long
   */
  public void busyFor(Duration duration) {
    now = now.plus(duration);
  }

  /**
   * Lets time pass, and runs what falls due, in order.
   *
   * @param duration how long
   */
  public void advance(Duration duration) {
    advance(duration, () -> {});
  }

  /**
   * Lets time pass, and runs what falls due, in order.
   *
   * @param duration how long
   * @param afterEach run after every timer, at that timer's time
   */
  public void advance(Duration duration, Runnable afterEach) {
    Duration end = now.plus(duration);
    for (Timer next = earliest(); next != null && next.time.compareTo(end) <= 0; ) {
      if (next.time.compareTo(now) > 0) {
        now = next.time;
      }
      timers.remove(next);
      next.run();
      afterEach.run();
      next = earliest();
    }
    if (now.compareTo(end) < 0) {
      now = end;
    }
  }

  private @Nullable Timer earliest() {
    return timers.stream()
        .filter(timer -> !timer.owner.owner.isBusy())
        .min(Comparator.naturalOrder())
        .orElse(null);
  }

  /**
   * Runs a task later; it belongs to no process, and no death ends it.
   *
   * @param delay how much later
   * @param task the task
   */
  public void after(Duration delay, Runnable task) {
    timers.add(new Timer(worldTimers, task, now.plus(delay)));
  }

  /** Whether a timer should have run by now. */
  boolean isLate() {
    Timer next = earliest();
    return next != null && next.time.compareTo(now) <= 0;
  }

  /**
   * How many timers wait.
   *
   * @return those of all executors
   */
  public int waiting() {
    return timers.size();
  }

  /**
   * Timers of one process: {@link ScheduledExecutorService#shutdownNow} ends them, as its death
   * does.
   *
   * @return an executor that runs everything in {@link #advance}, one after the other
   */
  public ScheduledExecutorService executor() {
    return executor(NOBODY);
  }

  /**
   * Timers of one process, whose tasks the process runs itself.
   *
   * @param owner the process
   * @return an executor as {@link #executor()}
   */
  public ScheduledExecutorService executor(Owner owner) {
    return new Timers(owner);
  }

  private final class Timer extends FutureTask<Void> implements ScheduledFuture<Void> {
    private final Timers owner;
    private final Duration time;
    private final long turn = ++planned;

    Timer(Timers owner, Runnable task, Duration time) {
      super(() -> owner.owner.run(task), null);
      this.owner = owner;
      this.time = time;
    }

    @Override
    public long getDelay(TimeUnit unit) {
      return unit.convert(time.minus(now));
    }

    @Override
    public int compareTo(Delayed other) {
      Timer timer = (Timer) other;
      int byTime = time.compareTo(timer.time);
      return byTime != 0 ? byTime : Long.compare(turn, timer.turn);
    }

    @Override
    public boolean cancel(boolean mayInterrupt) {
      timers.remove(this);
      return super.cancel(mayInterrupt);
    }

    @Override
    protected void setException(Throwable thrown) {
      super.setException(thrown);
      // A real executor would swallow it; here nobody would ever look.
      throw new IllegalStateException("a timer's task threw", thrown);
    }
  }

  /** Only what is used is there; the rest says so. */
  private final class Timers extends AbstractExecutorService implements ScheduledExecutorService {
    private final Owner owner;
    private boolean ended;

    Timers(Owner owner) {
      this.owner = owner;
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
      if (ended) {
        throw new RejectedExecutionException("shut down");
      }
      Timer timer =
          new Timer(
              this,
              command,
              now.plus(unit.toChronoUnit().getDuration().multipliedBy(Math.max(0, delay))));
      timers.add(timer);
      return timer;
    }

    @Override
    public void execute(Runnable command) {
      ScheduledFuture<?> unused = schedule(command, 0, TimeUnit.NANOSECONDS);
    }

    @Override
    public <V> ScheduledFuture<V> schedule(Callable<V> callable, long delay, TimeUnit unit) {
      throw new UnsupportedOperationException();
    }

    @Override
    public ScheduledFuture<?> scheduleAtFixedRate(
        Runnable command, long initialDelay, long period, TimeUnit unit) {
      throw new UnsupportedOperationException();
    }

    @Override
    public ScheduledFuture<?> scheduleWithFixedDelay(
        Runnable command, long initialDelay, long delay, TimeUnit unit) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void shutdown() {
      ended = true;
    }

    @Override
    public List<Runnable> shutdownNow() {
      ended = true;
      List<Runnable> left = new ArrayList<>();
      timers.removeIf(timer -> timer.owner == this && left.add(timer));
      return left;
    }

    @Override
    public boolean isShutdown() {
      return ended;
    }

    @Override
    public boolean isTerminated() {
      return ended;
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
      return ended;
    }
  }
}

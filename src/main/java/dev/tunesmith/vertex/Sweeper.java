package dev.tunesmith.vertex;

import dev.tunesmith.lifecycle.JobName;
import dev.tunesmith.lifecycle.PollSchedule;
import dev.tunesmith.lifecycle.ResourceKey;
import dev.tunesmith.lifecycle.Scope;
import dev.tunesmith.lifecycle.Uptime;
import dev.tunesmith.lifecycle.View;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches all jobs of all resources with few calls (design, section 4): one pass per scope reads
 * pages until all active jobs were seen, or gets them one by one where that is fewer calls; a look
 * is answered by a complete listing that began after it was asked for, and shared by all that were
 * asked meanwhile. Jobs that have ended cost nothing.
 *
 * <p>A pass that throws is logged and followed by the next one: nothing ends the watching but
 * {@link #close}.
 */
public final class Sweeper implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Sweeper.class);

  /** Questions come in bursts (a folder applied, an operator started): one listing serves many. */
  private static final Duration GATHER = Duration.ofMillis(50);

  private static final Duration AFTER_A_FAULT = Duration.ofSeconds(10);

  private final SweepTools tools;
  private final ScheduledExecutorService executor;
  private final Map<String, CallBudget> budgets = new ConcurrentHashMap<>();
  private final Map<Scope, Lane> lanes = new ConcurrentHashMap<>();
  private final Map<ResourceKey, Lane> laneOf = new ConcurrentHashMap<>();

  /**
   * A sweeper; it makes no call before it is asked to watch something.
   *
   * @param jobs the service
   * @param schedule the pauses
   * @param adoptionWindow how old a job can be and still be found by its labels
   * @param uptime monotonic time
   * @param clock wall time, compared with the jobs' create times only
   * @param random for jitter
   * @param executor runs the passes; the caller ends it
   * @param listener hears what is seen
   */
  public Sweeper(
      TuningJobs jobs,
      PollSchedule schedule,
      Duration adoptionWindow,
      Uptime uptime,
      Clock clock,
      RandomGenerator random,
      ScheduledExecutorService executor,
      SweepListener listener) {
    this.tools = new SweepTools(jobs, schedule, adoptionWindow, uptime, clock, random, listener);
    this.executor = executor;
  }

  /**
   * Looks out for a resource's jobs from now on. Saying the same again changes nothing.
   *
   * @param key the resource
   * @param watch what to look out for
   * @param ask the uptime, past or to come, that a complete listing is wanted from, in place of
   *     what was asked before; null to leave that as it is
   */
  public void watch(ResourceKey key, Watch watch, @Nullable Duration ask) {
    Lane lane = lanes.computeIfAbsent(watch.scope(), Lane::new);
    Lane before = laneOf.put(key, lane);
    if (before != null && before != lane) {
      before.watched.remove(key);
    }
    WatchedResource resource =
        lane.watched.computeIfAbsent(key, k -> new WatchedResource(k, watch, tools.uptime().now()));
    resource.watch(watch, tools.uptime().now());
    if (ask != null && resource.ask(ask)) {
      tools.listener().changed(key);
    }
    lane.wake(GATHER, List.of(resource));
  }

  /**
   * What was seen so far.
   *
   * @param key the resource
   * @return {@link View#NOTHING} for one that is not watched
   */
  public View view(ResourceKey key) {
    Lane lane = laneOf.get(key);
    WatchedResource resource = lane == null ? null : lane.watched.get(key);
    return resource == null ? View.NOTHING : resource.view();
  }

  /**
   * Tells that the service gave our labels with a job: listings are measured by it.
   *
   * @param key the resource whose job it is; nothing happens when it is not watched
   * @param name the job
   */
  public void gaveLabels(ResourceKey key, JobName name) {
    Lane lane = laneOf.get(key);
    WatchedResource resource = lane == null ? null : lane.watched.get(key);
    if (resource != null) {
      resource.gaveLabels(name);
    }
  }

  /**
   * Whether listings there cannot be trusted: one showed a job of ours without the labels that the
   * service had given before, so that a look by labels may miss jobs.
   *
   * @param scope where
   * @return true from the first such listing on
   */
  public boolean labelsMissing(Scope scope) {
    Lane lane = lanes.get(scope);
    return lane != null && lane.sweep.labelsMissing();
  }

  /**
   * Looks out no longer.
   *
   * @param key the resource
   */
  public void forget(ResourceKey key) {
    Lane lane = laneOf.remove(key);
    if (lane != null) {
      lane.watched.remove(key);
    }
  }

  /**
   * How long the longest-waiting pass is overdue: what liveness is judged by.
   *
   * @return zero when none is
   */
  public Duration overdue() {
    return lanes.values().stream()
        .map(Lane::overdue)
        .max(Duration::compareTo)
        .orElse(Duration.ZERO);
  }

  /** Makes no further pass; one under way ends by its own deadlines. */
  @Override
  public void close() {
    lanes.values().forEach(Lane::stop);
  }

  /** One scope's resources and the time of its next pass. */
  private final class Lane {
    private final Map<ResourceKey, WatchedResource> watched = new ConcurrentHashMap<>();
    private final ScopeSweep sweep;
    private @Nullable Duration scheduled;
    private boolean running;
    private boolean stopped;
    private int turn;

    Lane(Scope scope) {
      CallBudget budget =
          budgets.computeIfAbsent(
              scope.projectId(), project -> new CallBudget(tools.schedule().maxCallsPerMinute()));
      this.sweep = new ScopeSweep(scope, tools, budget);
    }

    /**
     * Plans the next pass, unless an earlier one is planned or one is under way.
     *
     * @param news those for which a pass can be due earlier than planned; not always all, or to
     *     watch many would cost the square of their number
     */
    synchronized void wake(Duration atLeast, Collection<WatchedResource> news) {
      if (running || stopped) {
        return;
      }
      Optional<Duration> due = sweep.due(news);
      if (due.isEmpty()) {
        return;
      }
      Duration now = tools.uptime().now();
      Duration earliest = now.plus(atLeast);
      Duration time = due.get().compareTo(earliest) < 0 ? earliest : due.get();
      if (scheduled != null && scheduled.compareTo(time) <= 0) {
        return;
      }
      scheduled = time;
      int planned = ++turn;
      try {
        Future<?> unused =
            executor.schedule(() -> run(planned), time.minus(now).toNanos(), TimeUnit.NANOSECONDS);
      } catch (RejectedExecutionException e) {
        stopped = true;
      }
    }

    private Collection<WatchedResource> resources() {
      return watched.values();
    }

    private void run(int planned) {
      if (!begins(planned)) {
        return;
      }
      try {
        sweep.pass(resources());
      } catch (RuntimeException | Error e) {
        sweep.holdOff(AFTER_A_FAULT);
        LOG.error("a pass over tuning jobs broke off; the next one follows", e);
      } finally {
        synchronized (this) {
          running = false;
          scheduled = null;
        }
        wake(Duration.ZERO, resources());
      }
    }

    /** What was planned may be out of date: replaced, stopped, forgotten, or not affordable now. */
    private synchronized boolean begins(int planned) {
      if (planned != turn || running || stopped) {
        return false;
      }
      Optional<Duration> due = sweep.due(resources());
      running = due.isPresent() && due.get().compareTo(tools.uptime().now()) <= 0;
      if (!running) {
        scheduled = null;
        wake(Duration.ZERO, resources());
      }
      return running;
    }

    synchronized Duration overdue() {
      Duration late = scheduled == null ? Duration.ZERO : tools.uptime().now().minus(scheduled);
      return late.isNegative() ? Duration.ZERO : late;
    }

    synchronized void stop() {
      stopped = true;
    }
  }
}

package dev.tunesmith.leader;

import dev.tunesmith.lifecycle.Uptime;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseSpec;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Elects one leader among the replicas by a Lease, with the rules of client-go's {@code
 * leaderelection}: a replica takes the Lease when it has no holder, or when it has observed the
 * same record for as long as the record says that it lasts. What counts is this process's monotonic
 * clock. The times in the Lease are written for people and never compared, so a Lease of any shape
 * can be taken over.
 *
 * <p>A process that has lost the lead does not try again. It is expected to end, so that nothing
 * that it remembers outlives its lead.
 */
public final class LeaderElector implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LeaderElector.class);

  private final LeaseSettings settings;
  private final LeaseRecord record;
  private final Uptime uptime;
  private final Runnable onGained;
  private final Runnable onLost;
  // Two: one keeps the deadline while the other waits for an answer.
  private final ScheduledExecutorService threads =
      Executors.newScheduledThreadPool(
          2, Thread.ofPlatform().daemon().name("leader-election-", 0).factory());

  /** When the last write that succeeded was begun; null before the lead, and after it. */
  private volatile @Nullable Duration renewed;

  private volatile boolean lost;
  private volatile boolean standsBy;

  // What follows is of the attempts, which do not overlap.
  private @Nullable Lease written;
  private @Nullable LeaseSpec observed;
  private @Nullable Duration observedAt;
  private String reported = "";

  /**
   * An elector that has not begun.
   *
   * @param clock wall time, for the times in the Lease
   * @param onGained called once, when this process leads; on another thread if that is not at once
   * @param onLost called once, when another process may lead; {@link #held} is false by then
   */
  public LeaderElector(
      LeaseSettings settings,
      KubernetesClient client,
      Clock clock,
      Uptime uptime,
      Runnable onGained,
      Runnable onLost) {
    this.settings = settings;
    this.record = new LeaseRecord(settings, client, clock);
    this.uptime = uptime;
    this.onGained = onGained;
    this.onLost = onLost;
  }

  /**
   * Makes a first attempt, and further ones from then on.
   *
   * @throws KubernetesClientException when this process is not permitted to use the Lease
   */
  public void start() {
    boolean gained = false;
    try {
      gained = attempt();
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_FORBIDDEN) {
        throw e;
      }
      reportFailure(e);
    }
    long period = settings.timing().retryPeriod().toNanos();
    Future<?> unused =
        threads.scheduleWithFixedDelay(this::attemptAgain, period, period, TimeUnit.NANOSECONDS);
    if (gained) {
      onGained.run();
    }
  }

  /**
   * Whether this process leads at this moment.
   *
   * @return false from the renew deadline on, also while the process was stopped
   */
  public boolean held() {
    return remaining().isPositive();
  }

  /** Whether another process holds the Lease, by the last attempt. */
  public boolean standsBy() {
    return standsBy;
  }

  private Duration remaining() {
    Duration last = renewed;
    return last == null
        ? Duration.ZERO
        : last.plus(settings.timing().renewDeadline()).minus(uptime.now());
  }

  private void attemptAgain() {
    try {
      if (!lost && attempt()) {
        Thread unused = Thread.ofPlatform().name("leader").start(onGained);
      }
    } catch (RuntimeException e) { // otherwise there would be no further attempt
      reportFailure(e);
    }
  }

  /**
   * Renews the Lease, or takes it if that is permitted.
   *
   * @return whether the lead began with it
   */
  boolean attempt() {
    Duration begun = uptime.now();
    Lease last = written;
    Lease now = last == null ? null : record.hold(last);
    written = now == null ? take() : now;
    return written != null && confirm(begun);
  }

  /** Null if another process holds the Lease, or took it first. */
  private @Nullable Lease take() {
    Lease current = record.read();
    if (current != null) {
      observe(current.getSpec());
      if (isHeldByAnother(current.getSpec())) {
        String holder = current.getSpec().getHolderIdentity();
        if (renewed == null) {
          standsBy = true;
          report("standing by: lease " + settings.path() + " is held by " + holder);
        } else {
          lose(holder + " took it");
        }
        return null;
      }
    }
    return record.hold(current);
  }

  private void observe(@Nullable LeaseSpec spec) {
    if (observedAt == null || !Objects.equals(spec, observed)) {
      observed = spec;
      observedAt = uptime.now();
    }
  }

  private boolean isHeldByAnother(@Nullable LeaseSpec spec) {
    String holder = spec == null ? null : spec.getHolderIdentity();
    return spec != null
        && holder != null
        && !holder.isBlank()
        && !holder.equals(settings.identity())
        && observedAt != null
        && observedAt.plus(duration(spec)).minus(uptime.now()).isPositive();
  }

  /** As its holder promised; as this process would, where the record does not say. */
  private Duration duration(LeaseSpec spec) {
    Integer seconds = spec.getLeaseDurationSeconds();
    return seconds == null || seconds <= 0
        ? settings.timing().duration()
        : Duration.ofSeconds(seconds);
  }

  private synchronized boolean confirm(Duration begun) {
    if (lost) {
      return false;
    }
    boolean gained = renewed == null;
    renewed = begun;
    standsBy = false;
    if (gained) {
      report("leading: this process holds lease " + settings.path());
      threads.execute(this::keepDeadline);
    }
    return gained;
  }

  private void keepDeadline() {
    Duration remaining = remaining();
    if (remaining.isPositive()) {
      Future<?> unused =
          threads.schedule(this::keepDeadline, remaining.toNanos(), TimeUnit.NANOSECONDS);
    } else {
      lose("it was not renewed within " + settings.timing().renewDeadline().toMillis() + " ms");
    }
  }

  private void lose(String why) {
    synchronized (this) {
      if (lost) {
        return;
      }
      lost = true;
      renewed = null;
    }
    LOG.warn("no longer leading, lease {}: {}", settings.path(), why);
    onLost.run();
  }

  private void report(String state) {
    if (!state.equals(reported)) {
      reported = state;
      LOG.info(state);
    }
  }

  private void reportFailure(RuntimeException e) {
    standsBy = false;
    String failure = "cannot read or write lease " + settings.path() + ": " + e.getMessage();
    if (!failure.equals(reported)) {
      reported = failure;
      LOG.warn("{}. Trying again every {} ms", failure, settings.timing().retryPeriod().toMillis());
    }
  }

  /** Gives the Lease back if this process holds it, so that the next leader need not wait. */
  @Override
  public void close() {
    threads.shutdownNow();
    if (held()) {
      try {
        // A renewal on its way would make the release fail.
        boolean unused = threads.awaitTermination(1, TimeUnit.SECONDS);
        renewed = null;
        record.release();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (KubernetesClientException e) {
        LOG.warn(
            "lease {} was not released: {}. It expires by itself", settings.path(), e.getMessage());
      }
    }
  }
}

package dev.tunesmith.leader;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the lead at its deadline, as the elector should: it may wait for an answer of the API server
 * for longer than the lease lasts, and goes by the wall clock. Gives the lease back at the end.
 */
public final class LeaderWatchdog implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LeaderWatchdog.class);

  /** Giving the lease back is a courtesy: an API server that is away must not hold up the end. */
  private static final Duration RELEASE = Duration.ofSeconds(5);

  private final LeaderLease lead;
  private final KubernetesClient client;
  private final Runnable onLost;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("lead-watch").factory());
  private volatile boolean ending;

  /**
   * Nothing is led yet.
   *
   * @param lead what is watched
   * @param client for giving the lease back
   * @param onLost called when another process may have taken the lead; must not return where this
   *     process could still buy
   */
  public LeaderWatchdog(LeaderLease lead, KubernetesClient client, Runnable onLost) {
    this.lead = lead;
    this.client = client;
    this.onLost = onLost;
  }

  public LeaderLease lead() {
    return lead;
  }

  /** The elector took the lease. */
  public void begin() {
    LOG.info("leading");
    lead.taken();
    watch();
  }

  private void watch() {
    Duration remaining = lead.remaining();
    if (remaining.isPositive()) {
      Future<?> unused = timer.schedule(this::watch, remaining.toNanos(), TimeUnit.NANOSECONDS);
    } else {
      end();
    }
  }

  /** The elector, or the deadline, says that the lead is over. */
  public void end() {
    lead.lost();
    if (!ending) {
      LOG.error(
          "the lead was lost; this process ends, so that it cannot buy beside the new leader");
      onLost.run();
    }
  }

  /** From now on, to lose the lead is no trouble: the process ends anyway. */
  public void ending() {
    ending = true;
  }

  /** Gives the lease back, if it is held; to be called when nothing can be bought any more. */
  @Override
  public void close() {
    timer.shutdownNow();
    LeaseSettings lease = lead.lease();
    if (lease != null && lead.remaining().isPositive()) {
      releaseLease(lease);
    }
  }

  /** The framework leaves the lease to run out: the next leader would wait for it. */
  private void releaseLease(LeaseSettings lease) {
    CompletableFuture<Void> released =
        CompletableFuture.runAsync(
            () -> writeRelease(lease),
            task -> Thread.ofPlatform().daemon().name("lease-release").start(task));
    try {
      released.get(RELEASE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      LOG.warn("the lease was not given back and runs out by itself", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void writeRelease(LeaseSettings lease) {
    try {
      Lease held = client.leases().inNamespace(lease.namespace()).withName(lease.name()).get();
      if (held != null && lease.identity().equals(held.getSpec().getHolderIdentity())) {
        held.getSpec().setHolderIdentity("");
        client.resource(held).inNamespace(lease.namespace()).update();
      }
    } catch (KubernetesClientException e) {
      LOG.warn("the lease was not given back and runs out by itself: {}", e.getMessage());
    }
  }
}

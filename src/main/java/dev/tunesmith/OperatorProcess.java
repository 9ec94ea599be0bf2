package dev.tunesmith;

import dev.tunesmith.api.v1alpha1.TuningJob;
import dev.tunesmith.domain.ResourceKey;
import dev.tunesmith.domain.Scope;
import dev.tunesmith.domain.Uptime;
import dev.tunesmith.reconcile.BackgroundEvents;
import dev.tunesmith.reconcile.Copies;
import dev.tunesmith.reconcile.Engine;
import dev.tunesmith.reconcile.EngineSettings;
import dev.tunesmith.reconcile.Journal;
import dev.tunesmith.reconcile.KubernetesEvents;
import dev.tunesmith.reconcile.SweepEvents;
import dev.tunesmith.reconcile.TuningJobReconciler;
import dev.tunesmith.vertex.SweepListener;
import dev.tunesmith.vertex.Sweeper;
import dev.tunesmith.vertex.TuningJobs;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.api.config.ConfigurationServiceOverrider;
import io.javaoperatorsdk.operator.api.config.ControllerConfigurationOverrider;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfigurationBuilder;
import io.javaoperatorsdk.operator.processing.event.source.informer.TransformingItemStore;
import io.javaoperatorsdk.operator.processing.retry.GenericRetry;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An operator at work: engine, sweep and framework put together. Production, the quickstart and the
 * tests on a real API server all run this class.
 */
final class OperatorProcess implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(OperatorProcess.class);

  /** Threads of the sweep: scopes are swept side by side, and one slow scope holds up no other. */
  private static final int SWEEP_THREADS = 4;

  /** A safety net under the events; a resource that nothing happens to is looked at this often. */
  private static final Duration LOOK_ANYWAY = Duration.ofMinutes(10);

  private static final int RETRY_FIRST_MILLIS = 1_000;
  private static final int RETRY_LONGEST_MILLIS = 60_000;
  private static final long LIST_PAGE = 500;

  /** Giving the lease back is a courtesy: an API server that is away must not hold up the end. */
  private static final Duration RELEASE = Duration.ofSeconds(5);

  private static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

  private final KubernetesClient client;
  private final ProcessSettings settings;
  private final Runnable onWatchLost;
  private final Runnable onLeadLost;
  private final ScheduledExecutorService sweepThreads;
  private final Sweeper sweeper;
  private final BackgroundEvents announcer;
  private final Operator operator;
  private final Lead lead;
  private final ScheduledExecutorService leadWatch =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("lead-watch").factory());

  /** Of our own, since the framework answers whether it has started only when it has. */
  private volatile boolean watching;

  private volatile boolean ending;

  /**
   * What an operator hears and tells beside its work.
   *
   * @param journal counts what rounds do
   * @param sweeps counts what the sweep does
   * @param onWatchLost called when resources are watched no longer; must end the process
   * @param onLeadLost called when another process may have taken the lead; must not return where
   *     this process could still buy
   */
  record Observers(
      Journal journal, SweepListener sweeps, Runnable onWatchLost, Runnable onLeadLost) {}

  /**
   * Puts an operator together; {@link #start} sets it to work.
   *
   * @param client of the cluster, watched by the lead; the caller closes it after this
   * @param lead whether this process leads
   * @param jobs the service; the caller closes it after this
   * @param settings how to run
   * @param observers what to tell
   * @param clock wall time
   * @param uptime monotonic time
   */
  OperatorProcess(
      KubernetesClient client,
      Lead lead,
      TuningJobs jobs,
      ProcessSettings settings,
      Observers observers,
      Clock clock,
      Uptime uptime) {
    this.client = client;
    this.settings = settings;
    this.onWatchLost = observers.onWatchLost();
    this.onLeadLost = observers.onLeadLost();
    this.lead = lead;
    this.sweepThreads =
        Executors.newScheduledThreadPool(
            SWEEP_THREADS, Thread.ofPlatform().daemon().name("sweep-", 0).factory());
    EngineSettings engine = settings.engine();
    SweepEvents events = new SweepEvents();
    this.sweeper =
        new Sweeper(
            jobs,
            engine.schedule(),
            engine.adoptionWindow(),
            uptime,
            clock,
            RandomGenerator.getDefault(),
            sweepThreads,
            new Fork(events, observers.sweeps()));
    this.announcer = new BackgroundEvents(new KubernetesEvents(client, clock));
    Engine work =
        new Engine(
            engine,
            jobs,
            sweeper,
            () -> lead.held() && !ending,
            announcer,
            observers.journal(),
            clock,
            uptime,
            RandomGenerator.getDefault());
    this.operator = new Operator(this::configure);
    operator.register(new TuningJobReconciler(work, events), this::configure);
  }

  private void configure(ConfigurationServiceOverrider overrider) {
    overrider
        .withKubernetesClient(client)
        .withCloseClientOnStop(false)
        .withResourceCloner(new Copies(client))
        // The one write path: also the quickstart's mock server, which has no server-side apply.
        .withUseSSAToPatchPrimaryResource(false)
        .withConcurrentReconciliationThreads(settings.workers())
        .withReconciliationTerminationTimeout(settings.shutdownTimeout())
        .withInformerStoppedHandler((informer, failure) -> watchLost(failure));
    ProcessSettings.Lease lease = lead.lease();
    if (lease != null) {
      overrider.withLeaderElectionConfiguration(
          LeaderElectionConfigurationBuilder.aLeaderElectionConfiguration(lease.name())
              .withLeaseNamespace(lease.namespace())
              .withIdentity(lease.identity())
              .withLeaseDuration(lease.timing().duration())
              .withRenewDeadline(lease.timing().renewDeadline())
              .withRetryPeriod(lease.timing().retryPeriod())
              .withLeaderCallbacks(
                  new LeaderCallbacks(this::startLeading, this::stopLeading, leader -> {}))
              // Not for a test: the framework would call System.exit inside its own callback, which
              // deadlocks with a shutdown hook; we halt by ourselves.
              .buildForTest(false));
    }
  }

  private void configure(ControllerConfigurationOverrider<TuningJob> overrider) {
    overrider
        .withName("tuningjob")
        .withFinalizer(TuningJobReconciler.FINALIZER)
        // A status that someone wiped or edited has to be mended at once, and does not change the
        // generation; our own writes lead to no event.
        .withGenerationAware(false)
        .withReconciliationMaxInterval(LOOK_ANYWAY)
        .withInformerListLimit(LIST_PAGE)
        .withItemStore(new TransformingItemStore<>(OperatorProcess::pruned))
        .withRetry(
            new GenericRetry()
                .withoutMaxAttempts()
                .setInitialInterval(RETRY_FIRST_MILLIS)
                .setIntervalMultiplier(2)
                .setMaxInterval(RETRY_LONGEST_MILLIS));
    if (!settings.namespaces().isEmpty()) {
      overrider.settingNamespaces(settings.namespaces());
    }
  }

  /** Keeps out of memory what nobody reads: half of a resource is bookkeeping of its writers. */
  private static TuningJob pruned(TuningJob resource) {
    resource.getMetadata().setManagedFields(null);
    Map<String, String> annotations = resource.getMetadata().getAnnotations();
    if (annotations != null && annotations.containsKey(LAST_APPLIED)) {
      Map<String, String> kept = new LinkedHashMap<>(annotations);
      kept.remove(LAST_APPLIED);
      resource.getMetadata().setAnnotations(kept);
    }
    return resource;
  }

  /** A process that watches nothing must not look as if it worked; the framework would exit 0. */
  private void watchLost(@Nullable Throwable failure) {
    if (failure != null && !ending && watching) {
      LOG.error(
          "the watch of TuningJobs ended and does not come back; this process ends, so that it is"
              + " started anew",
          failure);
      onWatchLost.run();
    }
  }

  private void startLeading() {
    LOG.info("leading");
    lead.taken();
    watchLead();
  }

  /**
   * Ends the lead at its deadline, as the elector should: it may wait for an answer of the API
   * server for longer than the lease lasts, and goes by the wall clock.
   */
  private void watchLead() {
    Duration remaining = lead.remaining();
    if (remaining.isPositive()) {
      Future<?> unused =
          leadWatch.schedule(this::watchLead, remaining.toNanos(), TimeUnit.NANOSECONDS);
    } else {
      stopLeading();
    }
  }

  private void stopLeading() {
    lead.lost();
    if (!ending) {
      LOG.error(
          "the lead was lost; this process ends, so that it cannot buy beside the new leader");
      onLeadLost.run();
    }
  }

  /** Starts to watch; with a lease, to work as soon as it is held. */
  void start() {
    operator.start();
    watching = true;
  }

  /**
   * Whether this process leads.
   *
   * @return true where it may buy
   */
  boolean leads() {
    return lead.held();
  }

  /**
   * Whether the framework has started.
   *
   * @return true when its caches were filled
   */
  boolean started() {
    return operator.getRuntimeInfo().isStarted();
  }

  /**
   * Whether all watches stand at this moment; they are opened anew every few minutes.
   *
   * @return false during such a moment, too
   */
  boolean watches() {
    return operator.getRuntimeInfo().allEventSourcesAreHealthy();
  }

  /**
   * How long a pass of the sweep is overdue.
   *
   * @return zero when none is
   */
  Duration overdue() {
    return sweeper.overdue();
  }

  /** Begins no further create, waits for rounds under way, and gives the lease back. */
  @Override
  public void close() {
    ending = true;
    operator.stop();
    leadWatch.shutdownNow();
    sweeper.close();
    sweepThreads.shutdownNow();
    announcer.close();
    ProcessSettings.Lease lease = lead.lease();
    if (lease != null && lead.remaining().isPositive()) {
      releaseLease(lease);
    }
  }

  /** The framework leaves the lease to run out: the next leader would wait for it. */
  private void releaseLease(ProcessSettings.Lease lease) {
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

  private void writeRelease(ProcessSettings.Lease lease) {
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

  /** News go to the framework, the rest to whoever counts. */
  private record Fork(SweepEvents events, SweepListener counter) implements SweepListener {
    @Override
    public void changed(ResourceKey key) {
      events.changed(key);
      counter.changed(key);
    }

    @Override
    public void swept(Scope scope, Kind kind, int calls, boolean well, Duration took) {
      counter.swept(scope, kind, calls, well, took);
    }
  }
}

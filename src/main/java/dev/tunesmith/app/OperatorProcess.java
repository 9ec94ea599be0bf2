package dev.tunesmith.app;

import dev.tunesmith.leader.LeaderLease;
import dev.tunesmith.leader.LeaderWatchdog;
import dev.tunesmith.lifecycle.ResourceKey;
import dev.tunesmith.lifecycle.Scope;
import dev.tunesmith.lifecycle.Uptime;
import dev.tunesmith.reconcile.BackgroundEventRecorder;
import dev.tunesmith.reconcile.Engine;
import dev.tunesmith.reconcile.EngineSettings;
import dev.tunesmith.reconcile.Journal;
import dev.tunesmith.reconcile.KubernetesEventRecorder;
import dev.tunesmith.reconcile.TuningJobEvents;
import dev.tunesmith.reconcile.TuningJobReconciler;
import dev.tunesmith.vertex.SweepListener;
import dev.tunesmith.vertex.Sweeper;
import dev.tunesmith.vertex.TuningJobs;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.Operator;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An operator at work: engine, sweep and framework put together. Production, the quickstart and the
 * tests on a real API server all run this class.
 */
public final class OperatorProcess implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(OperatorProcess.class);

  /** Threads of the sweep: scopes are swept side by side, and one slow scope holds up no other. */
  private static final int SWEEP_THREADS = 4;

  private final Runnable onWatchLost;
  private final ScheduledExecutorService sweepThreads;
  private final Sweeper sweeper;
  private final BackgroundEventRecorder announcer;
  private final Operator operator;
  private final LeaderLease lead;
  private final LeaderWatchdog leadWatch;

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
  public record Observers(
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
  public OperatorProcess(
      KubernetesClient client,
      LeaderLease lead,
      TuningJobs jobs,
      ProcessSettings settings,
      Observers observers,
      Clock clock,
      Uptime uptime) {
    this.onWatchLost = observers.onWatchLost();
    this.lead = lead;
    this.leadWatch = new LeaderWatchdog(lead, client, observers.onLeadLost());
    this.sweepThreads =
        Executors.newScheduledThreadPool(
            SWEEP_THREADS, Thread.ofPlatform().daemon().name("sweep-", 0).factory());
    EngineSettings engine = settings.engine();
    TuningJobEvents events = new TuningJobEvents();
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
    this.announcer = new BackgroundEventRecorder(new KubernetesEventRecorder(client, clock));
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
    this.operator =
        new Operator(
            overrider ->
                Framework.configure(
                    overrider,
                    client,
                    settings,
                    leadWatch,
                    (informer, failure) -> watchLost(failure)));
    operator.register(
        new TuningJobReconciler(work, events),
        overrider -> Framework.configure(overrider, settings));
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

  /** Starts to watch; with a lease, to work as soon as it is held. */
  public void start() {
    operator.start();
    watching = true;
  }

  /**
   * Whether this process leads.
   *
   * @return true where it may buy
   */
  public boolean leads() {
    return lead.held();
  }

  /**
   * Whether the framework has started.
   *
   * @return true when its caches were filled
   */
  public boolean started() {
    return operator.getRuntimeInfo().isStarted();
  }

  /**
   * Whether all watches stand at this moment; they are opened anew every few minutes.
   *
   * @return false during such a moment, too
   */
  public boolean watches() {
    return operator.getRuntimeInfo().allEventSourcesAreHealthy();
  }

  /**
   * How long a pass of the sweep is overdue.
   *
   * @return zero when none is
   */
  public Duration overdue() {
    return sweeper.overdue();
  }

  /** Begins no further create, waits for rounds under way, and gives the lease back. */
  @Override
  public void close() {
    ending = true;
    leadWatch.ending();
    operator.stop();
    sweeper.close();
    sweepThreads.shutdownNow();
    announcer.close();
    leadWatch.close();
  }

  /** News go to the framework, the rest to whoever counts. */
  private record Fork(TuningJobEvents events, SweepListener counter) implements SweepListener {
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

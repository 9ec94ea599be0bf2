package dev.tunesmith.app;

import dev.tunesmith.leader.LeaderElector;
import dev.tunesmith.leader.LeaseSettings;
import dev.tunesmith.lifecycle.Scope;
import dev.tunesmith.lifecycle.Uptime;
import dev.tunesmith.reconcile.BackgroundEventRecorder;
import dev.tunesmith.reconcile.JobController;
import dev.tunesmith.reconcile.KindReconciler;
import dev.tunesmith.reconcile.KubernetesEventRecorder;
import dev.tunesmith.vertex.InformerListener;
import dev.tunesmith.vertex.InformerMetrics;
import dev.tunesmith.vertex.JobInformer;
import dev.tunesmith.vertex.TunedEndpoints;
import dev.tunesmith.vertex.TuningJobs;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.OperatorException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running operator: controllers, informer and framework put together. Production, the quickstart
 * and the tests on a real API server all run this class.
 */
public final class OperatorProcess implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(OperatorProcess.class);

  /** Scopes are read side by side, so that a slow one holds up no other. */
  private static final int INFORMER_THREADS = 4;

  private final Runnable onWatchLost;
  private final ScheduledExecutorService informerThreads;
  private final JobInformer informer;
  private final BackgroundEventRecorder events;

  /** One for each kind, with workers of its own: a kind whose service hangs holds up no other. */
  private final List<Operator> operators = new ArrayList<>();

  private final List<KindReconciler<?>> reconcilers = new CopyOnWriteArrayList<>();
  private final @Nullable LeaderElector elector;

  private volatile boolean started;

  private volatile boolean ending;

  /**
   * Receivers of an operator's metrics, and of what must end the process.
   *
   * @param metrics of its work
   * @param onWatchLost called when resources are watched no longer; must end the process
   * @param onLeadLost called when another process may have become the leader; must not return where
   *     this process could still create a job
   */
  public record Observers(Metrics metrics, Runnable onWatchLost, Runnable onLeadLost) {}

  /** An operator with every kind of production: {@link Kinds#all}. */
  public OperatorProcess(
      KubernetesClient client,
      @Nullable LeaseSettings lease,
      TuningJobs jobs,
      TunedEndpoints endpoints,
      OperatorOptions options,
      String instanceId,
      Observers observers,
      Clock clock,
      Uptime uptime) {
    this(
        client,
        lease,
        jobs,
        endpoints,
        options,
        Kinds.all(options, clock, observers.metrics()),
        instanceId,
        observers,
        clock,
        uptime);
  }

  /**
   * Puts an operator together; {@link #start} sets it to work.
   *
   * @param client of the cluster; the caller closes it after this
   * @param lease of leader election; null to lead without one, always
   * @param jobs the service; the caller closes it after this
   * @param endpoints of tuned models; the caller closes them after this
   * @param options how to run
   * @param kinds what to run; one controller each, over one informer of jobs
   * @param instanceId the label of this operator's jobs, as given or as found in the cluster
   * @param observers receive calls, events and decisions
   * @param clock wall time
   * @param uptime monotonic time
   */
  public OperatorProcess(
      KubernetesClient client,
      @Nullable LeaseSettings lease,
      TuningJobs jobs,
      TunedEndpoints endpoints,
      OperatorOptions options,
      List<Kinds.Kind<?>> kinds,
      String instanceId,
      Observers observers,
      Clock clock,
      Uptime uptime) {
    this.onWatchLost = observers.onWatchLost();
    this.elector =
        lease == null
            ? null
            : new LeaderElector(
                lease,
                client,
                clock,
                uptime,
                this::lead,
                () -> {
                  if (!ending) {
                    LOG.error(
                        "the lead was lost: this process exits, so that it cannot create jobs"
                            + " beside the new leader");
                    observers.onLeadLost().run();
                  }
                });
    this.informerThreads =
        Executors.newScheduledThreadPool(
            INFORMER_THREADS, Thread.ofPlatform().daemon().name("informer-", 0).factory());
    JobController.Settings controller = options.controllers(instanceId);
    this.informer =
        new JobInformer(
            jobs,
            controller.instanceId(),
            controller.schedule(),
            controller.timing().grace(),
            uptime,
            RandomGenerator.getDefault(),
            informerThreads,
            new Fork(this::wake, observers.metrics().informer()));
    this.events = new BackgroundEventRecorder(new KubernetesEventRecorder(client, clock));
    Kinds.Parts parts =
        new Kinds.Parts(
            options,
            controller,
            client,
            jobs,
            endpoints,
            informer,
            () -> leads() && !ending,
            this::wake,
            events,
            observers.metrics(),
            clock,
            uptime,
            RandomGenerator.getDefault());
    var framework = observers.metrics().framework();
    for (Kinds.Kind<?> kind : kinds) {
      Operator operator =
          new Operator(
              overrider ->
                  Framework.configure(
                      overrider,
                      client,
                      kind.type(),
                      options.controller(),
                      framework,
                      (informer, failure) -> watchLost(failure)));
      operators.add(operator);
      reconcilers.add(register(operator, kind, parts));
    }
  }

  /** Whose resource it is reconciles it. */
  private void wake(String label) {
    reconcilers.forEach(reconciler -> reconciler.changed(label));
  }

  private static <R extends HasMetadata> KindReconciler<R> register(
      Operator operator, Kinds.Kind<R> kind, Kinds.Parts parts) {
    KindReconciler<R> reconciler =
        new KindReconciler<>(kind.type(), kind.controller().apply(parts));
    operator.register(
        reconciler,
        Framework.configuration(
            KindReconciler.configuration(operator.getConfigurationService(), kind.type()),
            parts.options().controller()));
    return reconciler;
  }

  /** A process that watches nothing must not look as if it worked; the framework would exit 0. */
  private void watchLost(@Nullable Throwable failure) {
    if (failure != null && !ending && started) {
      LOG.error(
          "a watch of resources ended and is not opened again: this process exits, so that it is"
              + " restarted",
          failure);
      onWatchLost.run();
    }
  }

  /** Starts to work; with a lease, as soon as this process holds it. */
  public void start() {
    if (elector == null) {
      startKinds();
    } else {
      elector.start();
    }
  }

  private void lead() {
    try {
      startKinds();
    } catch (OperatorException e) {
      LOG.error("cannot begin to work as the leader; this process exits", e);
      onWatchLost.run();
    }
  }

  /** Side by side: each waits a while for namespaces that it may not list. */
  private void startKinds() {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<CompletableFuture<Void>> starts =
          operators.stream()
              .map(operator -> CompletableFuture.runAsync(operator::start, threads))
              .toList();
      for (CompletableFuture<Void> start : starts) {
        start.join();
      }
    } catch (CompletionException e) {
      throw e.getCause() instanceof OperatorException cannot ? cannot : e;
    }
    started = true;
  }

  /**
   * Whether this process leads.
   *
   * @return true if it may create jobs
   */
  public boolean leads() {
    return elector == null || elector.held();
  }

  /** Whether the controllers work; those of a replica that stands by do not. */
  public boolean started() {
    return started;
  }

  /** Whether another replica leads, so that this one has nothing to do. */
  public boolean standsBy() {
    return elector != null && elector.standsBy();
  }

  /**
   * How long a pass of the job informer is overdue.
   *
   * @return zero when none is
   */
  public Duration overdue() {
    return informer.overdue();
  }

  /** Begins no further create, waits for reconciliations in progress, and gives the lease back. */
  @Override
  public void close() {
    ending = true;
    stop();
    reconcilers.forEach(KindReconciler::close);
    informer.close();
    informerThreads.shutdownNow();
    events.close();
    if (elector != null) {
      elector.close();
    }
  }

  /** Side by side: each waits for its calls in flight, for the shutdown timeout at most. */
  private void stop() {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      operators.forEach(operator -> threads.execute(operator::stop));
    }
  }

  /** Changes go to the framework, the rest to the metrics. */
  private record Fork(Consumer<String> changes, InformerMetrics metrics)
      implements InformerListener {
    @Override
    public void changed(String resource) {
      changes.accept(resource);
    }

    @Override
    public void passed(
        Scope scope, Kind kind, int calls, boolean complete, Duration took, Duration ended) {
      metrics.passed(scope, kind, calls, complete, took, ended);
    }
  }
}

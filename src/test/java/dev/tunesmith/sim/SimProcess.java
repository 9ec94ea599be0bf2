package dev.tunesmith.sim;

import dev.tunesmith.acceptance.AcceptanceMetrics;
import dev.tunesmith.acceptance.Acceptor;
import dev.tunesmith.api.v1alpha1.Annotations;
import dev.tunesmith.api.v1alpha1.tuningjob.TuningJob;
import dev.tunesmith.gate.DesiredJob;
import dev.tunesmith.gate.Gate;
import dev.tunesmith.gate.ParentGate;
import dev.tunesmith.gate.PolicyGate;
import dev.tunesmith.gate.SuspendGate;
import dev.tunesmith.gate.ValidityGate;
import dev.tunesmith.kind.tuningjob.DesiredJobs;
import dev.tunesmith.kind.tuningjob.TuningJobKind;
import dev.tunesmith.kind.tuningjob.TuningJobListener;
import dev.tunesmith.lifecycle.Decider;
import dev.tunesmith.lifecycle.JobName;
import dev.tunesmith.lifecycle.ResourceKey;
import dev.tunesmith.lifecycle.Scope;
import dev.tunesmith.lifecycle.Timing;
import dev.tunesmith.lifecycle.Uptime;
import dev.tunesmith.lifecycle.Verdict;
import dev.tunesmith.reconcile.Announcement;
import dev.tunesmith.reconcile.EventRecorder;
import dev.tunesmith.reconcile.JobController;
import dev.tunesmith.reconcile.ReconcileListener;
import dev.tunesmith.reconcile.ResultWriter;
import dev.tunesmith.reconcile.Writes;
import dev.tunesmith.sim.Effects.Death;
import dev.tunesmith.vertex.Artifacts;
import dev.tunesmith.vertex.InformerListener;
import dev.tunesmith.vertex.JobInformer;
import dev.tunesmith.vertex.JobRequest;
import dev.tunesmith.vertex.ObjectStore;
import dev.tunesmith.vertex.PollSchedule;
import dev.tunesmith.vertex.StorageFolder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One operator process: the real engine, and in place of the framework the least that it promises:
 * a cache that the watch fills and the process's own writes, one reconciliation at a time, one for
 * every change that others made, none for what the process wrote itself, and one timer per
 * resource. The only class here that calls the engine.
 */
final class SimProcess
    implements InformerListener,
        EventRecorder,
        ReconcileListener,
        Writes<TuningJob>,
        SimTime.Owner {
  static final Duration INTERVAL = Duration.ofSeconds(30);
  private static final String FINALIZER = TuningJobKind.FINALIZER;
  private static final String PROJECT = SimWorld.SCOPE.projectId();
  private static final Gate OPEN =
      new PolicyGate(PROJECT, Set.of("allowed-project"), Set.of(), Set.of());
  private static final Gate CLOSED =
      new PolicyGate("another-project", Set.of(), Set.of(), Set.of());

  /** Reconciliations that no passing of time explains. */
  private static final int HOT = 200;

  private static final Duration WRITE_TAKES = Duration.ofMillis(5);

  /** An event of the watch that is under way. */
  private record Delivery(SimCluster.Event event, boolean own, Duration due) {}

  private final SimWorld world;
  private final SimCluster cluster;
  private final ScheduledExecutorService executor;
  private final JobInformer informer;
  private final JobController<TuningJob> controller;
  private final Consumer<SimCluster.Event> watch = this::deliver;
  private final Map<ResourceKey, TuningJob> cache = new HashMap<>();
  private final Map<ResourceKey, TuningJob> deleted = new HashMap<>();
  private final Map<String, Duration> deletionSeen = new HashMap<>();
  private final Deque<Delivery> deliveries = new ArrayDeque<>();
  private final Set<ResourceKey> dirty = new LinkedHashSet<>();
  private final Map<ResourceKey, Future<?>> timers = new HashMap<>();
  private Duration frozenUntil = Duration.ZERO;
  private @Nullable Caller current;
  private @Nullable TuningJob reconciled;
  private @Nullable Duration began;
  private @Nullable Death death;
  private boolean busy;
  private boolean writing;
  private boolean ended;
  private boolean leads;

  /** How late the watch shows things from now on. */
  Duration watchLag = Duration.ZERO;

  SimProcess(SimWorld world, SimCluster cluster, boolean leads) {
    this.world = world;
    this.cluster = cluster;
    this.leads = leads;
    this.executor = world.time.executor(this);
    Duration born = world.time.now();
    Mutation without = world.without;
    Uptime uptime =
        () ->
            (without == Mutation.B_WINDOW && began != null ? began : world.time.now()).minus(born);
    RandomGenerator random = () -> Long.MIN_VALUE;
    PollSchedule schedule = new PollSchedule(INTERVAL, 300);
    Port port = new Port();
    this.informer =
        new JobInformer(
            port,
            cluster.instanceId,
            schedule,
            Timing.DEFAULTS.grace(),
            uptime,
            random,
            executor,
            this);
    this.controller =
        new JobController<>(
            new JobController.Parts<>(
                without.in(
                    new TuningJobKind(
                        new DesiredJobs(PROJECT, cluster.defaultLocation),
                        world.time,
                        new Silent(),
                        true)),
                new JobController.Settings(
                    cluster.instanceId,
                    without == Mutation.H_FORMER ? Set.of() : cluster.formerScopes,
                    Timing.DEFAULTS,
                    schedule),
                without.in(new Decider(Timing.DEFAULTS), this::sinceDeletion),
                Gate.all(
                    without == Mutation.SUSPEND
                        ? List.of(this::policy, new ValidityGate(), new ParentGate())
                        : List.of(
                            this::policy, new ValidityGate(), new SuspendGate(), new ParentGate())),
                port,
                informer,
                this::publish,
                new Acceptor(
                    new AcceptanceMetrics(new SimpleMeterRegistry(), "TuningJob"),
                    () -> world.leading,
                    world.time,
                    uptime),
                (endpoint, request) ->
                    world.effects.effect(
                        this, Effects.ASK, () -> world.service.generate(endpoint, request)),
                new ObjectPort(this, world),
                () -> world.leading,
                this::changed,
                this,
                this,
                world.time,
                uptime,
                random));
    cluster.watch(watch);
  }

  /** How long ago the deletion was, by the wall clock. */
  private Duration sinceDeletion() {
    String deleted = Objects.requireNonNull(reconciled).getMetadata().getDeletionTimestamp();
    return Duration.between(Instant.parse(deleted), world.time.instant());
  }

  private Verdict policy(DesiredJob job, Gate.Facts facts) {
    return (cluster.gateOpen ? OPEN : CLOSED).check(job, facts);
  }

  SimCluster cluster() {
    return cluster;
  }

  boolean leads() {
    return leads;
  }

  /** It takes the lease over: what its cache holds is reconciled as if it were seen first. */
  void lead() {
    leads = true;
    controller.takeOver();
    dirty.addAll(cache.keySet());
  }

  // ---- its life

  void freeze(Duration duration) {
    frozenUntil = world.time.now().plus(duration);
    world.time.after(duration, () -> {});
  }

  private boolean isFrozen() {
    return world.time.now().compareTo(frozenUntil) < 0;
  }

  @Override
  public boolean isBusy() {
    return busy || isFrozen();
  }

  /** Everything that happens in the process happens in here, and ends with its death. */
  @Override
  public void run(Runnable task) {
    if (ended) {
      return;
    }
    busy = true;
    try {
      task.run();
    } catch (Death thrown) {
      if (thrown != death) {
        throw thrown;
      }
    } finally {
      busy = false;
    }
    if (death != null && !ended) {
      end();
      world.died(this, death);
    }
  }

  /** Throws in a dead process: somebody in it may have caught its death and gone on. */
  void stillAlive() {
    if (death != null) {
      throw death;
    }
  }

  void die(Death of) {
    death = of;
    throw of;
  }

  void end() {
    ended = true;
    if (death == null) {
      death = new Death("the process ended");
    }
    executor.shutdownNow();
    informer.close();
    cluster.unwatch(watch);
  }

  /** Does everything that can be done now; returns whether there was anything. */
  boolean work() {
    if (ended || isBusy() || !hasWork()) {
      return false;
    }
    run(
        () -> {
          for (int i = 0; hasWork(); i++) {
            if (i > HOT) {
              throw new AssertionError("a hot loop: " + HOT + " reconciliations at once");
            }
            Delivery next = deliveries.peek();
            if (next != null && isDue(next)) {
              deliveries.remove();
              show(next.event(), next.own());
            } else {
              ResourceKey key = dirty.iterator().next();
              dirty.remove(key);
              reconcile(key);
            }
            stillAlive();
          }
        });
    return true;
  }

  private boolean hasWork() {
    Delivery next = deliveries.peek();
    return (next != null && isDue(next)) || (leads && !dirty.isEmpty());
  }

  private boolean isDue(Delivery delivery) {
    return delivery.due().compareTo(world.time.now()) <= 0;
  }

  // ---- the framework's part

  /** The watch has a thread of its own, and does not wait for a reconciliation. */
  private void deliver(SimCluster.Event event) {
    Delivery last = deliveries.peekLast();
    Duration due = world.time.now().plus(watchLag);
    if (last == null && watchLag.isZero() && !isFrozen()) {
      show(event, writing);
      return;
    }
    if (last != null && last.due().compareTo(due) > 0) {
      due = last.due();
    }
    deliveries.add(new Delivery(event, writing, due));
    world.time.after(due.minus(world.time.now()), () -> {});
  }

  private void show(SimCluster.Event event, boolean own) {
    ResourceKey key = event.key();
    TuningJob resource = SimCluster.copy(event.resource());
    if (event.change() == SimCluster.Change.DELETED) {
      cache.remove(key);
      deleted.put(key, resource);
    } else {
      keep(resource);
    }
    if (!own || event.change() == SimCluster.Change.DELETED) {
      dirty.add(key);
    }
  }

  /** What the process wrote is in its cache before the watch shows it. */
  private TuningJob keep(TuningJob resource) {
    ResourceKey key = SimCluster.keyOf(resource);
    TuningJob cached = cache.get(key);
    if (cached == null || SimCluster.versionOf(cached) < SimCluster.versionOf(resource)) {
      cache.put(key, SimCluster.copy(resource));
    }
    return resource;
  }

  /** A write, whose event is no change to the process itself. */
  private TuningJob write(Supplier<TuningJob> call) {
    boolean answered = !cluster.takeLostAnswer();
    writing = answered;
    try {
      TuningJob written = call.get();
      if (!answered) {
        throw new KubernetesClientException("scripted: written, and the answer lost", 504, null);
      }
      return deleted.containsKey(SimCluster.keyOf(written)) ? written : keep(written);
    } finally {
      writing = false;
    }
  }

  private static boolean isPaused(TuningJob resource) {
    Map<String, String> annotations = resource.getMetadata().getAnnotations();
    return annotations != null && annotations.containsKey(Annotations.PAUSED);
  }

  private void reconcile(ResourceKey key) {
    // As in the framework, only what the last reconciliation says counts.
    plan(key, null);
    TuningJob cached = cache.get(key);
    TuningJob last = deleted.remove(key);
    if (cached == null) {
      if (last != null) {
        controller.gone(last);
      }
      return;
    }
    TuningJob resource = SimCluster.copy(cached);
    if (world.without == Mutation.PAUSED) {
      resource.getMetadata().setAnnotations(Map.of());
    }
    String uid = resource.getMetadata().getUid();
    if (!resource.isMarkedForDeletion() || isPaused(resource)) {
      deletionSeen.remove(uid);
    } else {
      deletionSeen.putIfAbsent(uid, world.time.now());
    }
    world.rounds++;
    if (world.leaders(cluster) == 1) {
      // Two leaders that see different things may write against each other.
      world.judge.reconciled(this, key);
    }
    current = Caller.of(cluster, resource);
    reconciled = resource;
    began = world.time.now();
    Duration again = controller.reconcile(resource, this);
    current = null;
    began = null;
    if (cache.containsKey(key)) {
      plan(key, again);
    }
  }

  private void plan(ResourceKey key, @Nullable Duration delay) {
    Future<?> timer = timers.remove(key);
    if (timer != null) {
      timer.cancel(false);
    }
    if (delay != null) {
      if (delay.isNegative()) {
        throw new AssertionError("the framework's timer would refuse " + delay);
      }
      Runnable wake = () -> dirty.add(key);
      timers.put(key, executor.schedule(wake, delay.toNanos(), TimeUnit.NANOSECONDS));
    }
  }

  @Override
  public @Nullable TuningJob peer(String name) {
    String namespace = Objects.requireNonNull(reconciled).getMetadata().getNamespace();
    return cache.get(new ResourceKey(namespace, name));
  }

  @Override
  public TuningJob finalizer(TuningJob resource, boolean present) {
    List<String> finalizers = new ArrayList<>(resource.getMetadata().getFinalizers());
    finalizers.remove(FINALIZER);
    if (present) {
      finalizers.add(FINALIZER);
      return written(Effects.FINALIZER, () -> cluster.writeFinalizers(resource, finalizers));
    }
    Duration seen = Objects.requireNonNull(deletionSeen.get(resource.getMetadata().getUid()));
    Duration deadline = seen.plus(Timing.DEFAULTS.deletionDeadline());
    boolean confirmed = world.time.now().compareTo(deadline) < 0;
    return written(
        Effects.RELEASE,
        () -> {
          world.judge.releasing(cluster, resource, confirmed);
          return cluster.writeFinalizers(resource, finalizers);
        });
  }

  @Override
  public void delete(TuningJob resource) {
    Boolean unused =
        world.effects.effect(
            this,
            Effects.DELETE,
            () -> {
              cluster.deleteRead(resource);
              return true;
            });
  }

  @Override
  public TuningJob status(TuningJob resource) {
    if (cluster.beforeWrite != null) {
      cluster.beforeWrite.run();
    }
    return written(
        Effects.STATUS,
        () -> {
          TuningJob current = cluster.find(SimCluster.keyOf(resource));
          TuningJob read = world.without == Mutation.L && current != null ? current : resource;
          return cluster.writeStatus(read, resource.getStatus());
        });
  }

  private TuningJob written(String effect, Supplier<TuningJob> call) {
    world.effects.before(this, effect);
    world.time.busyFor(WRITE_TAKES);
    TuningJob written;
    try {
      written = write(call);
    } catch (KubernetesClientException e) {
      world.effects.after(this, Effects.REFUSED);
      throw e;
    }
    world.effects.after(this, effect);
    return SimCluster.copy(written);
  }

  private ResultWriter.Reply publish(HasMetadata owner, ResultWriter.Result result) {
    return world.effects.effect(
        this, Effects.PUBLISH, () -> cluster.publish(owner.getMetadata(), result));
  }

  /** The service as the process sees it: every call is an effect. */
  private final class Port extends ForwardingTuningJobs {
    Port() {
      super(world.service);
    }

    @Override
    public CreateReply create(Scope scope, JobRequest request, Map<String, String> ownerLabels) {
      if (world.beforeCreate != null) {
        world.beforeCreate.run();
      }
      if (world.createFault != null) {
        throw world.createFault;
      }
      CreateReply reply =
          world.effects.effect(
              SimProcess.this,
              Effects.CREATE,
              () -> {
                world.judge.creating(Objects.requireNonNull(current));
                world.service.calledBy(current);
                CreateReply sent = super.create(scope, request, ownerLabels);
                world.service.calledBy(null);
                if (sent instanceof Refused refused) {
                  world.judge.refused(current, refused.failure());
                }
                return sent;
              });
      if (world.faultAfterCreate != null) {
        throw world.faultAfterCreate;
      }
      return reply;
    }

    @Override
    public GetReply get(Scope scope, JobName name) {
      return world.effects.effect(SimProcess.this, Effects.GET, () -> super.get(scope, name));
    }

    @Override
    public PageReply list(Scope scope, @Nullable String pageToken) {
      return world.effects.effect(
          SimProcess.this, Effects.LIST, () -> super.list(scope, pageToken));
    }

    @Override
    public CancelReply cancel(Scope scope, JobName name) {
      return world.effects.effect(
          SimProcess.this,
          Effects.CANCEL,
          () -> {
            world.judge.cancelling(Objects.requireNonNull(current), name);
            return super.cancel(scope, name);
          });
    }

    @Override
    public Artifacts artifacts() {
      return new ArtifactPort(SimProcess.this, world, super.artifacts());
    }

    @Override
    public ModelReply model(Scope scope, String model) {
      return world.effects.effect(SimProcess.this, Effects.MODEL, () -> super.model(scope, model));
    }
  }

  /** What jobs made, as the process sees it. */
  private record ArtifactPort(SimProcess process, SimWorld world, Artifacts service)
      implements Artifacts {
    private <T> T read(Supplier<T> call) {
      return world.effects.effect(process, Effects.ARTIFACT, call);
    }

    private ChangeReply change(String name, Supplier<ChangeReply> call) {
      return world.effects.effect(
          process,
          Effects.REMOVE,
          () -> {
            world.judge.removing(Objects.requireNonNull(process.current), name);
            return call.get();
          });
    }

    @Override
    public EndpointReply endpoint(String name) {
      return read(() -> service.endpoint(name));
    }

    @Override
    public ChangeReply undeploy(String endpoint, String deployedModelId) {
      return change(endpoint, () -> service.undeploy(endpoint, deployedModelId));
    }

    @Override
    public ChangeReply deleteEndpoint(String name) {
      return change(name, () -> service.deleteEndpoint(name));
    }

    @Override
    public VersionReply version(String name) {
      return read(() -> service.version(name));
    }

    @Override
    public VersionsReply versions(String name) {
      return read(() -> service.versions(name));
    }

    @Override
    public ChangeReply deleteVersion(String name) {
      return change(name, () -> service.deleteVersion(name));
    }

    @Override
    public ChangeReply setDefaultCheckpoint(String name, String checkpoint) {
      return world.effects.effect(
          process,
          Effects.REMOVE,
          () -> {
            world.judge.settingDefault(Objects.requireNonNull(process.current), name, checkpoint);
            return service.setDefaultCheckpoint(name, checkpoint);
          });
    }

    @Override
    public ChangeReply deleteModel(String name) {
      return change(name, () -> service.deleteModel(name));
    }
  }

  /** Cloud Storage, as the process sees it. */
  private record ObjectPort(SimProcess process, SimWorld world) implements ObjectStore {
    @Override
    public ListReply list(StorageFolder folder, @Nullable String pageToken) {
      return world.effects.effect(
          process, Effects.ARTIFACT, () -> world.service.objects().list(folder, pageToken));
    }

    @Override
    public DeleteReply delete(String bucket, StoredObject object) {
      return world.effects.effect(
          process,
          Effects.REMOVE,
          () -> {
            world.judge.removingObject(
                Objects.requireNonNull(process.current), bucket + "/" + object.name());
            return world.service.objects().delete(bucket, object);
          });
    }
  }

  // ---- what the engine reports

  @Override
  public void changed(String label) {
    controller.resource(label).ifPresent(dirty::add);
  }

  @Override
  public void passed(
      Scope scope, Kind kind, int calls, boolean complete, Duration took, Duration ended) {}

  @Override
  public void event(HasMetadata about, Announcement announcement) {
    world.effects.before(this, Effects.EVENT);
    world.told.add(announcement.reason());
    world.toldWords.add(announcement.reason() + ": " + announcement.message());
    world.effects.after(this, Effects.EVENT);
  }

  @Override
  public void decided(Outcome outcome) {}

  @Override
  public void count(Occurrence occurrence) {
    world.counts.merge(occurrence, 1, Integer::sum);
  }

  @Override
  public String toString() {
    return cluster.name() + (leads ? " leader" : " standby") + " with " + dirty;
  }

  private static final class Silent implements TuningJobListener {
    @Override
    public void shows(ResourceKey key, TuningJob resource) {}

    @Override
    public void created(TuningJob resource) {}

    @Override
    public void ended(TuningJob resource) {}

    @Override
    public void gone(ResourceKey key) {}
  }
}

package dev.tunesmith.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tunesmith.api.v1alpha1.tuningjob.TuningJob;
import dev.tunesmith.api.v1alpha1.tuningjob.TuningJobSpec;
import dev.tunesmith.api.v1alpha1.tuningjob.TuningJobStatus;
import dev.tunesmith.api.v1alpha1.tuningjob.tuning.SupervisedTuningSpec;
import dev.tunesmith.api.v1alpha1.tuningjob.tuning.Tuning;
import dev.tunesmith.kind.tuningjob.Policy;
import dev.tunesmith.kind.tuningjob.Wishes;
import dev.tunesmith.reconcile.Engine;
import dev.tunesmith.reconcile.EngineSettings;
import dev.tunesmith.reconcile.EventRecorder;
import dev.tunesmith.reconcile.Journal;
import dev.tunesmith.reconcile.Next;
import dev.tunesmith.vertex.SweepListener;
import dev.tunesmith.vertex.Sweeper;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A cluster, a service and the real engine between them, on virtual time. The process can die at
 * every effect and loses what it remembers; the cluster and the service keep what they have.
 */
final class World {
  static final String INSTANCE = "cluster-1";
  static final Scope SCOPE = new Scope("my-project", "us-central1");
  private static final Policy POLICY = new Policy(SCOPE.projectId(), Set.of(), Set.of(), Set.of());

  /** Rounds of one resource within a minute that no plan needs: a hot loop. */
  private static final int HOT = 200;

  /** The process died here. An error, so that nothing in the engine takes it for a fault. */
  static final class Crash extends Error {
    private static final long serialVersionUID = 1L;

    Crash() {
      super("the process died", null, false, false);
    }
  }

  final VirtualTime time = new VirtualTime();
  final Random random;
  final UnreliableService service;
  final Cluster cluster;
  private final Map<ResourceKey, Integer> timers = new HashMap<>();
  private final Map<ResourceKey, Integer> rounds = new HashMap<>();
  private final Set<String> met = new HashSet<>();
  private Duration skew = Duration.ZERO;
  private Duration started = Duration.ZERO;
  private @Nullable Engine engine;
  private @Nullable Sweeper sweeper;
  private boolean calm;
  private boolean released;

  World(long seed, boolean chaos) {
    this.random = new Random(seed);
    this.calm = !chaos;
    this.service = new UnreliableService(time, random, () -> mayCrash(0.04));
    this.service.calm(calm);
    this.cluster = new Cluster(this);
    start();
  }

  boolean chance(double probability) {
    return !calm && random.nextDouble() < probability;
  }

  void mayCrash(double probability) {
    if (chance(probability)) {
      throw new Crash();
    }
  }

  void calm(boolean wanted) {
    calm = wanted;
    service.calm(wanted);
  }

  void setClock(Duration by) {
    skew = skew.plus(by);
  }

  /** The process dies, and the next one begins. */
  void restart() {
    start();
  }

  private void start() {
    time.endLife();
    timers.clear();
    met.clear();
    started = time.now();
    PollSchedule schedule = new PollSchedule(Duration.ofSeconds(30), 600);
    Uptime uptime = () -> time.now().minus(started);
    Duration window = Duration.ofDays(90);
    sweeper =
        new Sweeper(
            service,
            schedule,
            window,
            uptime,
            time.clock(() -> skew),
            random,
            time.executor(),
            new Waker());
    engine =
        new Engine(
            new EngineSettings(
                INSTANCE, POLICY, SCOPE.location(), Timing.DEFAULTS, schedule, window),
            service,
            sweeper,
            () -> !chance(0.03),
            new Silent(),
            new Ledger(),
            time.clock(() -> skew),
            uptime,
            random);
    cluster.keys().forEach(this::wake);
  }

  /** An event: decided about soon, and whatever was planned for later is dropped. */
  void wake(ResourceKey key) {
    plan(key, Duration.ofMillis(random.nextInt(200)));
  }

  private void plan(ResourceKey key, Duration delay) {
    int turn = timers.merge(key, 1, Integer::sum);
    time.after(
        delay,
        () -> {
          if (timers.getOrDefault(key, 0) == turn) {
            reconcile(key);
          }
        });
  }

  private void reconcile(ResourceKey key) {
    TuningJob resource = cluster.read(key);
    if (resource == null) {
      return;
    }
    if (rounds.isEmpty()) {
      time.forEver(Duration.ofMinutes(1), rounds::clear);
    }
    assertThat(rounds.merge(key, 1, Integer::sum)).as("rounds a minute of " + key).isLessThan(HOT);
    released = false;
    Engine process = Objects.requireNonNull(engine);
    process.seen(resource, met.add(resource.getMetadata().getUid()));
    cluster.hold(key);
    try {
      switch (process.round(resource, cluster::write)) {
        case Next.Wait wait -> {
          if (wait.lookAgain() != null) {
            assertThat(wait.lookAgain())
                .as("a timer takes no less")
                .isGreaterThanOrEqualTo(Duration.ZERO);
            plan(key, wait.lookAgain());
          }
        }
        case Next.Release release -> cluster.release(key, released);
      }
    } catch (Crash crash) {
      start();
    }
  }

  /** The marker of the run that the manifest asks for, as the operator would make it. */
  static Marker marker(ResourceKey key, TuningJobSpec spec) {
    String canonical = new Wishes(POLICY, SCOPE.location()).read(spec, null).canonicalJson();
    String run = Objects.requireNonNull(spec.run());
    return Marker.of(INSTANCE, key.namespace(), key.name(), run, SCOPE, canonical);
  }

  static TuningJobSpec spec(String run, String description) {
    Tuning tuning =
        new Tuning(
            "gemini-2.5-flash",
            null,
            new SupervisedTuningSpec("gs://b/t.jsonl", null, null, null, Map.of()),
            null,
            description,
            Map.of(),
            null,
            null,
            Map.of());
    return new TuningJobSpec(null, null, tuning, run);
  }

  private final class Waker implements SweepListener {
    @Override
    public void changed(ResourceKey key) {
      wake(key);
    }

    @Override
    public void swept(Scope scope, Kind kind, int calls, boolean well, Duration took) {}
  }

  private static final class Silent implements EventRecorder {
    @Override
    public void normal(TuningJob about, String reason, String message) {}

    @Override
    public void warning(TuningJob about, String reason, String message) {}
  }

  private final class Ledger implements Journal {
    @Override
    public void adopted() {}

    @Override
    public void extraJob() {}

    @Override
    public void releasedUnconfirmed() {
      released = true;
    }

    @Override
    public void internalError() {
      throw new AssertionError("the engine met a fault of its own");
    }

    @Override
    public void inDoubt() {}

    @Override
    public void submitted(TuningJob resource) {}

    @Override
    public void ended(TuningJob resource) {}

    @Override
    public void shows(ResourceKey key, TuningJobStatus status) {}

    @Override
    public void gone(ResourceKey key) {}

    @Override
    public void round(String outcome) {}
  }
}

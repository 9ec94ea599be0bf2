package dev.tunesmith.reconcile;

import dev.tunesmith.api.v1alpha1.tuningjob.TuningJob;
import dev.tunesmith.api.v1alpha1.tuningjob.TuningJobStatus;
import dev.tunesmith.kind.tuningjob.Policy;
import dev.tunesmith.lifecycle.PollSchedule;
import dev.tunesmith.lifecycle.ResourceKey;
import dev.tunesmith.lifecycle.Scope;
import dev.tunesmith.lifecycle.Timing;
import dev.tunesmith.lifecycle.Uptime;
import dev.tunesmith.vertex.SweepListener;
import dev.tunesmith.vertex.Sweeper;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One operator process: the real engine and sweeper, and in place of the framework the least that
 * it promises: a round for every event of others, none for what the process wrote itself.
 */
final class OperatorProcess implements SweepListener, EventRecorder, Journal {
  static final Duration INTERVAL = Duration.ofSeconds(30);

  private final World world;
  private final ScheduledExecutorService executor;
  private final Sweeper sweeper;
  private final Engine engine;
  private final Set<ResourceKey> dirty = new LinkedHashSet<>();
  private final Set<String> met = new HashSet<>();
  private final Map<ResourceKey, Future<?>> timers = new HashMap<>();
  private boolean ended;
  int rounds;
  int adopted;
  int extraJobs;
  int releasedUnconfirmed;
  int internalErrors;
  @Nullable RuntimeException journalFault;

  OperatorProcess(World world) {
    this.world = world;
    this.executor = world.time.executor();
    Duration born = world.time.now();
    Uptime uptime = () -> world.time.now().minus(born);
    RandomGenerator random = () -> Long.MIN_VALUE;
    PollSchedule schedule = new PollSchedule(INTERVAL, 300);
    Duration window = Duration.ofDays(90);
    this.sweeper =
        new Sweeper(world.port, schedule, window, uptime, world.time, random, executor, this);
    this.engine =
        new Engine(
            new EngineSettings(
                "here",
                new Policy("my-project", Set.of("allowed-project"), Set.of(), Set.of()),
                "us-central1",
                Timing.DEFAULTS,
                schedule,
                window),
            world.port,
            sweeper,
            () -> world.leading,
            this,
            this,
            world.time,
            uptime,
            random);
  }

  /** Everything that can be done now. */
  void work() {
    int rounded = 0;
    while (!ended) {
      world.effects.stillAlive();
      dirty.addAll(world.cluster.takeEvents());
      if (dirty.isEmpty()) {
        return;
      }
      if (++rounded > 200) {
        throw new AssertionError("a hot loop: 200 rounds without time passing");
      }
      ResourceKey key = dirty.iterator().next();
      dirty.remove(key);
      round(key);
    }
  }

  /** What the watch tells of a resource that is gone, whoever let it go. */
  void gone(TuningJob last) {
    engine.gone(last);
  }

  private void round(ResourceKey key) {
    TuningJob resource = world.cluster.find(key);
    if (resource == null) {
      return;
    }
    if (met.add(resource.getMetadata().getUid())) {
      engine.seen(resource, true);
    }
    if (resource.getMetadata().getFinalizers().isEmpty()) {
      // The round follows when the watch shows it.
      world.cluster.hold(key);
      return;
    }
    rounds++;
    world.rounds++;
    // As in the framework, only what the last round says counts.
    Future<?> timer = timers.remove(key);
    if (timer != null) {
      timer.cancel(false);
    }
    switch (engine.round(resource, world.cluster::write)) {
      case Next.Release release -> {
        world.cluster.release(key);
        engine.gone(release.resource());
      }
      case Next.Wait wait -> {
        Duration again = wait.lookAgain();
        if (again != null) {
          if (again.isNegative()) {
            throw new AssertionError("the framework's timer would refuse " + again);
          }
          Runnable wake = () -> dirty.add(key);
          timers.put(key, executor.schedule(wake, again.toNanos(), TimeUnit.NANOSECONDS));
        }
      }
    }
  }

  void end() {
    ended = true;
    executor.shutdownNow();
    sweeper.close();
  }

  @Override
  public void changed(ResourceKey key) {
    dirty.add(key);
  }

  @Override
  public void swept(Scope scope, Kind kind, int calls, boolean well, Duration took) {}

  @Override
  public void normal(TuningJob about, String reason, String message) {
    tell(reason, message);
  }

  @Override
  public void warning(TuningJob about, String reason, String message) {
    tell(reason, message);
  }

  private void tell(String reason, String message) {
    world.effects.before(Effects.EVENT);
    world.told.add(reason);
    world.toldWords.add(reason + ": " + message);
    world.effects.after(Effects.EVENT);
  }

  @Override
  public void adopted() {
    adopted++;
  }

  @Override
  public void extraJob() {
    extraJobs++;
    world.extraJobs++;
  }

  @Override
  public void releasedUnconfirmed() {
    releasedUnconfirmed++;
    world.releasedUnconfirmed++;
  }

  @Override
  public void internalError() {
    internalErrors++;
    world.internalErrors++;
  }

  @Override
  public void inDoubt() {}

  @Override
  public void submitted(TuningJob resource) {}

  @Override
  public void ended(TuningJob resource) {
    world.ends++;
  }

  @Override
  public void shows(ResourceKey key, TuningJobStatus status) {}

  @Override
  public void gone(ResourceKey key) {}

  @Override
  public void round(String outcome) {
    if (journalFault != null) {
      throw journalFault;
    }
  }
}

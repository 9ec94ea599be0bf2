package dev.tunesmith.reconcile;

import dev.tunesmith.api.v1alpha1.tuningjob.TuningJob;
import dev.tunesmith.api.v1alpha1.tuningjob.TuningJobStatus;
import dev.tunesmith.kind.tuningjob.Progress;
import dev.tunesmith.kind.tuningjob.StatusProjector;
import dev.tunesmith.kind.tuningjob.Wishes;
import dev.tunesmith.lifecycle.Decider;
import dev.tunesmith.lifecycle.Failure;
import dev.tunesmith.lifecycle.ResourceKey;
import dev.tunesmith.lifecycle.Uptime;
import dev.tunesmith.vertex.Sweeper;
import dev.tunesmith.vertex.TuningJobs;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The operator's work on a resource, without the framework that calls it. It never throws and never
 * parks a resource: whatever happens, it says when to look again.
 */
public final class Engine {
  private static final Logger LOG = LoggerFactory.getLogger(Engine.class);

  /** After another writer's change; the next read mostly shows it. */
  private static final Duration AFTER_A_CONFLICT = Duration.ofMillis(250);

  private final Equipment equipment;
  private final EngineSettings settings;
  private final Gathering gathering;
  private final Farewell farewell;
  private final Leadership leadership;
  private final Map<ResourceKey, Integer> faults = new ConcurrentHashMap<>();

  /**
   * An engine.
   *
   * @param settings how it works
   * @param jobs the service
   * @param sweeper watches the jobs
   * @param leadership asked before every create
   * @param announcer tells people
   * @param journal counts
   * @param clock wall time, for what people read
   * @param uptime monotonic time, for what is decided
   * @param random for jitter
   */
  public Engine(
      EngineSettings settings,
      TuningJobs jobs,
      Sweeper sweeper,
      Leadership leadership,
      EventRecorder announcer,
      Journal journal,
      Clock clock,
      Uptime uptime,
      RandomGenerator random) {
    this.settings = settings;
    MemoryBook book = new MemoryBook(uptime, new Pauses(settings.schedule(), random));
    Wishes wishes = new Wishes(settings.policy(), settings.defaultLocation());
    this.gathering = new Gathering(wishes, settings.instanceId(), sweeper, book, uptime);
    this.farewell = new Farewell(announcer);
    this.leadership = leadership;
    this.equipment =
        new Equipment(
            gathering,
            new Decider(settings.timing()),
            new Actions(jobs, leadership, uptime),
            new StatusProjector(clock),
            sweeper,
            book,
            announcer,
            journal,
            () -> UUID.randomUUID().toString(),
            clock,
            uptime,
            settings.timing().cancelBound());
  }

  /**
   * Does what there is to do for a resource.
   *
   * @param resource the resource as last read
   * @param writer writes its status
   * @return what to do with it next; {@link Next.Release} only for one that is being deleted
   */
  public Next round(TuningJob resource, StatusWriter writer) {
    ResourceKey key = Gathering.keyOf(resource);
    try {
      Next next = new Round(equipment, writer, resource).run();
      faults.remove(key);
      if (next instanceof Next.Release) {
        forget(key);
      }
      return next;
    } catch (KubernetesClientException e) {
      return refused(key, resource, e);
    } catch (RuntimeException e) {
      return fault(key, resource, writer, e);
    }
  }

  /**
   * The watch shows a resource: new to it, or changed. What carries our finalizer when it is new,
   * or gets it while this process does not lead, is in another process's care.
   *
   * @param latest the resource
   * @param added whether the watch did not know it before
   */
  public void seen(TuningJob latest, boolean added) {
    boolean held = latest.hasFinalizer(TuningJobReconciler.FINALIZER);
    if (!held || added || !leadership.mayAct()) {
      String uid = Objects.requireNonNullElse(latest.getMetadata().getUid(), "");
      equipment.book().met(Gathering.keyOf(latest), uid, held);
    }
  }

  /**
   * A resource is gone from the API server. Where no round let it go, somebody removed its
   * finalizer: what may run on is told, and nothing of it is watched any longer.
   *
   * @param last the resource as it last was
   */
  public void gone(TuningJob last) {
    ResourceKey key = Gathering.keyOf(last);
    String uid = Objects.requireNonNullElse(last.getMetadata().getUid(), "");
    if (equipment.book().knows(key, uid)) {
      farewell.say(last, equipment.sweeper().view(key));
      forget(key);
    }
    equipment.book().met(key, uid, false);
  }

  /**
   * Forgets a resource that is gone.
   *
   * @param key the resource
   */
  public void forget(ResourceKey key) {
    equipment.sweeper().forget(key);
    equipment.book().forget(key);
    equipment.journal().gone(key);
    faults.remove(key);
  }

  /** The API server did not take a write: whatever was done before it is found again. */
  private Next refused(ResourceKey key, TuningJob resource, KubernetesClientException e) {
    return switch (e.getCode()) {
      case HttpURLConnection.HTTP_CONFLICT -> {
        LOG.debug("{} was changed meanwhile; reading it again", key);
        yield new Next.Wait(AFTER_A_CONFLICT);
      }
      case HttpURLConnection.HTTP_NOT_FOUND -> {
        LOG.info("{} is gone", key);
        gone(resource);
        forget(key);
        yield new Next.Wait(null);
      }
      default -> {
        LOG.warn("{}: the API server did not take the status: {}", key, e.getMessage());
        yield new Next.Wait(pause(key));
      }
    };
  }

  private Next fault(ResourceKey key, TuningJob resource, StatusWriter writer, RuntimeException e) {
    LOG.error("{}: a fault of the operator; it will be tried again", key, e);
    equipment.journal().internalError();
    try {
      Gathering.Gathered gathered = gathering.gather(resource);
      if (gathered.situation().recorded().finished()
          && gathered.situation().run().equals(gathered.situation().recorded().run())) {
        // Nothing would ever tell the end again.
        return new Next.Wait(pause(key));
      }
      TuningJobStatus before = resource.getStatus();
      TuningJobStatus after =
          equipment
              .projector()
              .project(
                  before,
                  gathered.subject(),
                  new Progress.Held(
                      Failure.Kind.INTERNAL_ERROR.reason(),
                      "a fault of the operator, told in its log; it is tried again"));
      if (!after.equals(before)) {
        writer.write(resource, after);
      }
    } catch (RuntimeException again) {
      LOG.debug("{}: the fault could not be told in the status", key, again);
    }
    return new Next.Wait(pause(key));
  }

  private Duration pause(ResourceKey key) {
    int times = faults.merge(key, 1, Integer::sum);
    return settings.schedule().afterFailure(Failure.Kind.INTERNAL_ERROR, times, 0.5);
  }
}

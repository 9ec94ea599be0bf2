package dev.tunesmith.reconcile;

import dev.tunesmith.api.v1alpha1.EventReason;
import dev.tunesmith.gate.Gate;
import dev.tunesmith.lifecycle.JobLabels;
import dev.tunesmith.lifecycle.LogKeys;
import dev.tunesmith.lifecycle.ResourceKey;
import dev.tunesmith.lifecycle.Rules;
import dev.tunesmith.lifecycle.Scope;
import dev.tunesmith.lifecycle.Timing;
import dev.tunesmith.lifecycle.Uptime;
import dev.tunesmith.reconcile.JobKind.Announcement;
import dev.tunesmith.reconcile.ReconcileListener.Occurrence;
import dev.tunesmith.vertex.Failure;
import dev.tunesmith.vertex.JobInformer;
import dev.tunesmith.vertex.PollSchedule;
import dev.tunesmith.vertex.TuningJobs;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * Reconciles the resources of one kind, without the framework that calls it. It never throws and
 * never parks a resource: whatever happens, the result says when to reconcile again.
 *
 * @param <R> the kind's class
 */
public final class JobController<R extends HasMetadata> implements ResourceController<R> {
  private static final Logger LOG = LoggerFactory.getLogger(JobController.class);

  /** After another writer's change; the next read mostly shows it. */
  private static final Duration AFTER_A_CONFLICT = Duration.ofMillis(250);

  /** A reschedule is always bounded: an event of the framework may be lost. */
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(10);

  private final Parts<R> parts;
  private final Map<ResourceKey, ResourceState> states = new ConcurrentHashMap<>();
  private final Map<String, ResourceKey> keys = new ConcurrentHashMap<>();

  /**
   * How an operator instance works.
   *
   * @param instanceId whose labels its jobs carry; one live cluster per id
   * @param formerScopes scopes that earlier defaults named; they are listed, too
   */
  public record Settings(
      String instanceId, Set<Scope> formerScopes, Timing timing, PollSchedule schedule) {
    /** Copies the set. */
    public Settings {
      formerScopes = Set.copyOf(formerScopes);
    }
  }

  /**
   * What the controller works with.
   *
   * @param mayAct whether this process may create or cancel at this moment
   * @param clock wall time, for what people read
   * @param uptime monotonic time, for what is decided
   */
  public record Parts<R extends HasMetadata>(
      JobKind<R> kind,
      Settings settings,
      Rules rules,
      Gate gate,
      TuningJobs service,
      JobInformer informer,
      BooleanSupplier mayAct,
      EventRecorder events,
      ReconcileListener listener,
      Clock clock,
      Uptime uptime,
      RandomGenerator random) {

    /** How long to pause after a failure. */
    Duration pause(Failure.Kind failure, int times) {
      return settings.schedule().afterFailure(failure, times, random.nextDouble());
    }

    String label(ResourceKey key) {
      return JobLabels.resource(settings.instanceId(), HasMetadata.getKind(kind.type()), key);
    }
  }

  /** A controller. */
  public JobController(Parts<R> parts) {
    this.parts = parts;
  }

  @Override
  public Duration reconcile(R resource, Writes<R> writes) {
    ResourceKey key = keyOf(resource);
    ResourceState state = states.computeIfAbsent(key, k -> new ResourceState());
    keys.put(parts.label(key), key);
    beginLogging(key);
    try {
      return bounded(guarded(key, state, resource, writes));
    } finally {
      endLogging();
    }
  }

  /** Each line of this thread has the fields of the resource from now on. */
  private static void beginLogging(ResourceKey key) {
    MDC.put(LogKeys.NAMESPACE, key.namespace());
    MDC.put(LogKeys.NAME, key.name());
  }

  private static void endLogging() {
    MDC.remove(LogKeys.NAMESPACE);
    MDC.remove(LogKeys.NAME);
  }

  private Duration guarded(ResourceKey key, ResourceState state, R resource, Writes<R> writes) {
    Reconciliation<R> reconciliation = new Reconciliation<>(parts, key, state, writes, resource);
    try {
      Duration again = reconciliation.run();
      state.noFault();
      return again;
    } catch (KubernetesClientException e) {
      return refused(state, e);
    } catch (RuntimeException e) {
      parts.listener().count(Occurrence.INTERNAL_ERROR);
      LOG.atError()
          .addKeyValue(LogKeys.RUN, reconciliation.runName())
          .setCause(e)
          .log("A fault of the operator; the resource is reconciled again");
      try {
        reconciliation.fault();
      } catch (RuntimeException again) {
        LOG.warn("The fault could not be reported in the status", again);
      }
      return parts.pause(Failure.Kind.INTERNAL_ERROR, state.fault());
    }
  }

  /** The API server refused a write: what was done before it is found again. */
  private Duration refused(ResourceState state, KubernetesClientException e) {
    return switch (e.getCode()) {
      case HttpURLConnection.HTTP_CONFLICT -> {
        LOG.debug("The resource was changed meanwhile; it is reconciled again");
        yield AFTER_A_CONFLICT;
      }
      case HttpURLConnection.HTTP_NOT_FOUND -> LONGEST_WAIT; // gone: the watch says so
      default -> {
        Duration pause = parts.pause(Failure.Kind.SERVICE_UNAVAILABLE, state.fault());
        LOG.warn(
            "The API server refused a write, which is tried again in {} s: {}",
            pause.toSeconds(),
            refusal(e));
        yield pause;
      }
    };
  }

  /**
   * The API server's own message where it gave one; the client's repeats it with its whole reply.
   */
  static String refusal(KubernetesClientException e) {
    String message = e.getStatus() == null ? null : e.getStatus().getMessage();
    return message == null ? String.valueOf(e.getMessage()) : message;
  }

  private static Duration bounded(Duration again) {
    Duration least = AFTER_A_CONFLICT;
    Duration positive = again.compareTo(least) < 0 ? least : again;
    return positive.compareTo(LONGEST_WAIT) < 0 ? positive : LONGEST_WAIT;
  }

  /**
   * Where a reconciliation did not remove the finalizer, another client did, and nothing is
   * cancelled: that finalizer stands for nothing but the cancellation.
   */
  @Override
  public void gone(R last) {
    ResourceKey key = keyOf(last);
    ResourceState state = states.get(key);
    if (last.getFinalizers().contains(parts.kind().finalizer())) {
      beginLogging(key);
      try {
        finalizerRemoved(last, key);
      } finally {
        endLogging();
      }
    }
    parts.kind().gone(key);
    if (state != null) {
      state.end();
      Duration now = parts.uptime().now();
      states.values().removeIf(s -> s.isForgettable(now, parts.settings().timing().grace()));
    }
    keys.remove(parts.label(key));
    parts.informer().forget(parts.label(key));
  }

  private void finalizerRemoved(R last, ResourceKey key) {
    String active =
        parts.informer().observe(parts.label(key), Set.of()).jobs().stream()
            .filter(job -> !job.state().ended())
            .map(job -> job.name() + " (" + job.state().raw() + ")")
            .collect(Collectors.joining(", "));
    if (!active.isEmpty()) {
      String message =
          "The finalizer "
              + parts.kind().finalizer()
              + " was removed by another client. Nothing is cancelled: "
              + active
              + " runs on and is billed until it ends. Apply the same resource again to follow it,"
              + " or cancel it at Vertex AI.";
      LOG.warn(message);
      parts
          .events()
          .event(last, new Announcement(true, EventReason.FINALIZER_REMOVED.value(), message));
    }
  }

  /** This process became the leader: what it knows of the resources may be out of date (rule T). */
  public void takeOver() {
    states.values().forEach(ResourceState::end);
  }

  @Override
  public Optional<ResourceKey> resource(String label) {
    return Optional.ofNullable(keys.get(label));
  }

  static ResourceKey keyOf(HasMetadata resource) {
    return new ResourceKey(
        Objects.requireNonNullElse(resource.getMetadata().getNamespace(), ""),
        resource.getMetadata().getName());
  }
}

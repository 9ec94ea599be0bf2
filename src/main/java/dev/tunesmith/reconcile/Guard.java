package dev.tunesmith.reconcile;

import dev.tunesmith.lifecycle.LogKeys;
import dev.tunesmith.lifecycle.ResourceKey;
import dev.tunesmith.reconcile.ReconcileListener.Occurrence;
import dev.tunesmith.vertex.Failure;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * What every reconciliation runs in: the resource's fields in each log line, an answer to every
 * exception, and a wait that has an end. Safe for many threads.
 */
public final class Guard {
  private static final Logger LOG = LoggerFactory.getLogger(Guard.class);

  /** After another writer's change; the next read mostly shows it. */
  private static final Duration AFTER_A_CONFLICT = Duration.ofMillis(250);

  /** A reschedule is always bounded: an event of the framework may be lost. */
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(10);

  private final ControllerParts parts;
  private final Map<ResourceKey, Integer> faults = new ConcurrentHashMap<>();

  /** A guard for the resources of one kind. */
  public Guard(ControllerParts parts) {
    this.parts = parts;
  }

  /** Runs a reconciliation. Never throws. */
  public Duration run(ResourceKey key, Attempt<?> attempt) {
    AtomicReference<Duration> again = new AtomicReference<>(LONGEST_WAIT);
    logging(key, () -> again.set(bounded(guarded(key, attempt))));
    return again.get();
  }

  /** Each line of this thread has the fields of the resource meanwhile. */
  static void logging(ResourceKey key, Runnable what) {
    MDC.put(LogKeys.NAMESPACE, key.namespace());
    MDC.put(LogKeys.NAME, key.name());
    try {
      what.run();
    } finally {
      MDC.remove(LogKeys.NAMESPACE);
      MDC.remove(LogKeys.NAME);
    }
  }

  private Duration guarded(ResourceKey key, Attempt<?> attempt) {
    try {
      Duration again = attempt.run();
      faults.remove(key);
      return again;
    } catch (KubernetesClientException e) {
      return refused(key, e);
    } catch (RuntimeException e) {
      parts.listener().count(Occurrence.INTERNAL_ERROR);
      LOG.atError()
          .addKeyValue(LogKeys.RUN, attempt.runName())
          .setCause(e)
          .log("A fault of the operator; the resource is reconciled again");
      try {
        attempt.fault();
      } catch (RuntimeException again) {
        LOG.warn("The fault could not be reported in the status", again);
      }
      return pause(key, Failure.Kind.INTERNAL_ERROR);
    }
  }

  /** The API server refused a write: what was done before it is found again. */
  private Duration refused(ResourceKey key, KubernetesClientException e) {
    return switch (e.getCode()) {
      case HttpURLConnection.HTTP_CONFLICT -> {
        LOG.debug("The resource was changed meanwhile; it is reconciled again");
        yield AFTER_A_CONFLICT;
      }
      case HttpURLConnection.HTTP_NOT_FOUND -> LONGEST_WAIT; // gone: the watch says so
      default -> {
        Duration pause = pause(key, Failure.Kind.SERVICE_UNAVAILABLE);
        LOG.warn(
            "The API server refused a write, which is tried again in {} s: {}",
            pause.toSeconds(),
            refusal(e));
        yield pause;
      }
    };
  }

  private Duration pause(ResourceKey key, Failure.Kind kind) {
    return parts.pause(kind, faults.merge(key, 1, Integer::sum));
  }

  /** A resource is gone. */
  public void forget(ResourceKey key) {
    faults.remove(key);
  }

  /**
   * Writes metadata, which an admission policy or a quota may refuse.
   *
   * @return why the API server refuses it; empty where it was written
   * @throws KubernetesClientException where the resource was changed since, or is gone
   */
  static Optional<String> refusal(Runnable write) {
    try {
      write.run();
      return Optional.empty();
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_CONFLICT
          || e.getCode() == HttpURLConnection.HTTP_NOT_FOUND) {
        throw e;
      }
      return Optional.of(refusal(e));
    }
  }

  /**
   * The API server's own message where it gave one; the client's repeats it with its whole reply.
   */
  public static String refusal(KubernetesClientException e) {
    String message = e.getStatus() == null ? null : e.getStatus().getMessage();
    return message == null ? String.valueOf(e.getMessage()) : message;
  }

  private static Duration bounded(Duration again) {
    Duration positive = again.compareTo(AFTER_A_CONFLICT) < 0 ? AFTER_A_CONFLICT : again;
    return positive.compareTo(LONGEST_WAIT) < 0 ? positive : LONGEST_WAIT;
  }

  /** A resource's namespace and name. */
  public static ResourceKey keyOf(HasMetadata resource) {
    return new ResourceKey(
        Objects.requireNonNullElse(resource.getMetadata().getNamespace(), ""),
        resource.getMetadata().getName());
  }
}

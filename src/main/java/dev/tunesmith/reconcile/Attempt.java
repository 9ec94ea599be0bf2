package dev.tunesmith.reconcile;

import dev.tunesmith.api.v1alpha1.ConditionReason;
import dev.tunesmith.api.v1alpha1.EventReason;
import dev.tunesmith.lifecycle.LogKeys;
import dev.tunesmith.lifecycle.Timing;
import dev.tunesmith.vertex.Failure;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One reconciliation of one resource: gather, decide, act, report; again as long as an effect leads
 * straight to the next decision. Here is what those of all kinds do alike.
 *
 * @param <R> the kind's class
 */
public abstract class Attempt<R extends HasMetadata> {
  private static final Logger LOG = LoggerFactory.getLogger(Attempt.class);

  /** For what cannot be done at this moment. */
  protected static final Duration AT_ONCE = Duration.ofMillis(500);

  /** An effect that leads to the same decision again is a fault, and must not become a hot loop. */
  private static final int MOST_EFFECTS = 8;

  private final ControllerParts parts;
  private final String finalizer;
  private final MetadataWrites metadata;

  /** Writes what is reported. */
  protected final Writes<R> writes;

  /** The resource as it was last read or written. */
  protected R resource;

  /**
   * A reconciliation.
   *
   * @param finalizer the kind's
   * @param metadata what was refused before
   */
  protected Attempt(
      ControllerParts parts,
      String finalizer,
      MetadataWrites metadata,
      Writes<R> writes,
      R resource) {
    this.parts = parts;
    this.finalizer = finalizer;
    this.metadata = metadata;
    this.writes = writes;
    this.resource = resource;
  }

  /** Does what there is to do, and returns when to reconcile again at the latest. */
  final Duration run() {
    for (int effects = 0; effects < MOST_EFFECTS; effects++) {
      Optional<Duration> again = step();
      if (again.isPresent()) {
        return again.get();
      }
    }
    return AT_ONCE;
  }

  /**
   * Gathers, decides and acts once.
   *
   * @return when to reconcile again at the latest; empty when the next decision is to be made at
   *     once
   */
  protected abstract Optional<Duration> step();

  /** The run's name, for the log; empty while it is not known. */
  protected abstract String runName();

  /** Reports that something is waited for. */
  protected abstract void waiting(ConditionReason reason, String message);

  /** Reports a fault of the operator in the status. */
  final void fault() {
    waiting(
        ConditionReason.INTERNAL_ERROR,
        "A fault of the operator, which its log describes; it is tried again.");
  }

  /**
   * Adds or removes the finalizer. A refusal (an admission policy, a quota) is reported and backs
   * off.
   *
   * @return when it is tried again; empty where it was written
   */
  protected final Optional<Duration> finalizer(boolean present) {
    return write(
        () -> resource = writes.finalizer(resource, present),
        refusal ->
            waiting(
                ConditionReason.METADATA_WRITE_REFUSED,
                "The API server refuses a change of the finalizer "
                    + finalizer
                    + ", which is tried again: "
                    + refusal));
  }

  /**
   * Deletes the resource, where it is still of the version that was read. A refusal is an event,
   * and backs off.
   *
   * @param refused the event's words before the API server's
   * @return when it is tried again; empty where it was deleted
   */
  protected final Optional<Duration> delete(String refused) {
    return write(
        () -> writes.delete(resource),
        refusal -> event(true, EventReason.DELETE_REFUSED, refused + refusal));
  }

  private Optional<Duration> write(Runnable write, Consumer<String> refused) {
    Duration wait = metadata.untilWrite(version(), now());
    if (wait.isPositive()) {
      return Optional.of(wait);
    }
    Optional<String> refusal = Guard.refusal(write);
    if (refusal.isEmpty()) {
      metadata.clear();
      return Optional.empty();
    }
    Duration pause = parts.pause(Failure.Kind.SERVICE_UNAVAILABLE, metadata.times());
    refused.accept(refusal.get());
    metadata.refused(version(), now().plus(pause));
    return Optional.of(pause);
  }

  /** Whether a call may not be sent any more after what was written then. */
  protected final boolean isLate(Duration written) {
    return now().minus(written).compareTo(Timing.SEND_WINDOW) >= 0
        || !parts.mayAct().getAsBoolean();
  }

  /** Records an event, and logs it. */
  protected final void event(boolean warning, EventReason reason, String message) {
    event(warning, reason.value(), message);
  }

  /** Records an event, and logs it. */
  protected final void event(boolean warning, String reason, String message) {
    announce(new Announcement(warning, reason, message));
  }

  /** Records an event, and logs it. */
  protected final void announce(Announcement announcement) {
    (announcement.warning() ? LOG.atWarn() : LOG.atInfo())
        .addKeyValue(LogKeys.RUN, runName())
        .log("{}: {}", announcement.reason(), announcement.message());
    parts.events().event(resource, announcement);
  }

  private @Nullable String version() {
    return resource.getMetadata().getResourceVersion();
  }

  /** The resource's generation. */
  protected final long generation() {
    return Objects.requireNonNullElse(resource.getMetadata().getGeneration(), 0L);
  }

  /** Monotonic time. */
  protected final Duration now() {
    return parts.uptime().now();
  }
}

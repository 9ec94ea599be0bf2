package dev.tunesmith.reconcile;

import dev.tunesmith.lifecycle.ResourceKey;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.time.Duration;
import java.util.Optional;

/**
 * Reconciles the resources of one kind, without the framework that calls it.
 *
 * @param <R> the kind's class
 */
public interface ResourceController<R extends HasMetadata> {
  /**
   * Does what there is to do for a resource. Never throws.
   *
   * @param resource as last read; a copy of its own
   * @return when to reconcile again at the latest
   */
  Duration reconcile(R resource, Writes<R> writes);

  /**
   * A resource is gone from the API server.
   *
   * @param last the resource as it last was
   */
  void gone(R last);

  /** The resource whose jobs carry this label; empty where this controller has none. */
  Optional<ResourceKey> resource(String label);

  /** Ends what the controller opened. */
  default void close() {}
}

package dev.tunesmith.reconcile;

import io.fabric8.kubernetes.api.model.HasMetadata;

/**
 * What the framework has to know of a kind.
 *
 * @param <R> the kind's class
 */
public interface ResourceKind<R extends HasMetadata> {
  /** The kind's class. */
  Class<R> type();

  /** The finalizer that holds a resource until what it stands for is ended. */
  String finalizer();

  /** A copy that shares spec and status, with metadata of its own. */
  R copy(R resource);
}

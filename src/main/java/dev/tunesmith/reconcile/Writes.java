package dev.tunesmith.reconcile;

import org.jspecify.annotations.Nullable;

/**
 * What a reconciliation reads beside the resource, and the writes to a resource, each of exactly
 * the version that was read. All throw {@link
 * io.fabric8.kubernetes.client.KubernetesClientException}; its code is 409 when the resource was
 * changed since, and nothing was written then.
 *
 * @param <R> the kind's class
 */
public interface Writes<R> {
  /** Writes the status of the resource, and returns what the API server has now. */
  R status(R resource);

  /** Deletes the resource, where it is still of this uid and version. */
  void delete(R resource);

  /** Another resource of the namespace, as the watch last showed it; null where there is none. */
  default @Nullable R peer(String name) {
    return null;
  }

  /** Adds or removes our finalizer, and returns what the API server has now. */
  R finalizer(R resource, boolean present);
}

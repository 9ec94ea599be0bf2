package dev.tunesmith.reconcile;

import io.fabric8.kubernetes.api.model.HasMetadata;
import org.jspecify.annotations.Nullable;

/**
 * The other resources of a kind in a resource's namespace, as the watch last showed them.
 *
 * @param <R> the kind's class
 */
@FunctionalInterface
public interface Peers<R extends HasMetadata> {
  /** The resource of a name; null where there is none. Not to be changed. */
  @Nullable R find(String name);
}

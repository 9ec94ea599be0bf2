package dev.tunesmith.reconcile;

import dev.tunesmith.domain.ResourceKey;
import org.jspecify.annotations.Nullable;

/** Hears what is worth counting. Called from the reconciler's threads; must not block or throw. */
public interface Journal {
  /** A job was found again instead of being bought. */
  void adopted();

  /** A job beyond the one that counts was asked to end. */
  void extraJob();

  /** A resource was let go though it was not sure that its job had ended. */
  void releasedUnconfirmed();

  /** A fault of ours was caught. */
  void internalError();

  /**
   * The state that a resource's job shows now.
   *
   * @param key the resource
   * @param state the service's state, or null while no job is known
   */
  void shows(ResourceKey key, @Nullable String state);

  /**
   * A resource is gone.
   *
   * @param key the resource
   */
  void gone(ResourceKey key);

  /**
   * A round is over.
   *
   * @param outcome the decision's kind, a bounded set of words
   */
  void round(String outcome);
}

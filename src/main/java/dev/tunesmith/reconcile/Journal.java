package dev.tunesmith.reconcile;

import dev.tunesmith.api.v1alpha1.tuningjob.TuningJob;
import dev.tunesmith.api.v1alpha1.tuningjob.TuningJobStatus;
import dev.tunesmith.lifecycle.ResourceKey;

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

  /** A create call was sent, and it is not known whether it bought. */
  void inDoubt();

  /**
   * A job was bought.
   *
   * @param resource with the status that names it
   */
  void submitted(TuningJob resource);

  /**
   * A job's end was told, once.
   *
   * @param resource with the status that tells it
   */
  void ended(TuningJob resource);

  /**
   * What a resource's status says now, whether or not it is new.
   *
   * @param key the resource
   * @param status the status
   */
  void shows(ResourceKey key, TuningJobStatus status);

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

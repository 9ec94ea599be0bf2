package dev.tunesmith.reconcile;

import dev.tunesmith.api.v1alpha1.tuningjob.TuningJob;

/** Tells people what happened, as Kubernetes events. Best effort: it never fails a round. */
public interface EventRecorder {
  /**
   * Something went as it should.
   *
   * @param about the resource
   * @param reason specific, CamelCase
   * @param message for people
   */
  void normal(TuningJob about, String reason, String message);

  /**
   * Something needs attention.
   *
   * @param about the resource
   * @param reason specific, CamelCase
   * @param message for people
   */
  void warning(TuningJob about, String reason, String message);
}

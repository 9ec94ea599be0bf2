package dev.tunesmith.reconcile;

import dev.tunesmith.api.v1alpha1.tuningjob.TuningJob;
import dev.tunesmith.api.v1alpha1.tuningjob.TuningJobStatus;

/** Writes a status under optimistic locking. */
@FunctionalInterface
public interface StatusWriter {
  /**
   * Writes the status of exactly the version of the resource that is given.
   *
   * @param resource the resource as it was read, with its resource version
   * @param status the whole new status
   * @return the resource as the API server now has it
   * @throws io.fabric8.kubernetes.client.KubernetesClientException with code 409 when the resource
   *     was changed since it was read: nothing was written then
   */
  TuningJob write(TuningJob resource, TuningJobStatus status);
}

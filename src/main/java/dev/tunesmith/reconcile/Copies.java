package dev.tunesmith.reconcile;

import dev.tunesmith.api.v1alpha1.tuningjob.TuningJob;
import dev.tunesmith.api.v1alpha1.tuningjob.TuningJobStatus;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.config.Cloner;
import org.jspecify.annotations.Nullable;

/**
 * Copies of resources for each reconcile. The framework would write each one out as JSON and read
 * it in again; specification and status are records, so a copy may share them, and only the
 * metadata is copied.
 */
public final class Copies implements Cloner {
  private final KubernetesClient client;

  /**
   * A cloner.
   *
   * @param client copies all other kinds
   */
  public Copies(KubernetesClient client) {
    this.client = client;
  }

  @Override
  @SuppressWarnings("unchecked") // a copy is of the class of what was copied
  public <R extends HasMetadata> R clone(R resource) {
    return resource instanceof TuningJob job
        ? (R) withStatus(job, job.getStatus())
        : client.getKubernetesSerialization().clone(resource);
  }

  /** A copy with another status: what the framework's cache holds is not ours to change. */
  static TuningJob withStatus(TuningJob resource, @Nullable TuningJobStatus status) {
    TuningJob copy = new TuningJob();
    copy.setMetadata(new ObjectMetaBuilder(resource.getMetadata()).build());
    copy.setSpec(resource.getSpec());
    copy.setStatus(status);
    return copy;
  }
}

package dev.tunesmith.reconcile;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.config.Cloner;

/**
 * Copies the resources of one kind for each reconciliation. The framework would write each one out
 * as JSON and read it in again.
 */
public final class ResourceCloner implements Cloner {
  private final KubernetesClient client;
  private final ResourceKind<?> kind;

  /**
   * A cloner.
   *
   * @param client copies all else
   */
  public ResourceCloner(KubernetesClient client, ResourceKind<?> kind) {
    this.client = client;
    this.kind = kind;
  }

  @Override
  @SuppressWarnings("unchecked") // a copy is of the class of what was copied
  public <R extends HasMetadata> R clone(R resource) {
    return kind.type() == resource.getClass()
        ? ((ResourceKind<R>) kind).copy(resource)
        : client.getKubernetesSerialization().clone(resource);
  }
}

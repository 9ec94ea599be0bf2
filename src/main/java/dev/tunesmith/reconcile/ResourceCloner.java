package dev.tunesmith.reconcile;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.config.Cloner;
import java.util.List;

/**
 * Copies resources for each reconciliation, each kind in its own way. The framework would write
 * each one out as JSON and read it in again.
 */
public final class ResourceCloner implements Cloner {
  private final KubernetesClient client;
  private final List<ResourceKind<?>> kinds;

  /**
   * A cloner.
   *
   * @param client copies all other kinds
   */
  public ResourceCloner(KubernetesClient client, List<? extends ResourceKind<?>> kinds) {
    this.client = client;
    this.kinds = List.copyOf(kinds);
  }

  @Override
  @SuppressWarnings("unchecked") // a copy is of the class of what was copied
  public <R extends HasMetadata> R clone(R resource) {
    return kinds.stream()
        .filter(kind -> kind.type() == resource.getClass())
        .findFirst()
        .map(kind -> ((ResourceKind<R>) kind).copy(resource))
        .orElseGet(() -> client.getKubernetesSerialization().clone(resource));
  }
}

package dev.tunesmith.app;

import dev.tunesmith.api.v1alpha1.GroupVersion;
import dev.tunesmith.reconcile.Guard;
import dev.tunesmith.reconcile.ResultWriter;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Results in ConfigMaps that are owned by their resource. Each is read when there is something to
 * write, and watched never: the operator needs no more than get, create and update.
 */
final class ResultConfigMaps implements ResultWriter {
  private static final Map<String, String> LABELS =
      Map.of("app.kubernetes.io/managed-by", "tunesmith");

  private final KubernetesClient client;

  ResultConfigMaps(KubernetesClient client) {
    this.client = client;
  }

  @Override
  public Reply write(HasMetadata owner, Result result) {
    try {
      return written(owner, result);
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_CONFLICT
          || e.getCode() < HttpURLConnection.HTTP_BAD_REQUEST
          || e.getCode() >= HttpURLConnection.HTTP_INTERNAL_ERROR) {
        throw e;
      }
      return new Refused(Guard.refusal(e));
    }
  }

  private Reply written(HasMetadata owner, Result result) {
    String namespace = owner.getMetadata().getNamespace();
    ConfigMap found =
        client.configMaps().inNamespace(namespace).withName(result.configMapName()).get();
    if (found == null) {
      ConfigMap made =
          new ConfigMapBuilder()
              .withNewMetadata()
              .withNamespace(namespace)
              .withName(result.configMapName())
              .withLabels(LABELS)
              .withOwnerReferences(reference(owner))
              .endMetadata()
              .withData(result.data())
              .build();
      client.resource(made).create();
      return new Written(true);
    }
    List<OwnerReference> owners = found.getMetadata().getOwnerReferences();
    if (owners.stream().noneMatch(reference -> isOf(owner, reference))) {
      return new NotOwned();
    }
    List<OwnerReference> wanted =
        owners.stream().map(each -> isOf(owner, each) ? reference(owner) : each).toList();
    if (result.data().equals(Objects.requireNonNullElse(found.getData(), Map.of()))
        && wanted.equals(owners)) {
      return new Written(false);
    }
    ConfigMap changed =
        new ConfigMapBuilder(found)
            .editMetadata()
            .withOwnerReferences(wanted)
            .endMetadata()
            .withData(result.data())
            .build();
    // With the version that was read: a change by another client meanwhile is a conflict.
    client.resource(changed).update();
    return new Written(true);
  }

  /**
   * By name, not by UID: a resource that was deleted and applied again takes over the ConfigMap of
   * the one before it, as long as the garbage collector has not removed that.
   */
  private static boolean isOf(HasMetadata owner, OwnerReference reference) {
    return owner.getKind().equals(reference.getKind())
        && owner.getMetadata().getName().equals(reference.getName())
        && reference.getApiVersion() != null
        && reference.getApiVersion().startsWith(GroupVersion.GROUP + "/");
  }

  private static OwnerReference reference(HasMetadata owner) {
    return new OwnerReferenceBuilder()
        .withApiVersion(owner.getApiVersion())
        .withKind(owner.getKind())
        .withName(owner.getMetadata().getName())
        .withUid(owner.getMetadata().getUid())
        .withController(true)
        .build();
  }
}

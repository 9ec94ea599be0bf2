package dev.tunesmith.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tunesmith.kind.tunedmodel.NamespaceObjects;
import dev.tunesmith.kind.tunedmodel.ObjectKey;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** ConfigMaps and Secrets, read by name when they are needed: the operator watches neither. */
final class ClusterObjects implements NamespaceObjects {
  private final KubernetesClient client;

  /**
   * What one has.
   *
   * @param binary the keys of {@code binaryData}, where kubectl puts what is not UTF-8
   */
  private record Contents(Map<String, String> data, Set<String> binary) {}

  ClusterObjects(KubernetesClient client) {
    this.client = client;
  }

  @Override
  public Reading configMap(String namespace, ObjectKey key) {
    return read(
        "ConfigMap",
        "configmaps",
        key,
        () -> {
          ConfigMap map = client.configMaps().inNamespace(namespace).withName(key.name()).get();
          return map == null
              ? null
              : new Contents(
                  Objects.requireNonNullElse(map.getData(), Map.of()),
                  Objects.requireNonNullElse(map.getBinaryData(), Map.<String, String>of())
                      .keySet());
        });
  }

  @Override
  public Reading secret(String namespace, ObjectKey key) {
    Reading read =
        read(
            "Secret",
            "secrets",
            key,
            () -> {
              Secret secret = client.secrets().inNamespace(namespace).withName(key.name()).get();
              return secret == null
                  ? null
                  : new Contents(Objects.requireNonNullElse(secret.getData(), Map.of()), Set.of());
            });
    return read instanceof Value value
        ? new Value(new String(Base64.getDecoder().decode(value.text()), UTF_8))
        : read;
  }

  private static Reading read(
      String kind, String resource, ObjectKey key, Supplier<@Nullable Contents> get) {
    String object = kind + " " + key.name();
    try {
      Contents contents = get.get();
      if (contents == null) {
        return new Missing("The " + object + " does not exist in this namespace; create it.");
      }
      if (contents.binary().contains(key.key())) {
        return new Missing(
            "The "
                + object
                + " has the key "
                + key.key()
                + " in binaryData: its file is no text in UTF-8. Save it as UTF-8, and create the "
                + kind
                + " again.");
      }
      String value = contents.data().get(key.key());
      return value == null
          ? new Missing("The " + object + " has no key " + key.key() + "; add it.")
          : new Value(value);
    } catch (KubernetesClientException e) {
      return e.getCode() == HttpURLConnection.HTTP_FORBIDDEN
          ? new Unreadable(
              "The operator may not read the "
                  + object
                  + ". Give its service account a Role in this namespace with the verb get on "
                  + resource
                  + ", limited to this name.",
              true)
          : new Unreadable(
              "The " + object + " could not be read, which is tried again: " + e.getMessage(),
              false);
    }
  }
}

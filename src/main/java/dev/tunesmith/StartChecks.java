package dev.tunesmith;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tunesmith.api.v1alpha1.TuningJob;
import dev.tunesmith.ops.ExitCode;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What has to hold in the cluster before the operator works there. */
final class StartChecks {
  private static final Logger LOG = LoggerFactory.getLogger(StartChecks.class);

  /** In the jar: the definition that this version was built with. */
  static final String CRD_RESOURCE = "/crds/tuningjobs.tunesmith.dev-v1.yml";

  private static final String CRD_NAME = "tuningjobs." + TuningJob.GROUP;
  private static final String INSTALL =
      ": kubectl apply -f crds/, or helm upgrade with crds.enabled=true";
  private static final int FIELDS_NAMED = 5;

  private final KubernetesClient client;

  StartChecks(KubernetesClient client) {
    this.client = client;
  }

  /** The definition of this version. */
  static CustomResourceDefinition packagedCrd() {
    try (InputStream in = StartChecks.class.getResourceAsStream(CRD_RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException(CRD_RESOURCE + " is missing in the jar");
      }
      return Serialization.unmarshal(in, CustomResourceDefinition.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The API server answers, and the definition of TuningJob is there and new enough. */
  void cluster() throws StartException {
    CustomResourceDefinition installed;
    try {
      installed = client.apiextensions().v1().customResourceDefinitions().withName(CRD_NAME).get();
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_FORBIDDEN) {
        LOG.warn("may not read the definition {}; it is taken to be new enough", CRD_NAME);
        return;
      }
      throw new StartException(ExitCode.NO_CLUSTER, noCluster(e));
    }
    if (installed == null) {
      throw new StartException(
          ExitCode.CRD_UNUSABLE, "the definition " + CRD_NAME + " is not installed" + INSTALL);
    }
    List<String> missing = missingFields(installed, packagedCrd());
    if (!missing.isEmpty()) {
      throw new StartException(
          ExitCode.CRD_UNUSABLE,
          "the installed definition "
              + CRD_NAME
              + " is older than this operator: it does not know "
              + String.join(", ", missing.stream().limit(FIELDS_NAMED).toList())
              + (missing.size() > FIELDS_NAMED ? ", …" : "")
              + INSTALL);
    }
  }

  private String noCluster(KubernetesClientException e) {
    Throwable cause = e;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return "the Kubernetes API server at "
        + client.getConfiguration().getMasterUrl()
        + " cannot be used: "
        + Optional.ofNullable(cause.getMessage()).orElse(cause.getClass().getSimpleName())
        + ". Check --kubeconfig, or run inside a cluster";
  }

  /**
   * The instance id by default: one that a cluster keeps for its life.
   *
   * @return the UID of the namespace kube-system
   */
  String clusterId() throws StartException {
    try {
      Namespace system = client.namespaces().withName("kube-system").get();
      if (system != null && system.getMetadata().getUid() != null) {
        return system.getMetadata().getUid();
      }
    } catch (KubernetesClientException e) {
      throw new StartException(
          ExitCode.NO_CLUSTER,
          "may not read the namespace kube-system, whose UID tells this cluster's jobs from"
              + " others': grant it, or set --instance-id ("
              + e.getMessage()
              + ")");
    }
    throw new StartException(
        ExitCode.NO_CLUSTER, "there is no namespace kube-system: set --instance-id");
  }

  /** The fields of the wanted definition that the installed one lacks, as paths. */
  static List<String> missingFields(
      CustomResourceDefinition installed, CustomResourceDefinition wanted) {
    ObjectMapper mapper = new ObjectMapper();
    List<String> missing = new ArrayList<>();
    compare("", schema(mapper, installed), schema(mapper, wanted), missing);
    return missing;
  }

  private static JsonNode schema(ObjectMapper mapper, CustomResourceDefinition crd) {
    return crd.getSpec().getVersions().stream()
        .filter(version -> TuningJob.VERSION.equals(version.getName()))
        .findFirst()
        .<JsonNode>map(version -> mapper.valueToTree(version.getSchema().getOpenAPIV3Schema()))
        .orElseGet(mapper::createObjectNode);
  }

  private static void compare(
      String path, JsonNode installed, JsonNode wanted, List<String> missing) {
    for (Map.Entry<String, JsonNode> field : wanted.path("properties").properties()) {
      JsonNode there = installed.path("properties").path(field.getKey());
      if (there.isMissingNode()) {
        missing.add(path + "." + field.getKey());
      } else {
        compare(path + "." + field.getKey(), there, field.getValue(), missing);
      }
    }
    if (wanted.path("items").isObject()) {
      compare(path + "[]", installed.path("items"), wanted.path("items"), missing);
    }
  }
}

package dev.tunesmith.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tunesmith.api.v1alpha1.GroupVersion;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What has to hold in the cluster before the operator starts to work. */
public final class StartChecks {
  private static final Logger LOG = LoggerFactory.getLogger(StartChecks.class);

  /** The names of all CRDs. In the jar is each as this version was built with it. */
  public static final List<String> CRDS =
      List.of("tuningjobs." + GroupVersion.GROUP, "tunedmodels." + GroupVersion.GROUP);

  private static final String INSTALL =
      ": kubectl apply -f crds/, or helm upgrade with crds.enabled=true";
  private static final int FIELDS_NAMED = 5;

  private final KubernetesClient client;

  public StartChecks(KubernetesClient client) {
    this.client = client;
  }

  /** The CRDs of this version. */
  public static List<CustomResourceDefinition> packagedCrds() {
    return CRDS.stream()
        .map(
            crd ->
                Serialization.unmarshal(text(resource(crd, "yml")), CustomResourceDefinition.class))
        .toList();
  }

  /**
   * What the jar has of a CRD.
   *
   * @param crd one of {@link #CRDS}
   * @param extension yml for the CRD, fields for the paths of its fields, one per line
   */
  public static String resource(String crd, String extension) {
    return "/crds/" + crd + "-v1." + extension;
  }

  /**
   * The API server answers, and the CRDs are installed.
   *
   * @return what is wrong if a CRD is older than this version needs; null if none is
   */
  public @Nullable String cluster() throws StartException {
    List<String> older = new ArrayList<>();
    for (String crd : CRDS) {
      List<String> missing = missingFields(crd);
      if (!missing.isEmpty()) {
        older.add(
            "the installed CRD "
                + crd
                + " is older than this operator: it lacks "
                + String.join(", ", missing.stream().limit(FIELDS_NAMED).toList())
                + (missing.size() > FIELDS_NAMED ? ", …" : ""));
      }
    }
    return older.isEmpty() ? null : String.join("; ", older) + INSTALL;
  }

  /** The fields that an installed CRD lacks. */
  private List<String> missingFields(String crd) throws StartException {
    String installed;
    try {
      // As text: the client's own types for it would cost a fifth of the whole start.
      installed = client.raw("/apis/apiextensions.k8s.io/v1/customresourcedefinitions/" + crd);
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_FORBIDDEN) {
        LOG.warn("not permitted to read CRD {}: skipping the version check", crd);
        return List.of();
      }
      throw new StartException(
          ExitCode.NO_CLUSTER, Unreachable.message(e, client.getConfiguration()));
    }
    if (installed == null) {
      throw new StartException(ExitCode.CRD_UNUSABLE, "CRD " + crd + " is not installed" + INSTALL);
    }
    return missingFields(installed, text(resource(crd, "fields")).lines().toList());
  }

  /**
   * The default instance id, which a cluster keeps for its life.
   *
   * @return the UID of the namespace kube-system
   */
  public String clusterId() throws StartException {
    try {
      Namespace system = client.namespaces().withName("kube-system").get();
      if (system != null && system.getMetadata().getUid() != null) {
        return system.getMetadata().getUid();
      }
    } catch (KubernetesClientException e) {
      throw new StartException(
          ExitCode.NO_CLUSTER,
          "not permitted to read the namespace kube-system, whose UID distinguishes this cluster's"
              + " jobs from those of other clusters: grant get on it, or set --instance-id ("
              + e.getMessage()
              + ")");
    }
    throw new StartException(
        ExitCode.NO_CLUSTER, "there is no namespace kube-system: set --instance-id");
  }

  /**
   * At least one of the collections can be listed. The others are tried again while the operator
   * runs.
   *
   * @param collections the paths of all that will be watched
   */
  public void watchable(Set<String> collections) throws StartException {
    List<String> refusals = new ArrayList<>();
    for (String collection : collections) {
      try {
        String unused = client.raw(collection + "?limit=1&resourceVersion=0");
        return;
      } catch (KubernetesClientException e) {
        refusals.add(e.getStatus() == null ? e.getMessage() : e.getStatus().getMessage());
      }
    }
    throw new StartException(
        ExitCode.NO_CLUSTER, "the API server refuses the operator: " + String.join("; ", refusals));
  }

  private static String text(String resource) {
    try (InputStream in = StartChecks.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException(resource + " is missing in the jar");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The needed fields that the installed CRD lacks; of a missing object only itself. */
  private static List<String> missingFields(String installed, List<String> needed) {
    Set<String> known = new HashSet<>();
    try {
      for (JsonNode version : new ObjectMapper().readTree(installed).at("/spec/versions")) {
        if (GroupVersion.VERSION.equals(version.path("name").asText())) {
          known.addAll(fields(version.at("/schema/openAPIV3Schema")));
        }
      }
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
    return needed.stream()
        .filter(field -> !known.contains(field))
        .filter(field -> isRoot(field) || known.contains(parent(field)))
        .toList();
  }

  /**
   * The fields that a schema names.
   *
   * @param schema an OpenAPI schema as Kubernetes has it
   * @return their paths in the schema's order, an object's before its fields'
   */
  public static List<String> fields(JsonNode schema) {
    List<String> paths = new ArrayList<>();
    collect("", schema, paths);
    return paths;
  }

  private static void collect(String path, JsonNode schema, List<String> paths) {
    for (Map.Entry<String, JsonNode> field : schema.path("properties").properties()) {
      paths.add(path + "." + field.getKey());
      collect(path + "." + field.getKey(), field.getValue(), paths);
    }
    if (schema.path("items").isObject()) {
      collect(path + "[]", schema.path("items"), paths);
    }
  }

  private static boolean isRoot(String field) {
    return field.lastIndexOf('.') == 0;
  }

  private static String parent(String field) {
    String parent = field.substring(0, field.lastIndexOf('.'));
    return parent.endsWith("[]") ? parent.substring(0, parent.length() - 2) : parent;
  }
}

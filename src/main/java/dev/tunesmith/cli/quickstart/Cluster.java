package dev.tunesmith.cli.quickstart;

import dev.tunesmith.api.v1alpha1.tunedmodel.TunedModel;
import dev.tunesmith.api.v1alpha1.tuningjob.TuningJob;
import dev.tunesmith.app.ExitCode;
import dev.tunesmith.cli.manifest.Manifest;
import dev.tunesmith.cli.manifest.ManifestCheck;
import dev.tunesmith.cli.manifest.ValidationError;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.StatusCause;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the quickstart does on its API server: the CRD, checks, manifests. */
final class Cluster {
  private static final int PATIENCE_SECONDS = 60;

  /** A Secret. */
  private static final String KEY = "quickstart-gemini-key";

  private static final String KEY_IN_BASE64 = "ZW11bGF0b3I=";

  private final Server server;
  private final KubernetesClient client;
  private final String namespace;

  /** In one namespace. */
  Cluster(Server server, String namespace) {
    this.server = server;
    this.client = server.client();
    this.namespace = namespace;
  }

  String namespace() {
    return namespace;
  }

  /** Installs the CRDs, and creates the namespace on an API server of the quickstart's own. */
  void prepare(List<CustomResourceDefinition> crds) {
    crds.forEach(crd -> client.resource(crd).createOr(existing -> existing.update()));
    if (server.kind() == Server.Kind.MOCK) {
      return; // it establishes nothing, and takes any namespace
    }
    for (CustomResourceDefinition crd : crds) {
      client
          .apiextensions()
          .v1()
          .customResourceDefinitions()
          .withName(crd.getMetadata().getName())
          .waitUntilCondition(Cluster::isEstablished, PATIENCE_SECONDS, TimeUnit.SECONDS);
    }
    if (server.embedded() && client.namespaces().withName(namespace).get() == null) {
      client
          .resource(
              new NamespaceBuilder().withNewMetadata().withName(namespace).endMetadata().build())
          .create();
    }
  }

  /** A CRD that was created just now has a status without conditions. */
  static boolean isEstablished(@Nullable CustomResourceDefinition crd) {
    return crd != null
        && crd.getStatus() != null
        && crd.getStatus().getConditions() != null
        && crd.getStatus().getConditions().stream()
            .anyMatch(
                condition ->
                    "Established".equals(condition.getType())
                        && "True".equals(condition.getStatus()));
  }

  /**
   * An operator in the cluster would send the same manifests to the real service, and this one
   * would get other people's.
   *
   * @param ours the manifests, each {@code Kind/name}
   * @param billed whether jobs run on the real service: then resources of ours may be there already
   * @param besideOperator the user said that a deployed operator is all right
   */
  void refuseCompany(Set<String> ours, boolean billed, boolean besideOperator)
      throws QuickstartException {
    if (!besideOperator) {
      List<String> operators =
          client
              .apps()
              .deployments()
              .inAnyNamespace()
              .withLabel("app.kubernetes.io/name", "tunesmith")
              .list()
              .getItems()
              .stream()
              .map(each -> each.getMetadata().getNamespace() + "/" + each.getMetadata().getName())
              .toList();
      if (!operators.isEmpty()) {
        throw new QuickstartException(
            ExitCode.FAILED,
            "An operator is deployed here ("
                + String.join(", ", operators)
                + "): it would run the same resources, perhaps on the real service, which bills."
                + " Where it does not watch namespace "
                + namespace
                + ", add "
                + QuickstartFlags.BESIDE);
      }
    }
    List<String> others =
        Stream.of(TuningJob.class, TunedModel.class)
            .flatMap(
                kind -> client.resources(kind).inNamespace(namespace).list().getItems().stream())
            .map(each -> each.getKind() + "/" + each.getMetadata().getName())
            .filter(key -> !billed || !ours.contains(key))
            .toList();
    if (!others.isEmpty()) {
      throw new QuickstartException(
          ExitCode.FAILED,
          "Namespace "
              + namespace
              + " has resources already ("
              + String.join(", ", others)
              + "), and the quickstart's operator would take them over: choose an empty one with"
              + " --namespace");
    }
  }

  /** Asks the server what it would refuse; the mock server would keep what it is asked about. */
  List<ValidationError> refusals(List<Manifest> manifests) {
    List<ValidationError> errors = new ArrayList<>();
    if (server.kind() == Server.Kind.MOCK) {
      return errors;
    }
    for (Manifest manifest : manifests) {
      try {
        apply(manifest, true);
      } catch (KubernetesClientException e) {
        errors.addAll(refusal(manifest, e));
      }
    }
    return errors;
  }

  static List<ValidationError> refusal(Manifest manifest, KubernetesClientException e) {
    List<StatusCause> causes =
        Optional.ofNullable(e.getStatus())
            .map(status -> status.getDetails())
            .map(details -> details.getCauses())
            .orElse(List.of());
    if (causes.isEmpty()) {
      String said = e.getStatus() == null ? e.getMessage() : e.getStatus().getMessage();
      return List.of(manifest.error("the API server refuses it: " + said));
    }
    return causes.stream()
        .map(
            cause ->
                manifest.error(
                    Optional.ofNullable(cause.getField()).orElse(""),
                    cause.getField() + ": " + cause.getMessage()))
        .toList();
  }

  /** Applies them; TunedModels, which run on the emulator alone, with a key that any key is. */
  void apply(List<Manifest> manifests) {
    if (manifests.stream().anyMatch(Cluster::needsKey)) {
      client
          .resource(
              new SecretBuilder()
                  .withNewMetadata()
                  .withName(KEY)
                  .withNamespace(namespace)
                  .endMetadata()
                  .addToData("key", KEY_IN_BASE64)
                  .build())
          .createOr(existing -> existing.update());
    }
    manifests.forEach(manifest -> apply(manifest, false));
  }

  private static boolean needsKey(Manifest manifest) {
    return manifest.kind().equals(ManifestCheck.TUNED_MODEL)
        && manifest.content().path("spec").path("apiKeySecretRef").isMissingNode();
  }

  /** Creates it; of one that is there, only the spec changes. */
  private void apply(Manifest manifest, boolean dryRun) {
    GenericKubernetesResource wanted = manifest.resource();
    wanted.getMetadata().setNamespace(namespace);
    if (needsKey(manifest)
        && wanted.getAdditionalProperties().get("spec") instanceof Map<?, ?> all) {
      Map<Object, Object> spec = new HashMap<>(all);
      spec.put("apiKeySecretRef", Map.of("name", KEY, "key", "key"));
      wanted.setAdditionalProperty("spec", spec);
    }
    Resource<GenericKubernetesResource> resource = client.resource(wanted);
    if (resource.get() == null) {
      resource.dryRun(dryRun).create();
    } else {
      Object spec = wanted.getAdditionalProperties().get("spec");
      resource
          .dryRun(dryRun)
          .edit(
              existing -> {
                existing.setAdditionalProperty("spec", spec);
                return existing;
              });
    }
  }

  /** Deletes resources and waits until the operator has removed their finalizers. */
  void delete(List<Manifest> manifests) {
    for (Manifest manifest : manifests) {
      client.resource(manifest.resource()).inNamespace(namespace).delete();
    }
    for (Manifest manifest : manifests) {
      client
          .resource(manifest.resource())
          .inNamespace(namespace)
          .waitUntilCondition(Objects::isNull, PATIENCE_SECONDS, TimeUnit.SECONDS);
    }
    if (manifests.stream().anyMatch(Cluster::needsKey)) {
      client.secrets().inNamespace(namespace).withName(KEY).delete();
    }
  }
}

package dev.tunesmith.cli.gemini;

import dev.tunesmith.api.v1alpha1.tunedmodel.ModelStatus;
import dev.tunesmith.api.v1alpha1.tunedmodel.TunedModel;
import dev.tunesmith.api.v1alpha1.tuningjob.JobStatus;
import dev.tunesmith.api.v1alpha1.tuningjob.TuningJob;
import dev.tunesmith.app.ExitCode;
import dev.tunesmith.app.Kubeconfig;
import dev.tunesmith.app.StartException;
import dev.tunesmith.app.Unreachable;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where resources are: a mixin. */
final class ClusterFlags {
  @Option(
      names = "--kubeconfig",
      paramLabel = "FILE",
      description =
          "For the name of a resource: the cluster's kubeconfig. Default: $KUBECONFIG, or"
              + " ~/.kube/config")
  private @Nullable Path kubeconfig;

  @Option(
      names = {"-n", "--namespace"},
      paramLabel = "NAME",
      description = "The resource's namespace. Default: that of the kubeconfig's context")
  private @Nullable String namespace;

  /**
   * The model or endpoint of a resource, as its status names it.
   *
   * @throws StartException with what to do, where there is none
   */
  Target resolve(Target.Resource resource, Map<String, String> environment) throws StartException {
    return with(
        environment,
        (client, in) -> {
          TuningJob job = find(client, in, resource, Target.Kind.TUNING_JOB, TuningJob.class);
          TunedModel model = find(client, in, resource, Target.Kind.TUNED_MODEL, TunedModel.class);
          if (job != null && model != null) {
            throw new StartException(
                ExitCode.USAGE,
                "There are a TuningJob and a TunedModel named %s in namespace %s: write tuningjob/%s"
                        .formatted(resource.name(), in, resource.name())
                    + " or tunedmodel/"
                    + resource.name());
          }
          return job != null ? endpoint(in, job) : model(in, required(in, resource, model));
        });
  }

  /** A TunedModel, as the cluster has it. */
  TunedModel tunedModel(Target.Resource resource, Map<String, String> environment)
      throws StartException {
    return with(
        environment,
        (client, in) ->
            required(
                in,
                resource,
                find(client, in, resource, Target.Kind.TUNED_MODEL, TunedModel.class)));
  }

  private interface Lookup<T> {
    T in(KubernetesClient client, String namespace) throws StartException;
  }

  private <T> T with(Map<String, String> environment, Lookup<T> lookup) throws StartException {
    Config config = Kubeconfig.find(kubeconfig, environment);
    try (KubernetesClient client = new KubernetesClientBuilder().withConfig(config).build()) {
      String fallback = Objects.requireNonNullElse(config.getNamespace(), "default");
      return lookup.in(client, Objects.requireNonNullElse(namespace, fallback));
    } catch (KubernetesClientException e) {
      throw new StartException(ExitCode.NO_CLUSTER, Unreachable.message(e, config));
    }
  }

  private static <R extends HasMetadata> @Nullable R find(
      KubernetesClient client,
      String in,
      Target.Resource resource,
      Target.Kind kind,
      Class<R> type) {
    if (resource.kind() != null && resource.kind() != kind) {
      return null;
    }
    try {
      return client.resources(type).inNamespace(in).withName(resource.name()).get();
    } catch (KubernetesClientException e) {
      // Without the kind's CRD there is none of its resources.
      if (e.getCode() == HttpURLConnection.HTTP_NOT_FOUND) {
        return null;
      }
      throw e;
    }
  }

  private static <R> R required(String in, Target.Resource resource, @Nullable R found)
      throws StartException {
    if (found == null) {
      throw new StartException(
          ExitCode.FAILED,
          "There is no %s named %s in namespace %s; name another namespace with --namespace"
              .formatted(
                  resource.kind() == null
                      ? "TuningJob or TunedModel"
                      : resource.kind() == Target.Kind.TUNING_JOB ? "TuningJob" : "TunedModel",
                  resource.name(),
                  in));
    }
    return found;
  }

  private static Target endpoint(String in, TuningJob job) throws StartException {
    Optional<JobStatus> shown = Optional.ofNullable(job.getStatus()).map(status -> status.job());
    String endpoint = shown.map(JobStatus::tunedModel).map(model -> model.endpoint()).orElse(null);
    if (endpoint == null || !(Target.of(endpoint) instanceof Target.Endpoint target)) {
      throw unnamed("TuningJob", in, job, shown.map(JobStatus::state).orElse(null), "endpoint");
    }
    return target;
  }

  private static Target model(String in, TunedModel model) throws StartException {
    Optional<ModelStatus> shown =
        Optional.ofNullable(model.getStatus()).map(status -> status.model());
    String name = shown.map(ModelStatus::name).orElse(null);
    if (name == null || !(Target.of(name) instanceof Target.Model target)) {
      throw unnamed("TunedModel", in, model, shown.map(ModelStatus::state).orElse(null), "model");
    }
    String endpoint = model.getSpec() == null ? null : model.getSpec().endpoint();
    return new Target.Model(target.name(), endpoint == null ? null : URI.create(endpoint));
  }

  private static StartException unnamed(
      String kind, String in, HasMetadata resource, @Nullable String state, String what) {
    return new StartException(
        ExitCode.FAILED,
        "The %s %s in namespace %s has no %s to ask%s; kubectl describe %s says why"
            .formatted(
                kind,
                resource.getMetadata().getName(),
                in,
                what,
                state == null ? "" : " (" + Output.line(state) + ")",
                kind.toLowerCase(Locale.ROOT) + "/" + resource.getMetadata().getName()));
  }
}

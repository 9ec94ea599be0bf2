import dev.tunesmith.emulator.Emulator;
import dev.tunesmith.emulator.EmulatorOptions;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceList;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.server.mock.KubernetesMixedDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import io.fabric8.mockwebserver.ServerRequest;
import io.fabric8.mockwebserver.ServerResponse;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;

/**
 * What an operator needs around it while its AOT cache is recorded: a mock API server with TLS, an
 * emulator of Vertex AI, and the samples. Run as a source file by {@code assemble}; no part of the
 * product.
 *
 * <p>Arguments: the CRDs' folder, the samples' folder, the folder to write {@code kubeconfig},
 * {@code endpoint} and {@code rest-endpoint} to. It writes {@code done} there when all jobs have
 * succeeded, and runs until it is killed.
 */
final class TrainingCluster {
  private static final ResourceDefinitionContext JOBS =
      new ResourceDefinitionContext.Builder()
          .withGroup("tunesmith.dev")
          .withVersion("v1alpha1")
          .withKind("TuningJob")
          .withPlural("tuningjobs")
          .withNamespaced(true)
          .build();

  public static void main(String[] args) throws Exception {
    Path out = Path.of(args[2]);
    Map<ServerRequest, Queue<ServerResponse>> none = new HashMap<>();
    KubernetesMockServer server =
        new KubernetesMockServer(
            new Context(), new MockWebServer(), none, new KubernetesMixedDispatcher(none), true);
    server.init();
    Emulator emulator =
        Emulator.start(
            EmulatorOptions.defaults().withSpeed(20).withAnyBaseModel(), Clock.systemUTC());
    Files.writeString(out.resolve("endpoint"), "127.0.0.1:" + emulator.grpcPort());
    Files.writeString(out.resolve("rest-endpoint"), "127.0.0.1:" + emulator.httpPort());
    try (KubernetesClient client = server.createClient()) {
      try (DirectoryStream<Path> crds = Files.newDirectoryStream(Path.of(args[0]))) {
        for (Path crd : crds) {
          client.load(Files.newInputStream(crd)).create();
        }
      }
      int jobs = 0;
      try (DirectoryStream<Path> samples = Files.newDirectoryStream(Path.of(args[1]), "*.yaml")) {
        for (Path sample : samples) {
          GenericKubernetesResource job =
              Serialization.unmarshal(Files.readString(sample), GenericKubernetesResource.class);
          client.genericKubernetesResources(JOBS).inNamespace("default").resource(job).create();
          jobs++;
        }
      }
      Files.writeString(out.resolve("kubeconfig"), kubeconfig(client.getMasterUrl().toString()));
      while (complete(client) < jobs) {
        Thread.sleep(200);
      }
      Files.writeString(out.resolve("done"), jobs + " jobs");
      Thread.sleep(Long.MAX_VALUE);
    }
  }

  private static long complete(KubernetesClient client) {
    GenericKubernetesResourceList all =
        client.genericKubernetesResources(JOBS).inNamespace("default").list();
    return all.getItems().stream()
        .filter(job -> String.valueOf(job.getAdditionalProperties()).contains("type=Complete"))
        .count();
  }

  private static String kubeconfig(String server) {
    return """
    apiVersion: v1
    kind: Config
    current-context: training
    clusters: [{name: training, cluster: {server: "%s", insecure-skip-tls-verify: true}}]
    users: [{name: training, user: {token: none}}]
    contexts: [{name: training, context: {cluster: training, user: training, namespace: default}}]
    """
        .formatted(server);
  }
}

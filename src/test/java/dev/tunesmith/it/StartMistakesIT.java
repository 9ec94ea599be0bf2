package dev.tunesmith.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tunesmith.support.apiserver.ApiServer;
import dev.tunesmith.support.apiserver.KubeApiServer;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The message of a process that cannot work, and its exit code, which Kubernetes shows. */
@KubeApiServer
@DisplayName("tunesmith operator says what is wrong and exits with a code for it:")
class StartMistakesIT {
  private static final List<String> NO_VERTEX =
      List.of(
          "--vertex-endpoint=127.0.0.1:1",
          "--vertex-plaintext",
          "--vertex-credentials=none",
          "--leader-elect=false",
          "--http-port=0");

  @TempDir private Path folder;

  private static void ends(
      int code, String message, Map<String, String> environment, List<String> args)
      throws InterruptedException {
    try (OperatorJvm operator = OperatorJvm.start(environment, args)) {
      assertThat(operator.exitCode()).as(operator.log()).isEqualTo(code);
      assertThat(operator.log()).contains(message).doesNotContain("\tat ");
    }
  }

  private static List<String> with(String... args) {
    List<String> all = new ArrayList<>(NO_VERTEX);
    all.addAll(List.of(args));
    return all;
  }

  private Path kubeconfig(String url) throws IOException {
    return Files.writeString(
        folder.resolve("config"),
        """
        apiVersion: v1
        kind: Config
        current-context: it
        contexts: [{name: it, context: {cluster: it, user: it}}]
        clusters: [{name: it, cluster: {server: "%s"}}]
        users: [{name: it, user: {token: none}}]
        """
            .formatted(url));
  }

  @Test
  @DisplayName("2, every error in the options")
  void options() throws InterruptedException {
    try (OperatorJvm operator =
        OperatorJvm.start(
            Map.of("TUNESMITH_POLL_INTERVAL", "often"),
            with("--project=Not A Project", "--location=global"))) {
      assertThat(operator.exitCode()).isEqualTo(2);
      assertThat(operator.log()).contains("--project", "--location", "--poll-interval");
    }
  }

  @Test
  @DisplayName("3, no API server at the kubeconfig's address")
  void noCluster() throws Exception {
    int closed;
    try (ServerSocket socket = new ServerSocket(0)) {
      closed = socket.getLocalPort();
    }
    String config = "--kubeconfig=" + kubeconfig("http://127.0.0.1:" + closed);
    ends(3, "127.0.0.1:" + closed + "/ cannot be reached", Map.of(), with(config));
  }

  @Test
  @DisplayName("10, the kubeconfig is empty")
  void emptyKubeconfig() throws Exception {
    Path empty = Files.writeString(folder.resolve("empty"), "");
    ends(10, "is empty; give the kubeconfig", Map.of(), with("--kubeconfig=" + empty));
  }

  @Test
  @DisplayName("4, the CRD of TuningJob is missing")
  void crd() throws Exception {
    // Not the shared API server, whose CRD other tests need.
    KubernetesMockServer cluster =
        new KubernetesMockServer(
            new Context(),
            new MockWebServer(),
            new HashMap<>(),
            new KubernetesCrudDispatcher(),
            false);
    cluster.init();
    try (KubernetesClient client = cluster.createClient()) {
      String config = "--kubeconfig=" + kubeconfig(client.getMasterUrl().toString());
      ends(4, "tuningjobs.tunesmith.dev is not installed", Map.of(), with(config));
    } finally {
      cluster.destroy();
    }
  }

  @Test
  @DisplayName("5, no Google Cloud credentials")
  void noCredentials(ApiServer server) throws InterruptedException {
    ends(
        5,
        "no Google Cloud credentials",
        Map.of("GOOGLE_APPLICATION_CREDENTIALS", folder.resolve("missing.json").toString()),
        List.of(
            "--kubeconfig=" + OperatorJvm.signIn(server),
            "--project=local-project",
            "--leader-elect=false",
            "--http-port=0"));
  }
}

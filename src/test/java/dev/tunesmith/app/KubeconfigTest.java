package dev.tunesmith.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tunesmith.OperatorMain;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("A kubeconfig")
class KubeconfigTest {
  private static final String GOOD =
      """
      apiVersion: v1
      kind: Config
      current-context: here
      contexts: [{name: here, context: {cluster: c, user: u, namespace: team-a}}]
      clusters: [{name: c, cluster: {server: "https://127.0.0.1:1"}}]
      users: [{name: u, user: {token: secret}}]
      """;

  @TempDir private Path folder;

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("config"), text);
  }

  static List<Arguments> wrong() {
    return List.of(
        Arguments.of("", " is empty; give the kubeconfig of a cluster"),
        Arguments.of("# nothing\n", " is empty; "),
        Arguments.of("{}", " is not a kubeconfig: it has no contexts"),
        Arguments.of("some text", " is not a kubeconfig: it is not YAML with clusters"),
        Arguments.of("a: [", " is not a kubeconfig: "),
        Arguments.of("[1, 2]", " is not a kubeconfig: "),
        Arguments.of("größe", " is not a text in UTF-8"),
        Arguments.of(
            GOOD.replace("current-context: here", ""),
            " has no current-context; choose one of its contexts (here): kubectl --kubeconfig"),
        Arguments.of(
            GOOD.replace("current-context: here", "current-context: there"),
            " has no context 'there', which is its current-context; choose one"),
        Arguments.of(
            GOOD.replace("cluster: c,", "cluster: d,"),
            " has no cluster 'd', which its context names"),
        Arguments.of(
            GOOD.replace("server:", "sever:"),
            " has no `server` such as https://HOST:PORT for the cluster 'c', but ''; give"),
        Arguments.of(
            GOOD.replace("https://127.0.0.1:1", "htp:/x y"),
            " has no `server` such as https://HOST:PORT for the cluster 'c', but 'htp:/x y'"),
        Arguments.of(GOOD.replace("https://127.0.0.1:1", "https://"), " has no `server` such as"),
        Arguments.of(
            GOOD.replace(
                "token: secret",
                "exec: {apiVersion: client.authentication.k8s.io/v1, command: no-such-plugin}"),
            ": its plugin 'no-such-plugin' returned no credentials; install it"));
  }

  @ParameterizedTest
  @MethodSource("wrong")
  @DisplayName("that names no cluster is refused in one line, alike by option and by variable")
  void refused(String text, String what) throws IOException {
    Path file = Files.write(folder.resolve("config"), bytes(text));
    StartException refusal = refusal(() -> Kubeconfig.read(file));
    assertThat(refusal.exitCode()).isEqualTo(ExitCode.KUBECONFIG);
    assertThat(refusal).hasMessageStartingWith("--kubeconfig: '" + file + "'" + what);
    assertThat(refusal).message().doesNotContain("\n", "java.", "io.fabric8");
    assertThat(refusal(() -> Kubeconfig.find(null, Map.of("KUBECONFIG", file.toString()))))
        .hasMessageStartingWith("KUBECONFIG: '" + file + "'" + what);
  }

  /** Latin-1 where it makes a difference. */
  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static StartException refusal(ThrowingCallable reading) {
    return catchThrowableOfType(StartException.class, reading);
  }

  @Test
  @DisplayName("that is missing or a folder is refused in the same words by every command")
  void everyCommand() {
    for (String path : List.of("/nowhere/config", folder.toString())) {
      String what = path.equals("/nowhere/config") ? "does not exist" : "is a folder";
      StringWriter err = new StringWriter();
      int exitCode =
          OperatorMain.commandLine(Map.of())
              .setErr(new PrintWriter(err, true))
              .execute("quickstart", "--kubeconfig=" + path);
      assertThat(exitCode).isEqualTo(10);
      assertThat(err.toString())
          .isEqualToIgnoringNewLines(
              "--kubeconfig: '%s' %s; give the kubeconfig of a cluster".formatted(path, what));
      assertThat(refusal(() -> Kubeconfig.find(Path.of(path), Map.of())))
          .hasMessage(err.toString().strip());
      assertThat(OperatorMain.commandLine(Map.of()).execute("operator", "--kubeconfig=" + path))
          .isEqualTo(10);
    }
  }

  @Test
  @DisplayName("that nothing names, outside of a pod, is asked for")
  void none() {
    System.setProperty(Config.KUBERNETES_KUBECONFIG_FILE, folder.resolve("none").toString());
    try {
      StartException refusal = refusal(() -> Kubeconfig.find(null, Map.of()));
      assertThat(refusal.exitCode()).isEqualTo(ExitCode.NO_CLUSTER);
      assertThat(refusal).hasMessageContaining("is not a pod; give --kubeconfig=FILE");
    } finally {
      System.clearProperty(Config.KUBERNETES_KUBECONFIG_FILE);
    }
  }

  @Test
  @DisplayName("is read with its namespace and credentials")
  void read() throws Exception {
    Config config = Kubeconfig.find(file(GOOD), Map.of());
    assertThat(config.getMasterUrl()).isEqualTo("https://127.0.0.1:1/");
    assertThat(config.getNamespace()).isEqualTo("team-a");
    assertThat(config.getCurrentContext().getName()).isEqualTo("here");
  }

  @Test
  @DisplayName("whose certificates are missing is refused where a client is made")
  void certificates() throws Exception {
    Path file =
        file(GOOD.replace("1:1\"", "1:1\", certificate-authority: " + folder.resolve("ca.crt")));
    assertThat(OperatorMain.commandLine(Map.of()).execute("operator", "--kubeconfig=" + file))
        .isEqualTo(10);
    StringWriter err = new StringWriter();
    assertThat(
            OperatorMain.commandLine(Map.of())
                .setErr(new PrintWriter(err, true))
                .execute("quickstart", "--kubeconfig=" + file))
        .isEqualTo(10);
    assertThat(err.toString())
        .startsWith("the certificates or keys of the kubeconfig cannot be used (there is no file ")
        .hasLineCount(1);
  }

  @Test
  @DisplayName("that is right, and whose API server does not answer, is named with what to check")
  void unreachable() throws Exception {
    int closed;
    try (ServerSocket socket = new ServerSocket(0)) {
      closed = socket.getLocalPort();
    }
    assertThat(failure("http://127.0.0.1:" + closed))
        .isEqualTo(
            "the Kubernetes API server at http://127.0.0.1:%d/ cannot be reached: nothing accepts"
                    .formatted(closed)
                + " connections there; check context here of the kubeconfig");
    assertThat(failure("http://nowhere.invalid"))
        .contains("cannot be reached: the name of its host cannot be resolved; check context here");
  }

  private String failure(String server) throws Exception {
    Config config = Kubeconfig.read(file(GOOD.replace("https://127.0.0.1:1", server)));
    config.setRequestRetryBackoffLimit(0);
    try (KubernetesClient client = new KubernetesClientBuilder().withConfig(config).build()) {
      return Unreachable.message(
          catchThrowableOfType(KubernetesClientException.class, () -> client.raw("/version")),
          config);
    }
  }
}

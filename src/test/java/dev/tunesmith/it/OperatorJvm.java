package dev.tunesmith.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tunesmith.support.TunesmithJvm;
import dev.tunesmith.support.apiserver.ApiServer;
import dev.tunesmith.support.apiserver.Kubectl;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * {@code tunesmith operator} as a process of its own, from the jar, or as it is in the image:
 * {@code -Dtunesmith.operator=target/image/app}. It signs in with a token of the chart's service
 * account.
 */
public final class OperatorJvm implements AutoCloseable {
  private static final Pattern PORT = Pattern.compile("; port ([0-9]+)");
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Path FOLDER = Path.of("target", "operator-logs");

  private static final String SYSTEM_LEASE = "--lease-namespace=tunesmith-system";

  private final Process process;
  private final Path log;

  private OperatorJvm(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /**
   * Installs what the operator's pod would find: its account and exactly its roles.
   *
   * @return a kubeconfig that signs in as the account, with a token as a pod has it
   */
  public static Path signIn(ApiServer server) {
    for (String file : List.of("namespace", "serviceaccount", "rbac")) {
      server.kubectl("tunesmith-system").run("apply", "-f", "deploy/" + file + ".yaml").output();
    }
    return signIn(server, "tunesmith-system", "tunesmith");
  }

  /**
   * The same, with a lease in a test's own namespace: tests that run at the same time have one
   * each.
   *
   * @param namespace the lease's, with the role that the operator has in its own namespace
   */
  public static Path signIn(ApiServer server, String namespace) {
    Path kubeconfig = signIn(server);
    try (InputStream rbac = Files.newInputStream(Path.of("deploy", "rbac.yaml"))) {
      for (HasMetadata object : server.admin().load(rbac).items()) {
        if (object.getMetadata().getName().equals("tunesmith-leader-election")) {
          object.getMetadata().setNamespace(namespace);
          server.admin().resource(object).createOr(existing -> existing.update());
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return kubeconfig;
  }

  /**
   * Signs in as a service account that is there, with whatever roles it has.
   *
   * @return a kubeconfig that signs in as the account, with a token as a pod has it
   */
  public static Path signIn(ApiServer server, String namespace, String account) {
    String token = server.kubectl(namespace).run("create", "token", account).output().strip();
    try {
      Path own =
          Files.copy(
              server.kubeconfig(), Files.createTempDirectory(folder(), "user").resolve("config"));
      Kubectl config = new Kubectl(server.kubectlProgram(), own, "default");
      config.run("config", "set-credentials", "operator", "--token=" + token).output();
      config.run("config", "set-context", "--current", "--user=operator").output();
      return own;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Starts a process.
   *
   * @param args after {@code operator}
   * @return the process, which may not have come far yet
   */
  public static OperatorJvm start(Map<String, String> environment, List<String> args) {
    return start(program(), environment, args);
  }

  /** The same with {@code java -jar}. */
  public static OperatorJvm startJar(Path jar, List<String> args) {
    return start(List.of(java(), "-jar", jar.toString()), Map.of(), args);
  }

  private static OperatorJvm start(
      List<String> program, Map<String, String> environment, List<String> args) {
    List<String> command = new ArrayList<>(program);
    command.addAll(List.of("operator", "--log-format=text"));
    command.addAll(args);
    try {
      Path log = Files.createTempFile(folder(), "operator-", ".log");
      ProcessBuilder builder =
          new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
      builder.environment().putAll(environment);
      return new OperatorJvm(builder.start(), log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> program() {
    String packaged = System.getProperty("tunesmith.operator");
    if (packaged != null) {
      Path app = Path.of(packaged).toAbsolutePath();
      return List.of(
          app.resolve("java/bin/java").toString(),
          "@" + app.resolve("java.options"),
          "-XX:AOTCache=" + app.resolve("tunesmith.aot"),
          // It ends at once where the cache does not fit, instead of starting slowly.
          "-XX:AOTMode=on",
          "-jar",
          app.resolve("tunesmith.jar").toString());
    }
    return TunesmithJvm.command();
  }

  private static String java() {
    return ProcessHandle.current().info().command().orElseThrow();
  }

  /**
   * Options for an emulator: quick polls, short graces, any free port.
   *
   * @param kubeconfig who signs in
   * @param grpcPort the emulator's
   * @param namespace the one namespace that is watched, and the lease's
   */
  public static List<String> options(Path kubeconfig, int grpcPort, String namespace) {
    List<String> options = new ArrayList<>(options(kubeconfig, grpcPort));
    options.remove(SYSTEM_LEASE);
    options.add("--lease-namespace=" + namespace);
    options.add("--watch-namespaces=" + namespace);
    return options;
  }

  /**
   * The same for all namespaces.
   *
   * @param kubeconfig who signs in
   * @param grpcPort the emulator's
   */
  public static List<String> options(Path kubeconfig, int grpcPort) {
    return List.of(
        "--kubeconfig=" + kubeconfig,
        "--project=local-project",
        "--vertex-endpoint=127.0.0.1:" + grpcPort,
        "--vertex-plaintext",
        "--vertex-credentials=none",
        SYSTEM_LEASE,
        "--http-port=0",
        "--poll-interval=500ms",
        "--max-calls-per-minute=100000",
        "--create-deadline=8s",
        "--call-deadline=4s",
        "--create-grace=19s",
        "--shutdown-timeout=20s");
  }

  private static Path folder() throws IOException {
    return Files.createDirectories(FOLDER).toAbsolutePath();
  }

  /** Waits until it listens and /readyz says so. */
  public void awaitReady() {
    KubectlUser.awaitThat(
        "/readyz",
        () -> {
          assertThat(process.isAlive()).as(this::log).isTrue();
          assertThat(status("/readyz")).isEqualTo(200);
        });
  }

  /** Waits until it has begun to work on a resource. */
  public void awaitWork() {
    KubectlUser.awaitThat(
        "the first reconciliation",
        () -> {
          assertThat(process.isAlive()).as(this::log).isTrue();
          assertThat(log()).contains("First reconciliation");
        });
  }

  /**
   * What {@code /readyz} says.
   *
   * @return status code and reason
   */
  public String readiness() {
    HttpResponse<String> answer = fetch("/readyz");
    return answer.statusCode() + " " + answer.body().strip();
  }

  /** The metrics. */
  public String metrics() {
    return fetch("/metrics").body();
  }

  /** Whether this replica says that it leads. */
  public boolean leads() {
    return metrics().lines().anyMatch(line -> line.matches("tunesmith_leader 1(\\.0)?"));
  }

  /** SIGTERM, as the kubelet sends it. */
  public void terminate() {
    process.destroy();
  }

  /** SIGKILL. */
  public void kill() throws InterruptedException {
    process.destroyForcibly();
    assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
  }

  /** SIGSTOP: nothing in it runs, while its time goes on. */
  public void freeze() throws InterruptedException {
    signal("-STOP");
  }

  /** SIGCONT. */
  public void thaw() throws InterruptedException {
    signal("-CONT");
  }

  private void signal(String signal) throws InterruptedException {
    try {
      Process kill = new ProcessBuilder("kill", signal, Long.toString(pid())).inheritIO().start();
      assertThat(kill.waitFor()).as("kill " + signal).isZero();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether it has not ended. */
  public boolean isAlive() {
    return process.isAlive();
  }

  /** Lets it live for a while. */
  public boolean livesFor(Duration duration) throws InterruptedException {
    return !process.waitFor(duration.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Waits for the end. */
  public int exitCode() throws InterruptedException {
    assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).as(this::log).isTrue();
    return process.exitValue();
  }

  /** For {@code /proc}. */
  public long pid() {
    return process.pid();
  }

  /** What it wrote so far. */
  public String log() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private int status(String path) {
    return fetch(path).statusCode();
  }

  private HttpResponse<String> fetch(String path) {
    // The last one: it listens anew when it begins to work.
    MatchResult port =
        PORT.matcher(log())
            .results()
            .reduce((a, b) -> b)
            .orElseThrow(() -> new AssertionError(log()));
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port.group(1) + path))
              .timeout(Duration.ofSeconds(10))
              .build();
      return client.send(request, HttpResponse.BodyHandlers.ofString(UTF_8));
    } catch (IOException e) {
      throw new AssertionError("no answer from " + path, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}

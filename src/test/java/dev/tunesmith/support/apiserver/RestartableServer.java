package dev.tunesmith.support.apiserver;

import io.fabric8.kubeapitest.cert.CertManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.opentest4j.TestAbortedException;

/**
 * The processes of kube-apiserver and etcd, in a folder of their own below {@code target/} with
 * certificates, a kubeconfig and the audit log, and not left behind by a build that is interrupted.
 * One of them is the shared {@link KubeApiServer}. Another, {@link OwnApiServer}, tests may stop
 * and start again on the same etcd, may take the CRDs away from, and may run controllers on; each
 * leaves it running and with its CRDs.
 */
public final class RestartableServer implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final long EACH_MILLIS = 100;

  /** A port is chosen before it is used, so another process may take it. */
  private static final int STARTS = 3;

  private static final String AUDIT_POLICY =
      """
      apiVersion: audit.k8s.io/v1
      kind: Policy
      omitStages: [RequestReceived]
      rules:
      - level: Metadata
      """;

  private final Path folder;
  private final Path programs;
  private final int port;
  private final int etcdPort;
  private final CertManager certificates;
  private final ApiServer api;
  private final Thread interruption = new Thread(this::killAll, "kill-restartable-server");
  private final List<Process> children = new ArrayList<>();
  private @Nullable Process etcd;
  private @Nullable Process apiServer;

  private RestartableServer(Path folder, Path programs) throws IOException {
    this.folder = folder;
    this.programs = programs;
    this.port = freePort();
    this.etcdPort = freePort();
    this.certificates = new CertManager(folder.toString());
    certificates.createCertificatesIfNeeded();
    // All in one file: who signs in as somebody else copies it.
    Path kubeconfig =
        Files.writeString(
            folder.resolve("kubeconfig.yaml"),
            """
            apiVersion: v1
            kind: Config
            current-context: test
            contexts: [{name: test, context: {cluster: test, user: admin}}]
            clusters: [{name: test, cluster: {server: "https://127.0.0.1:%d", certificate-authority-data: %s}}]
            users: [{name: admin, user: {client-certificate-data: %s, client-key-data: %s}}]
            """
                .formatted(
                    port,
                    base64(certificates.getAPIServerCertPath()),
                    base64(certificates.getClientCertPath()),
                    base64(certificates.getClientKeyPath())));
    this.api = new ApiServer(programs, kubeconfig, folder.resolve("audit.log"));
  }

  private static String base64(String file) throws IOException {
    return Base64.getEncoder().encodeToString(Files.readAllBytes(Path.of(file)));
  }

  /**
   * Starts etcd and the API server, and installs the CRDs.
   *
   * @throws TestAbortedException when the programs are missing
   */
  public static RestartableServer start(Path crds) {
    IllegalStateException last = null;
    for (int start = 1; start <= STARTS; start++) {
      RestartableServer server = prepare();
      try {
        server.startEtcd();
        server.startApiServer();
        server.api.installCrds(crds);
        return server;
      } catch (IllegalStateException e) {
        server.close();
        last = e;
      }
    }
    throw new IllegalStateException("no API server after " + STARTS + " starts", last);
  }

  private static RestartableServer prepare() {
    try {
      Path folder =
          Files.createTempDirectory(
              Files.createDirectories(Path.of("target", "apiserver")).toAbsolutePath(), "run-");
      RestartableServer server =
          new RestartableServer(folder, ServerPrograms.provide().folder().toAbsolutePath());
      Runtime.getRuntime().addShutdownHook(server.interruption);
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The ways to it; they stay good over a restart. */
  public ApiServer api() {
    return api;
  }

  /** Removes all TuningJobs that an earlier test left behind, whatever holds them. */
  void clear() {
    Kubectl kubectl = api.kubectl("default");
    String left =
        kubectl
            .run(
                "get",
                "tuningjobs",
                "--all-namespaces",
                "-o",
                "jsonpath={range .items[*]}{.metadata.namespace} {.metadata.name}{'\\n'}{end}")
            .output();
    for (String resource : left.lines().toList()) {
      int space = resource.indexOf(' ');
      String job = "tuningjob/" + resource.substring(space + 1);
      Kubectl there = api.kubectl(resource.substring(0, space));
      there.run("delete", job, "--wait=false").output();
      Kubectl.Result unused = // gone already where nothing held it
          there.run("patch", job, "--type=merge", "-p", "{\"metadata\": {\"finalizers\": null}}");
    }
  }

  /** Installs the CRDs, anew where somebody took them away. */
  public void installCrds() {
    api.installCrds(ApiServer.CRDS);
  }

  /** Kills the API server; etcd keeps what it knows. */
  public void stopApiServer() {
    Process running = apiServer;
    if (running != null) {
      end(running);
      apiServer = null;
    }
  }

  /** Starts the API server, where it was before, and waits until it is ready. */
  public void startApiServer() {
    String apiKey = certificates.getAPIServerKeyPath();
    try {
      Path policy = Files.writeString(folder.resolve("audit-policy.yaml"), AUDIT_POLICY);
      apiServer =
          run(
              "kube-apiserver",
              "--cert-dir=" + folder,
              "--tls-cert-file=" + certificates.getAPIServerCertPath(),
              "--tls-private-key-file=" + apiKey,
              "--client-ca-file=" + certificates.getClientCertPath(),
              "--secure-port=" + port,
              "--bind-address=127.0.0.1",
              "--etcd-servers=http://127.0.0.1:" + etcdPort,
              "--authorization-mode=RBAC",
              "--service-account-issuer=https://localhost",
              "--service-account-signing-key-file=" + apiKey,
              "--service-account-key-file=" + apiKey,
              "--disable-admission-plugins=ServiceAccount",
              "--service-cluster-ip-range=10.0.0.0/24",
              "--audit-policy-file=" + policy,
              "--audit-log-path=" + api.auditLog());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    awaitReady();
  }

  /**
   * Runs kube-controller-manager with some of its controllers.
   *
   * @throws TestAbortedException where the program is missing: kube-api-test does not bring it
   */
  public AutoCloseable controllers(String... controllers) {
    if (!Files.isExecutable(programs.resolve("kube-controller-manager"))) {
      String message = "SKIPPED: this test needs kube-controller-manager in " + programs;
      System.err.println(message);
      throw new TestAbortedException(message);
    }
    Process process =
        run(
            "kube-controller-manager",
            "--kubeconfig=" + api.kubeconfig(),
            "--leader-elect=false",
            "--secure-port=0",
            "--controllers=" + String.join(",", controllers));
    return () -> end(process);
  }

  private void startEtcd() {
    String url = "http://127.0.0.1:" + etcdPort;
    etcd =
        run(
            "etcd",
            "--data-dir=" + folder.resolve("etcd"),
            "--listen-client-urls=" + url,
            "--advertise-client-urls=" + url,
            "--listen-peer-urls=http://127.0.0.1:0",
            "--unsafe-no-fsync");
  }

  private Process run(String program, String... args) {
    List<String> command = new ArrayList<>();
    command.add(programs.resolve(program).toString());
    command.addAll(List.of(args));
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(
                  ProcessBuilder.Redirect.appendTo(folder.resolve(program + ".log").toFile()))
              .start();
      synchronized (children) {
        children.add(process);
      }
      return process;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void awaitReady() {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    Kubectl kubectl = api.kubectl("default");
    while (kubectl.run("get", "--raw=/readyz").exitCode() != 0
        || kubectl.run("get", "namespace/default").exitCode() != 0) {
      if (System.nanoTime() > deadline || !alive()) {
        throw new IllegalStateException("no API server; its log is in " + folder);
      }
      pause();
    }
  }

  private boolean alive() {
    return Stream.of(etcd, apiServer).allMatch(process -> process != null && process.isAlive());
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(EACH_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private static void end(Process process) {
    process.destroyForcibly();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void killAll() {
    synchronized (children) {
      children.forEach(Process::destroyForcibly);
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @Override
  public void close() {
    Runtime.getRuntime().removeShutdownHook(interruption);
    api.close();
    killAll();
  }
}

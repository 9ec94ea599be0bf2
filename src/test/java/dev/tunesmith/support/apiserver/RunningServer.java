package dev.tunesmith.support.apiserver;

import io.fabric8.kubeapitest.KubeAPIServer;
import io.fabric8.kubeapitest.KubeAPIServerConfig;
import io.fabric8.kubeapitest.KubeAPIServerConfigBuilder;
import io.fabric8.kubeapitest.KubeAPITestException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import org.opentest4j.TestAbortedException;

/**
 * The processes of kube-apiserver and etcd, in a folder of their own below {@code target/}: with
 * certificates of their own (kube-api-test makes them once per folder, never renews them, and two
 * processes that make them at once spoil them), a kubeconfig and the audit log.
 */
final class RunningServer implements AutoCloseable {
  /** Generous, since a build may share its cores; a start takes five to eight seconds alone. */
  private static final int STARTUP_TIMEOUT_MILLIS = 120_000;

  /** kube-api-test looks for a free port before it uses it, so another process may take it. */
  private static final int STARTS = 3;

  private static final String AUDIT_POLICY =
      """
      apiVersion: audit.k8s.io/v1
      kind: Policy
      omitStages: [RequestReceived]
      rules:
      - level: Metadata
      """;

  private final KubeAPIServer processes;
  private final ApiServer api;
  private final AtomicBoolean closed = new AtomicBoolean();
  private final Thread interruption = new Thread(this::stopProcesses, "stop-api-server");

  private RunningServer(KubeAPIServer processes, ApiServer api) {
    this.processes = processes;
    this.api = api;
  }

  /**
   * Starts the processes and installs the CRDs.
   *
   * @return the running server
   * @throws TestAbortedException when the programs are missing
   */
  static RunningServer start() {
    try {
      ServerPrograms programs = ServerPrograms.provide();
      Path folder =
          Files.createTempDirectory(
              Files.createDirectories(Path.of("target", "apiserver")).toAbsolutePath(), "run-");
      Files.createSymbolicLink(
          folder.resolve("k8s"), ServerPrograms.root().resolve("k8s").toAbsolutePath());
      Path auditLog = folder.resolve("audit.log");
      KubeAPIServer processes = startProcesses(config(folder, programs, auditLog));
      Path kubeconfig = folder.resolve("kubeconfig.yaml");
      Files.writeString(kubeconfig, processes.getKubeConfigYaml());
      var server =
          new RunningServer(processes, new ApiServer(programs.folder(), kubeconfig, auditLog));
      server.prepare();
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  ApiServer api() {
    return api;
  }

  @Override
  public void close() {
    Runtime.getRuntime().removeShutdownHook(interruption);
    api.close();
    stopProcesses();
  }

  private void prepare() {
    // An interrupted build closes no store.
    Runtime.getRuntime().addShutdownHook(interruption);
    try {
      api.installCrds(Path.of("crds"));
    } catch (RuntimeException | AssertionError e) {
      close();
      throw e;
    }
  }

  private void stopProcesses() {
    if (closed.compareAndSet(false, true)) {
      processes.stop();
    }
  }

  private static KubeAPIServerConfig config(Path folder, ServerPrograms programs, Path auditLog)
      throws IOException {
    Path policy = Files.writeString(folder.resolve("audit-policy.yaml"), AUDIT_POLICY);
    // Each of these has an environment variable; three of them make the builder throw when it
    // reads them, so none is left for it to read.
    return KubeAPIServerConfigBuilder.anAPIServerConfig()
        .withTestDir(folder.toString())
        .withApiServerVersion(programs.version())
        .withOfflineMode(true)
        .withWaitForEtcdHealthCheckOnStartup(true)
        .withStartupTimeout(STARTUP_TIMEOUT_MILLIS)
        .withUpdateKubeConfig(false)
        .withApiServerFlag("--audit-policy-file", policy.toString())
        .withApiServerFlag("--audit-log-path", auditLog.toString())
        .build();
  }

  private static KubeAPIServer startProcesses(KubeAPIServerConfig config) {
    KubeAPITestException last = null;
    for (int start = 1; start <= STARTS; start++) {
      var processes = new KubeAPIServer(config);
      try {
        processes.start();
        return processes;
      } catch (KubeAPITestException e) {
        stopHalfStarted(processes, e);
        last = e;
      }
    }
    throw new IllegalStateException("no API server after " + STARTS + " starts", last);
  }

  private static void stopHalfStarted(KubeAPIServer processes, KubeAPITestException cause) {
    try {
      processes.stop();
    } catch (RuntimeException e) {
      cause.addSuppressed(e);
    }
  }
}

package dev.tunesmith.support.apiserver;

import io.fabric8.kubeapitest.KubeAPIServerConfig;
import io.fabric8.kubeapitest.KubeAPIServerConfigBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.opentest4j.TestAbortedException;

/**
 * The processes of kube-apiserver and etcd, in a folder of their own below {@code target/}: with
 * certificates of their own (kube-api-test makes them once per folder, never renews them, and two
 * processes that make them at once spoil them), a kubeconfig and the audit log.
 */
final class RunningServer implements AutoCloseable {
  /** Generous, since a build may share its cores; a start takes five to eight seconds alone. */
  private static final int STARTUP_TIMEOUT_MILLIS = 120_000;

  private static final String AUDIT_POLICY =
      """
      apiVersion: audit.k8s.io/v1
      kind: Policy
      omitStages: [RequestReceived]
      rules:
      - level: Metadata
      """;

  private final ServerProcesses processes;
  private final ApiServer api;

  private RunningServer(ServerProcesses processes, ApiServer api) {
    this.processes = processes;
    this.api = api;
  }

  /**
   * Starts the processes and installs the CRDs of {@code crds/}.
   *
   * @return the running server
   * @throws TestAbortedException when the programs are missing
   */
  static RunningServer start() {
    return start(Path.of("crds"));
  }

  /**
   * Starts the processes and installs CRDs.
   *
   * @param crds their folder
   * @return the running server
   * @throws TestAbortedException when the programs are missing
   */
  static RunningServer start(Path crds) {
    try {
      ServerPrograms programs = ServerPrograms.provide();
      Path folder =
          Files.createTempDirectory(
              Files.createDirectories(Path.of("target", "apiserver")).toAbsolutePath(), "run-");
      Files.createSymbolicLink(
          folder.resolve("k8s"), ServerPrograms.root().resolve("k8s").toAbsolutePath());
      Path auditLog = folder.resolve("audit.log");
      ServerProcesses processes =
          ServerProcesses.start(programs.folder(), config(folder, programs, auditLog));
      Path kubeconfig = folder.resolve("kubeconfig.yaml");
      Files.writeString(kubeconfig, processes.kubeconfigYaml());
      var server =
          new RunningServer(processes, new ApiServer(programs.folder(), kubeconfig, auditLog));
      server.installCrds(crds);
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
    api.close();
    processes.close();
  }

  private void installCrds(Path crds) {
    try {
      api.installCrds(crds);
    } catch (RuntimeException | AssertionError e) {
      close();
      throw e;
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
}

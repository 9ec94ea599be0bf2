package dev.tunesmith.support.apiserver;

import io.fabric8.kubeapitest.KubeAPIServer;
import io.fabric8.kubeapitest.KubeAPIServerConfig;
import io.fabric8.kubeapitest.KubeAPITestException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * The processes of kube-apiserver and etcd: started by kube-api-test, and not left behind by a
 * build that is interrupted, be it in the middle of the start.
 */
final class ServerProcesses implements AutoCloseable {
  /** kube-api-test looks for a free port before it uses it, so another process may take it. */
  private static final int STARTS = 3;

  /** Longer than it takes from one process of a start to the next. */
  private static final long BETWEEN_SWEEPS_MILLIS = 500;

  private final Path programs;
  private final KubeAPIServer server;
  private final Thread interruption = new Thread(this::killChildren, "kill-api-server");

  private ServerProcesses(Path programs, KubeAPIServer server) {
    this.programs = programs;
    this.server = server;
  }

  /**
   * Starts both.
   *
   * @param programs the folder of the programs
   * @param config kube-api-test's configuration
   * @return the running processes
   */
  static ServerProcesses start(Path programs, KubeAPIServerConfig config) throws IOException {
    KubeAPITestException last = null;
    for (int start = 1; start <= STARTS; start++) {
      var processes = new ServerProcesses(programs.toRealPath(), new KubeAPIServer(config));
      try {
        processes.start();
        return processes;
      } catch (KubeAPITestException e) {
        processes.closeAfter(e);
        last = e;
      }
    }
    throw new IllegalStateException("no API server after " + STARTS + " starts", last);
  }

  String kubeconfigYaml() {
    return server.getKubeConfigYaml();
  }

  @Override
  public void close() {
    Runtime.getRuntime().removeShutdownHook(interruption);
    server.stop();
  }

  private void start() {
    // Before anything is started: an interrupted build closes no store of JUnit's.
    Runtime.getRuntime().addShutdownHook(interruption);
    server.start();
  }

  private void closeAfter(KubeAPITestException cause) {
    try {
      close();
    } catch (RuntimeException e) {
      cause.addSuppressed(e);
    }
  }

  private void killChildren() {
    killRunningChildren();
    try {
      // The thread that starts them still runs, and may have been between two of them.
      TimeUnit.MILLISECONDS.sleep(BETWEEN_SWEEPS_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    killRunningChildren();
  }

  /** Children of this process only: another build on this machine runs the same programs. */
  private void killRunningChildren() {
    ProcessHandle.current()
        .children()
        .filter(child -> child.info().command().filter(this::isOurProgram).isPresent())
        .forEach(ProcessHandle::destroyForcibly);
  }

  private boolean isOurProgram(String command) {
    try {
      return Path.of(command).toRealPath().startsWith(programs);
    } catch (IOException e) {
      return false; // a program that has just been replaced is none of these
    }
  }
}

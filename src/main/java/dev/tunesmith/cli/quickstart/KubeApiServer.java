package dev.tunesmith.cli.quickstart;

import io.fabric8.kubeapitest.KubeAPIServer;
import io.fabric8.kubeapitest.KubeAPIServerConfigBuilder;
import io.fabric8.kubeapitest.KubeAPITestException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.module.ModuleDescriptor.Version;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * kube-apiserver and etcd as children of this process, in a folder of their own: kube-api-test
 * makes certificates once per folder and never renews them, and two that make them at once spoil
 * them.
 */
final class KubeApiServer implements AutoCloseable {
  /** What a folder of programs has to hold. */
  static final List<String> NEEDED = List.of("kube-apiserver", "etcd", "kubectl");

  /** Generous: a start takes five to eight seconds on an idle machine. */
  private static final int STARTUP_TIMEOUT_MILLIS = 60_000;

  /** kube-api-test picks a free port before it uses it, so another process may take it. */
  private static final int STARTS = 3;

  private final Path programs;
  private final Path folder;
  private final KubeAPIServer server;
  private final Interruption interruption;
  private final Thread hook = new Thread(this::interrupted, "kill-api-server");

  private KubeApiServer(
      Path programs, Path folder, KubeAPIServer server, Interruption interruption) {
    this.interruption = interruption;
    this.programs = programs;
    this.folder = folder;
    this.server = server;
  }

  /** Finds the newest complete version for this machine; nothing is ever downloaded. */
  static Optional<Path> programs(Surroundings surroundings) {
    Path versions = surroundings.programs().resolve("k8s");
    Optional<String> wanted = surroundings.variable("KUBE_API_TEST_API_SERVER_VERSION");
    String platform = surroundings.platform();
    if (!Files.isDirectory(versions)) {
      return Optional.empty();
    }
    try (Stream<Path> folders = Files.list(versions)) {
      return folders
          .filter(path -> path.getFileName().toString().matches("[0-9.]+" + platform))
          .filter(path -> wanted.isEmpty() || version(path).equals(wanted.get()))
          .filter(path -> NEEDED.stream().allMatch(name -> Files.isExecutable(path.resolve(name))))
          .max(Comparator.comparing(path -> Version.parse(version(path))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String version(Path programs) {
    return programs.getFileName().toString().replaceFirst("-.*", "");
  }

  /**
   * Starts both programs.
   *
   * @param root kube-api-test's folder
   * @param programs one version in it
   * @param interruption the user's request to end
   */
  static KubeApiServer start(Path root, Path programs, Interruption interruption) {
    KubeAPITestException last = null;
    for (int start = 1; start <= STARTS; start++) {
      KubeApiServer server = prepare(root, programs, interruption);
      try {
        server.start();
        return server;
      } catch (KubeAPITestException e) {
        server.close();
        last = e;
      } catch (IOException e) {
        server.close();
        throw new UncheckedIOException(e);
      }
    }
    throw new IllegalStateException("no API server after " + STARTS + " starts", last);
  }

  private static KubeApiServer prepare(Path root, Path programs, Interruption interruption) {
    try {
      Path folder = Files.createTempDirectory("tunesmith-quickstart-");
      Files.createSymbolicLink(folder.resolve("k8s"), root.resolve("k8s").toAbsolutePath());
      // All of these are set, since the builder throws where it reads some of them from their
      // environment variables.
      return new KubeApiServer(
          programs.toRealPath(),
          folder,
          new KubeAPIServer(
              KubeAPIServerConfigBuilder.anAPIServerConfig()
                  .withTestDir(folder.toString())
                  .withApiServerVersion(version(programs))
                  .withOfflineMode(true)
                  .withWaitForEtcdHealthCheckOnStartup(true)
                  .withStartupTimeout(STARTUP_TIMEOUT_MILLIS)
                  .withUpdateKubeConfig(false)
                  .build()),
          interruption);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void start() throws IOException {
    Runtime.getRuntime().addShutdownHook(hook);
    server.start();
    Files.writeString(kubeconfig(), server.getKubeConfigYaml());
  }

  /** An administrator's kubeconfig; the folder around it is open to this user alone. */
  Path kubeconfig() {
    return folder.resolve("kubeconfig.yaml");
  }

  String version() {
    return version(programs);
  }

  @Override
  public void close() {
    try {
      server.stop();
    } finally {
      killChildren();
      unhook();
      delete();
    }
  }

  /** Ctrl-C: the operator still has work to end on the server, but no child outlives the JVM. */
  private void interrupted() {
    interruption.awaitEnd();
    killChildren();
  }

  /** Children of this process only: others on this machine run the same programs. */
  private void killChildren() {
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

  private void unhook() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The JVM is ending: the hook runs, and finds nothing left to do.
    }
  }

  /** The link to the programs is removed, and not what it leads to. */
  private void delete() {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      // A folder with the certificates of a server that is gone, below the system's temporary one.
    }
  }
}

package dev.tunesmith.support.apiserver;

import io.fabric8.kubeapitest.KubeAPIServerConfigBuilder;
import io.fabric8.kubeapitest.KubeAPITestException;
import io.fabric8.kubeapitest.binary.BinaryManager;
import java.io.IOException;
import java.lang.module.ModuleDescriptor.Version;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.opentest4j.TestAbortedException;

/**
 * Where kube-api-test keeps its programs: {@code k8s/<version>-<os>-<arch>} in a folder that all
 * checkouts of a machine share.
 *
 * @param folder the folder of one version, with kube-apiserver, etcd and kubectl in it
 */
record ServerPrograms(Path folder) {
  /** The builder would read it from an environment variable, and throw if that is set. */
  private static final int UNUSED_TIMEOUT = 60_000;

  private static final List<String> NEEDED = List.of("kube-apiserver", "etcd", "kubectl");

  /** kube-api-test's folder, whether or not it exists. */
  static Path root() {
    String configured = System.getenv("KUBE_API_TEST_DIR");
    return configured == null
        ? Path.of(System.getProperty("user.home"), ".kubeapitest")
        : Path.of(configured);
  }

  /**
   * Finds the programs, or lets kube-api-test download them.
   *
   * @throws TestAbortedException when they are missing and cannot be downloaded; standard error
   *     says so too, since a skipped test is easily overlooked
   */
  static ServerPrograms provide() throws IOException {
    Path versions = Files.createDirectories(root().resolve("k8s"));
    Optional<ServerPrograms> installed = find(versions);
    if (installed.isPresent()) {
      return installed.get();
    }
    try {
      download();
      return find(versions).orElseThrow(() -> missing(versions, null));
    } catch (KubeAPITestException e) {
      throw missing(versions, e);
    }
  }

  /**
   * Finds the newest complete version in a folder, or the one that the environment asks for.
   *
   * @param versions the folder of all versions
   * @return nothing when there is none for this machine
   */
  static Optional<ServerPrograms> find(Path versions) throws IOException {
    String wanted = System.getenv("KUBE_API_TEST_API_SERVER_VERSION");
    try (var folders = Files.list(versions)) {
      return folders
          .filter(folder -> folder.getFileName().toString().matches("[0-9.]+" + platform()))
          .map(ServerPrograms::new)
          .filter(programs -> isWanted(programs, wanted))
          .filter(ServerPrograms::isComplete)
          .max(Comparator.comparing(programs -> Version.parse(programs.version())));
    }
  }

  String version() {
    String name = folder.getFileName().toString();
    return name.substring(0, name.length() - platform().length());
  }

  Path kubectl() {
    return folder.resolve("kubectl");
  }

  private static boolean isWanted(ServerPrograms programs, @Nullable String wanted) {
    return wanted == null || programs.version().equals(wanted);
  }

  private boolean isComplete() {
    return NEEDED.stream().allMatch(program -> Files.isExecutable(folder.resolve(program)));
  }

  private static void download() {
    new BinaryManager(
            KubeAPIServerConfigBuilder.anAPIServerConfig()
                .withTestDir(root().toString())
                .withOfflineMode(false)
                .withWaitForEtcdHealthCheckOnStartup(true)
                .withStartupTimeout(UNUSED_TIMEOUT)
                .build())
        .initAndDownloadIfRequired();
  }

  private static TestAbortedException missing(Path versions, @Nullable KubeAPITestException cause) {
    String message =
        "SKIPPED: these tests need "
            + String.join(", ", NEEDED)
            + " in "
            + versions
            + "/<version>"
            + platform()
            + " and could not download them. Put them there (the layout is that of setup-envtest),"
            + " or let this machine reach the network.";
    System.err.println(message);
    return new TestAbortedException(message, cause);
  }

  /** How kube-api-test (and setup-envtest) ends the name of a version's folder. */
  static String platform() {
    String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    String arch = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
    return "-"
        + (os.startsWith("mac") ? "darwin" : os.startsWith("windows") ? "windows" : "linux")
        + "-"
        + (arch.equals("aarch64") || arch.equals("arm64") ? "arm64" : "amd64");
  }
}

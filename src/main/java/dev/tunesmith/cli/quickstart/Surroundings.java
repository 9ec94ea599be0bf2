package dev.tunesmith.cli.quickstart;

import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What the quickstart takes from the machine it runs on.
 *
 * @param environment the environment variables
 * @param home the user's home folder
 * @param osName {@code os.name}
 * @param osArch {@code os.arch}
 * @param terminal whether standard input and output are a terminal
 * @param encoding that of standard output
 */
public record Surroundings(
    Map<String, String> environment,
    Path home,
    String osName,
    String osArch,
    boolean terminal,
    Charset encoding) {

  /** Copies the map. */
  public Surroundings {
    environment = Map.copyOf(environment);
  }

  /** Where kube-api-test keeps its programs. */
  Path programs() {
    return variable("KUBE_API_TEST_DIR").map(Path::of).orElse(home.resolve(".kubeapitest"));
  }

  /** How kube-api-test (and setup-envtest) ends the name of a version's folder. */
  String platform() {
    String os = osName.toLowerCase(Locale.ROOT);
    String system =
        os.startsWith("mac") ? "darwin" : os.startsWith("windows") ? "windows" : "linux";
    String arch = osArch.toLowerCase(Locale.ROOT);
    return "-"
        + system
        + "-"
        + (arch.equals("aarch64") || arch.equals("arm64") ? "arm64" : "amd64");
  }

  /** Whether standard output can show a text. */
  boolean canShow(String text) {
    return encoding.newEncoder().canEncode(text);
  }

  /** A variable; a blank one counts as unset. */
  Optional<String> variable(String name) {
    return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
  }
}

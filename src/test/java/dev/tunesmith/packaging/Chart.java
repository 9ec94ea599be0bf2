package dev.tunesmith.packaging;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;
import java.util.stream.Stream;

/** The chart of this repository, rendered by Helm's own code in this JVM. */
final class Chart {

  /** The chart's folder. */
  static final Path FOLDER = Path.of("helm", "tunesmith");

  /** The namespace that the chart is rendered for, which is also the one of {@code deploy/}. */
  static final String NAMESPACE = "tunesmith-system";

  /** The release's name, and so the name of what it installs. */
  static final String NAME = "tunesmith";

  /**
   * The oldest Kubernetes that the chart is made for; Helm's library takes 1.20 if it is not told.
   */
  private static final String KUBERNETES = "v1.30.0";

  private Chart() {}

  /** Lints the chart as {@code helm lint --strict} does: a warning is a failure. */
  static LintResult lint() {
    return new Helm(FOLDER).lint().strict().call();
  }

  /** Renders the chart with its default values. */
  static Manifests render() {
    return render("{}");
  }

  /** Renders the chart. */
  static Manifests render(String values) {
    return render(KUBERNETES, values);
  }

  /**
   * Renders the chart for a version of Kubernetes.
   *
   * @param kubernetes such as {@code v1.30.0}
   */
  static Manifests render(String kubernetes, String values) {
    return render(NAME, NAMESPACE, kubernetes, values);
  }

  /** Renders the chart as another release. */
  static Manifests renderRelease(String release, String namespace, String values) {
    return render(release, namespace, KUBERNETES, values);
  }

  /**
   * Renders the chart with the pods of {@code helm test}, which Helm's library leaves out as it
   * does all hooks: from a copy in which they are none.
   */
  static Manifests renderWithTests(String release, String namespace, String values) {
    try {
      Path copy = Files.createTempDirectory("chart").resolve("tunesmith");
      try (Stream<Path> files = Files.walk(FOLDER)) {
        for (Path file : files.toList()) {
          Path to = copy.resolve(FOLDER.relativize(file).toString());
          if (Files.isDirectory(file)) {
            Files.createDirectories(to);
          } else {
            Files.writeString(
                to, Files.readString(file).replaceAll("dict \"helm[.]sh/hook\"[^}]*", "dict "));
          }
        }
      }
      return render(copy, release, namespace, KUBERNETES, values);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Manifests render(
      String release, String namespace, String kubernetes, String values) {
    return render(FOLDER, release, namespace, kubernetes, values);
  }

  private static Manifests render(
      Path chart, String release, String namespace, String kubernetes, String values) {
    return Manifests.parse(
        withFile(
            values,
            file ->
                new Helm(chart)
                    .template()
                    .withName(release)
                    .withNamespace(namespace)
                    .withKubeVersion(kubernetes)
                    .withValuesFile(file)
                    .call()));
  }

  /** What Helm prints after an installation with these values: the notes are its end. */
  static String notes(String values) {
    return withFile(
        values,
        file ->
            new Helm(FOLDER)
                .install()
                .clientOnly()
                .dryRun()
                .withName(NAME)
                .withNamespace(NAMESPACE)
                .withKubeVersion(KUBERNETES)
                .withValuesFile(file)
                .call()
                .getOutput());
  }

  private static <T> T withFile(String values, Function<Path, T> use) {
    try {
      Path file = Files.createTempFile("values", ".yaml");
      try {
        Files.writeString(file, values);
        return use.apply(file);
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

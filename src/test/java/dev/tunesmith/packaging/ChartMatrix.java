package dev.tunesmith.packaging;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The values that every check of the chart is made with: {@code ci/}, as chart-testing has it. */
final class ChartMatrix {
  private static final String SUFFIX = "-values.yaml";
  private static final Path FOLDER = Chart.FOLDER.resolve("ci");

  private ChartMatrix() {}

  /** Their names, such as {@code production}. */
  static List<String> names() {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(SUFFIX))
          .map(name -> name.substring(0, name.length() - SUFFIX.length()))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The values of a name. */
  static String values(String name) {
    try {
      return Files.readString(FOLDER.resolve(name + SUFFIX));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What the chart renders to with them. */
  static Manifests render(String name) {
    return Chart.renderWithTests(Chart.NAME, Chart.NAMESPACE, values(name));
  }
}

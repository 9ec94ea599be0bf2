package dev.tunesmith.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;

/** The example resources in {@code src/test/resources/crd}, a folder for each kind. */
final class Examples {
  private static final Path ROOT = Path.of("src", "test", "resources", "crd");
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

  private Examples() {}

  /** The file of a valid example. */
  static Path valid(CrdKind kind, String name) {
    return ROOT.resolve(Path.of(kind.singular(), "valid", name + ".yaml"));
  }

  /** What is in a folder of all kinds' examples, by a name of its own. */
  static Stream<Named<Path>> ofAllKinds(String folder) {
    return Arrays.stream(CrdKind.values())
        .flatMap(kind -> in(kind, folder).stream())
        .map(path -> Named.of(ROOT.relativize(path).toString(), path));
  }

  /** What is in a folder of a kind's examples, in order; an empty folder would prove nothing. */
  static List<Path> in(CrdKind kind, String folder) {
    try (var entries = Files.list(ROOT.resolve(kind.singular()).resolve(folder))) {
      List<Path> sorted = entries.sorted().toList();
      if (sorted.isEmpty()) {
        throw new IllegalStateException("no examples in " + kind.singular() + "/" + folder);
      }
      return sorted;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static JsonNode read(Path file) {
    try {
      return YAML.readTree(Files.readString(file, UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * A comment {@code # key: value} in the head of a file.
   *
   * @throws IllegalStateException when the head has no such comment: such an example proves nothing
   */
  static String header(Path file, String key) {
    String start = "# " + key + ": ";
    try {
      return Files.readAllLines(file, UTF_8).stream()
          .takeWhile(line -> line.startsWith("#"))
          .filter(line -> line.startsWith(start))
          .findFirst()
          .map(line -> line.substring(start.length()))
          .orElseThrow(() -> new IllegalStateException(file + " must begin with: " + start + "…"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

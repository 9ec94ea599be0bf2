package dev.tunesmith.arch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

@DisplayName("A source file of the product")
class FileLengthTest {
  private static final Path SOURCES = Path.of("src", "main", "java");
  private static final int QUESTION = 250;
  private static final int LIMIT = 600;

  @Test
  @DisplayName("is reported beyond 250 lines, and too long beyond 600")
  void lengths(TestReporter reporter) {
    Map<String, Integer> lengths = lengths();
    assertThat(lengths).as("files under %s", SOURCES).isNotEmpty();
    lengths.forEach(
        (file, lines) -> {
          if (lines > QUESTION) {
            reporter.publishEntry(file, lines + " lines: does it have one reason to change?");
          }
        });
    assertThat(lengths).allSatisfy((file, lines) -> assertThat(lines).isLessThanOrEqualTo(LIMIT));
  }

  private static Map<String, Integer> lengths() {
    try (Stream<Path> files = Files.walk(SOURCES)) {
      Map<String, Integer> lengths = new TreeMap<>();
      for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
        lengths.put(SOURCES.relativize(file).toString(), Files.readAllLines(file).size());
      }
      return lengths;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package dev.tunesmith.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** {@code crds/} is what the types say; {@code -Dupdate} rewrites it. */
final class CrdFilesTest {
  private static final Path CRDS = Path.of("crds");

  @Test
  @DisplayName("crds/ holds what is generated from the types, and nothing else")
  void filesAreAsGenerated() throws IOException {
    String generated = GeneratedCrd.yaml();
    Path file = CRDS.resolve(GeneratedCrd.FILE);
    if (System.getProperty("update") != null) {
      Files.createDirectories(CRDS);
      Files.writeString(file, generated);
    }
    assertThat(file)
        .as("after a change of the types: ./mvnw -q test -Dtest=CrdFilesTest -Dupdate")
        .content()
        .isEqualTo(generated);
    try (var files = Files.list(CRDS)) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  @DisplayName("two generations are equal, so that the comparison means something")
  void generationIsDeterministic() {
    assertThat(GeneratedCrd.yaml()).isEqualTo(GeneratedCrd.yaml());
  }
}

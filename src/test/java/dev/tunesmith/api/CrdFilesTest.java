package dev.tunesmith.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code crds/} is what the types say; {@code -Dupdate} rewrites it. */
final class CrdFilesTest {
  private static final Path CRDS = Path.of("crds");

  @ParameterizedTest
  @EnumSource
  @DisplayName("a file of crds/ holds what is generated from the types")
  void filesAreAsGenerated(CrdKind kind) throws IOException {
    String generated = GeneratedCrd.yaml(kind);
    Path file = CRDS.resolve(kind.file());
    if (System.getProperty("update") != null) {
      Files.createDirectories(CRDS);
      Files.writeString(file, generated);
    }
    assertThat(file)
        .as("after a change of the types: ./mvnw -q test -Dtest=CrdFilesTest -Dupdate")
        .content()
        .isEqualTo(generated);
  }

  @Test
  @DisplayName("crds/ holds the definitions of all kinds, and nothing else")
  void nothingElse() throws IOException {
    try (var files = Files.list(CRDS)) {
      assertThat(files)
          .containsExactlyInAnyOrderElementsOf(
              Arrays.stream(CrdKind.values()).map(kind -> CRDS.resolve(kind.file())).toList());
    }
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("two generations are equal, so that the comparison means something")
  void generationIsDeterministic(CrdKind kind) {
    assertThat(GeneratedCrd.yaml(kind)).isEqualTo(GeneratedCrd.yaml(kind));
  }
}

package dev.tunesmith.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * {@code crds/}, {@code schemas/} and the pages of fields are what the types say; {@code -Dupdate}
 * rewrites them.
 */
final class CrdFilesTest {
  private static final Path CRDS = Path.of("crds");

  @ParameterizedTest
  @EnumSource
  @DisplayName(
      "a file of crds/, a JSON Schema and the page of the fields are what follows from the types")
  void filesAreAsGenerated(CrdKind kind) throws IOException {
    String generated = GeneratedCrd.yaml(kind);
    CustomResourceDefinition crd = GeneratedCrd.read(generated.getBytes(UTF_8));
    SoftAssertions softly = new SoftAssertions();
    check(softly, CRDS.resolve(kind.file()), generated);
    check(softly, JsonSchemas.file(kind), JsonSchemas.of(kind, crd));
    check(softly, JsonSchemas.fileOfAll(), JsonSchemas.ofAll());
    check(softly, FieldPage.file(kind), FieldPage.render(kind, crd));
    softly.assertAll();
  }

  private static void check(SoftAssertions softly, Path file, String generated) throws IOException {
    if (System.getProperty("update") != null) {
      Files.createDirectories(file.resolveSibling(""));
      Files.writeString(file, generated);
    }
    softly
        .assertThat(file)
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

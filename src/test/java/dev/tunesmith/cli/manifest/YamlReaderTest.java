package dev.tunesmith.cli.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** As kubectl's library for YAML has it, which follows no version of YAML. */
@DisplayName("YAML")
class YamlReaderTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "1 | 1",
        "-17 | -17",
        "+17 | 17",
        "010 | 8",
        "0o10 | 8",
        "08 | 8.0",
        "0x1F | 31",
        "0b101 | 5",
        "1_000 | 1000",
        "99999999999999999999 | 99999999999999999999",
        "1.5 | 1.5",
        "1. | 1.0",
        ".5 | 0.5",
        "1e2 | 100.0",
        ".inf | NaN",
        "1e400 | \"1e400\"",
        "12:30 | \"12:30\"",
        "2026-11-25 | \"2026-11-25\"",
        "1.2.3 | \"1.2.3\"",
        "0x | \"0x\"",
        "y | true",
        "Yes | true",
        "on | true",
        "NO | false",
        "off | false",
        "yEs | \"yEs\"",
        "~ | null",
        "Null | null",
        "'1' | \"1\"",
        "\"yes\" | \"yes\"",
        "! 1 | \"1\"",
        "!!str 1 | \"1\"",
        "!!float 1 | 1",
        "!!binary YQ== | \"a\"",
        "!Ref x | \"x\"",
        "{a: 1, 2: b, on: c} | {\"a\":1,\"2\":\"b\",\"true\":\"c\"}",
        "[&a {b: c}, *a, {<<: *a, d: e}] | [{\"b\":\"c\"},{\"b\":\"c\"},{\"b\":\"c\",\"d\":\"e\"}]",
        "[&a {b: c}, {<<: [*a, {b: x, f: g}]}] | [{\"b\":\"c\"},{\"b\":\"c\",\"f\":\"g\"}]",
      })
  @DisplayName("means what it means to kubectl")
  void scalars(String yaml, String json) {
    ManifestFile file = ManifestFile.of("x.yaml", "v: " + yaml);
    assertThat(file.mistakes()).isEmpty();
    assertThat(file.documents().getFirst().content().path("v").toString())
        .isEqualTo(json.equals("NaN") ? "\"NaN\"" : json);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a: b\\nc: *none | x.yaml:2: no YAML: there is no anchor &none before this",
        "a: &b [*b] | x.yaml:1: no YAML: there is no anchor &b before this",
        "a:\\n  ? [b]\\n  : c | x.yaml:2: no YAML for Kubernetes: a key must be text",
        "a: 1\\n~: b | x.yaml:2: no YAML for Kubernetes: a key must be text",
        "a: 1\\nb: !!int x | x.yaml:2: no YAML: 'x' is no !!int",
        "a: 1\\n\\nb: {<<: c} | x.yaml:3: no YAML: what << merges must be a map, or a list of maps",
        "a: 1\\nb: c\u0007d | x.yaml:2: no YAML: the character U+0007 is not allowed in it",
      })
  @DisplayName("that means nothing is refused with its line")
  void refused(String yaml, String mistake) {
    assertThat(ManifestFile.of("x.yaml", yaml.replace("\\n", "\n")).mistakes())
        .singleElement()
        .hasToString(mistake);
  }

  @Test
  @DisplayName("keeps what was read before it breaks, and no empty documents")
  void before() {
    ManifestFile file = ManifestFile.of("x.yaml", "\uFEFFa: b\n---\n---\n# c\n---\nd: [\n");
    assertThat(file.documents()).hasSize(1);
    assertThat(file.mistakes()).singleElement().extracting(ValidationError::line).isEqualTo(7);
  }

  @Test
  @DisplayName("tells fields that an object has twice, and only those")
  void twice() {
    ManifestFile file =
        ManifestFile.of("x.yaml", "a: {b: 1, b.c: 2}\na.b: 3\nd:\n  e: 1\n  f: {e: 1}\n  e: 2\n");
    assertThat(file.documents().getFirst().repeated())
        .isEqualTo(List.of(new Manifest.Repeated("d.e", 6)));
  }
}

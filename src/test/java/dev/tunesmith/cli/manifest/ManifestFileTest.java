package dev.tunesmith.cli.manifest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** As kubectl reads files, whose YAML follows no version of the standard. */
@DisplayName("A file")
class ManifestFileTest {
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
        "18446744073709551615 | 18446744073709551615",
        "99999999999999999999 | 1.0E20",
        "0x1FFFFFFFFFFFFFFFF | \"0x1FFFFFFFFFFFFFFFF\"",
        "1.5 | 1.5",
        "1. | 1.0",
        ".5 | 0.5",
        "1e2 | 100.0",
        "+.inf | Infinity",
        "-.Inf | -Infinity",
        ".nan | NaN",
        "-.nan | \"-.nan\"",
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
        "!!float 1e400 | Infinity",
        "!!binary YQ== | \"a\"",
        "!Ref x | \"x\"",
        "{a: 1, 2: b, on: c} | {\"a\":1,\"2\":\"b\",\"true\":\"c\"}",
        "[&a {b: c}, *a, {<<: *a, d: e}] | [{\"b\":\"c\"},{\"b\":\"c\"},{\"b\":\"c\",\"d\":\"e\"}]",
        "[&a {b: c}, {<<: [*a, {b: x, f: g}]}] | [{\"b\":\"c\"},{\"b\":\"c\",\"f\":\"g\"}]",
      })
  @DisplayName("in YAML means what it means to kubectl")
  void scalars(String yaml, String json) {
    ManifestFile file = ManifestFile.of("x.yaml", "v: " + yaml);
    assertThat(file.errors()).isEmpty();
    JsonNode value = file.documents().getFirst().content().path("v");
    assertThat(value.isDouble() ? Double.toString(value.doubleValue()) : value.toString())
        .isEqualTo(json);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a: b\\nc: *none | 2: there is no anchor &none before this",
        "a: &b [*b] | 1: there is no anchor &b before this",
        "a:\\n  ? [b]\\n  : c | 2: a key must be text",
        "a: 1\\n~: b | 2: a key must be text",
        "a: 1\\nb: !!int x | 2: 'x' is not a valid !!int",
        "a: !!binary x | 1: 'x' is not a valid !!binary",
        "a: 1\\n\\nb: {<<: c} | 3: << needs a map, or a list of maps",
        "a: 1\\n\\nb: {<<: [[c]]} | 3: << needs a map, or a list of maps",
        "a: 1\\nb: c\u0007d | 2: the character U+0007 is not allowed",
        "a:\\n"
            + "\\tb: c | 2: while scanning for the next token: found character '\\t(TAB)' that"
            + " cannot start any token. (Do not use \\t(TAB) for indentation)",
      })
  @DisplayName("in invalid YAML is refused with the line")
  void invalid(String yaml, String error) {
    assertThat(ManifestFile.of("x.yaml", yaml.replace("\\n", "\n").replace("\\t", "\t")).errors())
        .singleElement()
        .hasToString("x.yaml:" + error.replaceFirst(": ", ": invalid YAML: "));
  }

  @Test
  @DisplayName("is read up to the first error, without empty documents")
  void before() {
    ManifestFile file = ManifestFile.of("x.yaml", "\uFEFFa: b\n---\n---\n# c\n---\nd: [\n");
    assertThat(file.documents()).hasSize(1);
    assertThat(file.errors()).singleElement().extracting(ValidationError::line).isEqualTo(7);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n", "\n\r", "\u0085\n", "\u2028\n"})
  @DisplayName("that is large is read in parts, with the lines and documents of the whole")
  void parts(String lineBreak) {
    String document = "a: |\n  ---\nb: [1, &x y, *x]\nc: ---\n---\n".replace("\n", lineBreak);
    List<Manifest> parts = ManifestFile.of("x.yaml", document.repeat(5_000)).documents();
    assertThat(parts).hasSize(5_000);
    int lines = line(parts.get(1)) - line(parts.getFirst());
    for (int i = 0; i < parts.size(); i++) {
      assertThat(parts.get(i).content()).isEqualTo(parts.getFirst().content());
      assertThat(line(parts.get(i))).isEqualTo(1 + i * lines);
    }
  }

  private static int line(Manifest manifest) {
    return manifest.error("a", "").line();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "d: [\\n | but found '<document start>'",
        "...\\n%TAG ! tag:x,2026:\\n--- !y z\\n... e | expected '<document start>'",
      })
  @DisplayName("that is large has the error of the whole, and all documents before it")
  void errorInParts(String wrong, String error) {
    ManifestFile file =
        ManifestFile.of(
            "x.yaml",
            "a: b\n---\n".repeat(15_000)
                + wrong.replace("\\n", "\n")
                + "---\na: b\n".repeat(15_000));
    assertThat(file.documents()).hasSizeBetween(15_000, 15_001);
    assertThat(file.errors())
        .singleElement()
        .satisfies(
            each -> {
              assertThat(each.message()).contains(error);
              assertThat(each.line()).isBetween(30_001, 30_006);
            });
  }

  @Test
  @DisplayName("has duplicate fields only where one object has a name twice")
  void duplicates() {
    ManifestFile file =
        ManifestFile.of("x.yaml", "a: {b: 1, b.c: 2}\na.b: 3\nd:\n  e: 1\n  f: {e: 1}\n  e: 2\n");
    assertThat(file.documents().getFirst().duplicates())
        .isEqualTo(List.of(new Manifest.Duplicate("d.e", 6)));
  }

  @Test
  @DisplayName("has its own line for every field and list item, in YAML and in JSON alike")
  void lines() {
    String json =
        """
        {"a":
          {"b": [1,
            {"c": "\\ud83d\\ude00", "<<": null}]},
        "on": 1e2, "off": 1.0}
        {"d": -0}
        """;
    Map<String, Integer> lines =
        Map.of("", 1, "a", 1, "a.b", 2, "a.b[0]", 2, "a.b[1]", 3, "a.b[1].c", 3, "a.b[1].<<", 3);
    ManifestFile file = ManifestFile.of("x.json", json);
    assertThat(file.errors()).isEmpty();
    assertThat(file.documents()).hasSize(2);
    Manifest first = file.documents().getFirst();
    assertThat(first.lines()).containsAllEntriesOf(lines).containsEntry("off", 4).hasSize(9);
    assertThat(first.content().toString())
        .isEqualTo("{\"a\":{\"b\":[1,{\"c\":\"😀\",\"<<\":null}]},\"on\":100.0,\"off\":1.0}");
    assertThat(file.documents().getLast().lines()).isEqualTo(Map.of("", 5, "d", 5));
    String yaml = json.replace("\\ud83d\\ude00", "😀").replaceAll("\\R\\{\"d.*", "");
    Manifest same = ManifestFile.of("x.yaml", "---\n" + yaml).documents().getFirst();
    lines.forEach((path, line) -> assertThat(same.lines()).containsEntry(path, line + 1));
  }

  @Test
  @DisplayName("may be as deep as Kubernetes allows, and no deeper")
  void deep() {
    for (String prefix : List.of("{\"a\": ", "---\n{a: ")) {
      String deepest = prefix + "[".repeat(9_999) + "]".repeat(9_999) + "}";
      assertThat(ManifestFile.of("x.json", deepest).errors()).isEmpty();
      String deeper = prefix + "[".repeat(10_000) + "]".repeat(10_000) + "}";
      assertThat(ManifestFile.of("x.json", deeper).errors()).hasSize(1);
    }
  }

  static List<Arguments> encodings() {
    String text = "kind: TuningJob\nname: größe 😀\n";
    return List.of(
        Arguments.of("UTF-8", text.getBytes(UTF_8), ""),
        Arguments.of("UTF-8 with a mark", ("\uFEFF" + text).getBytes(UTF_8), ""),
        Arguments.of("UTF-16LE with a mark", ("\uFEFF" + text).getBytes(UTF_16LE), ""),
        Arguments.of("UTF-16BE with a mark", ("\uFEFF" + text).getBytes(UTF_16BE), ""),
        Arguments.of(
            "UTF-16LE", text.getBytes(UTF_16LE), unread("UTF-16LE without a byte order mark")),
        Arguments.of(
            "UTF-16BE", text.getBytes(UTF_16BE), unread("UTF-16BE without a byte order mark")),
        Arguments.of("UTF-32LE", text.getBytes(Charset.forName("UTF-32LE")), unread("UTF-32LE")),
        Arguments.of("UTF-32BE", text.getBytes(Charset.forName("UTF-32BE")), unread("UTF-32BE")),
        Arguments.of(
            "UTF-32LE with a mark",
            ("\uFEFF" + text).getBytes(Charset.forName("UTF-32LE")),
            unread("UTF-32LE")),
        Arguments.of(
            "UTF-32BE with a mark",
            ("\uFEFF" + text).getBytes(Charset.forName("UTF-32BE")),
            unread("UTF-32BE")),
        Arguments.of(
            "UTF-16LE with a mark, cut",
            cut(("\uFEFF" + text).getBytes(UTF_16LE)),
            "x.yaml:2: not a text in UTF-16LE: save it as UTF-8"),
        Arguments.of(
            "UTF-16LE that begins with no ASCII",
            ("ж: " + text).getBytes(UTF_16LE),
            "x.yaml:2: not a text in UTF-8: save it as UTF-8"),
        Arguments.of(
            "Latin-1",
            text.getBytes(ISO_8859_1),
            "x.yaml:2: not a text in UTF-8: save it as UTF-8"));
  }

  private static String unread(String encoding) {
    return "x.yaml:1: the text is in %s, which kubectl does not read: save it as UTF-8"
        .formatted(encoding);
  }

  private static byte[] cut(byte[] bytes) {
    return Arrays.copyOf(bytes, bytes.length - 1);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("encodings")
  @DisplayName("is read in UTF-8 and, with a byte order mark, UTF-16; others are refused")
  void encoding(String name, byte[] bytes, String error, @TempDir Path folder) throws IOException {
    ManifestFile file = ManifestFile.of("x.yaml", bytes);
    if (error.isEmpty()) {
      assertThat(file.errors()).isEmpty();
      assertThat(file.documents().getFirst().content().path("name").asText()).isEqualTo("größe 😀");
    } else {
      assertThat(file.errors()).singleElement().hasToString(error);
    }
    Path path = Files.write(folder.resolve("x.yaml"), bytes);
    assertThat(ManifestFile.of(path, text -> text.contains("TuningJob")).errors())
        .hasSize(file.errors().size());
    assertThat(ManifestFile.of(path, text -> text.contains("Pod")).errors()).isEmpty();
  }
}

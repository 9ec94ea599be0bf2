package dev.tunesmith.arch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The words of the product")
class WordsTest {
  private static final Path SOURCES = Path.of("src", "main", "java", "dev", "tunesmith");
  private static final Path CONTRIBUTING = Path.of("CONTRIBUTING.md");
  private static final String HEADER = "| not | but |\n|---|---|\n";

  @Test
  @DisplayName("are the field's in every comment, message and name of the code")
  void code() throws IOException {
    List<String> findings = new ArrayList<>();
    for (Path file : files(SOURCES, ".java")) {
      String name = SOURCES.relativize(file).toString().replace('\\', '/');
      SourceWords words = SourceWords.of(Files.readString(file));
      findings.addAll(findings(name, words.prose()));
      findings.addAll(findings(name, words.identifiers()));
    }
    assertThat(findings).as("words that the glossary replaces").isEmpty();
  }

  @Test
  @DisplayName("are the field's in the documents")
  void documents() throws IOException {
    List<String> findings = new ArrayList<>(findings("CONTRIBUTING.md", withoutTable()));
    for (String file : List.of("README.md", "SECURITY.md")) {
      findings.addAll(findings(file, Files.readString(Path.of(file))));
    }
    for (String folder : List.of("docs", "deploy", "helm")) {
      for (String ending : List.of(".md", ".txt", ".lua", ".json")) {
        for (Path file : files(Path.of(folder), ending)) {
          findings.addAll(findings(file.toString(), Files.readString(file)));
        }
      }
    }
    assertThat(findings).as("words that the glossary replaces").isEmpty();
  }

  @Test
  @DisplayName("are in CONTRIBUTING.md as the test has them")
  void glossary() throws IOException {
    String contributing = Files.readString(CONTRIBUTING);
    assertThat(contributing).contains(HEADER);
    assertThat(table(contributing).lines())
        .containsExactlyElementsOf(Glossary.TERMS.stream().map(Glossary::row).toList());
  }

  @Test
  @DisplayName("are found across lines, in concatenated messages and within names")
  void found() {
    assertThat(
            inCode(
                """
                /** The finalizer is let
                 * go. */
                class Sweeper { // nobody asks
                  String inDoubt = "what is in" + " hand";
                  String wishedFor = "in", hand = "'\\"tell";
                  long x = Math.round(1), tellsAll = 'a';
                }
                """))
        .containsExactlyInAnyOrder(
            "X.java:1: \"let go\": write finalizer removed, released",
            "X.java:3: \"nobody\": write the actor: user, client, replica, process",
            "X.java:4: \"in hand\": write owned",
            "X.java:5: \"tell\": write reported, written to status; distinguish",
            "X.java:4: \"in doubt\": write outcome unknown",
            "X.java:5: \"wished\": write desired state, request",
            "X.java:6: \"tells\": write reported, written to status; distinguish");
  }

  private static List<String> inCode(String source) {
    SourceWords words = SourceWords.of(source);
    List<String> findings = new ArrayList<>(findings("X.java", words.prose()));
    findings.addAll(findings("X.java", words.identifiers()));
    return findings;
  }

  private static List<String> findings(String file, String text) {
    List<String> findings = new ArrayList<>();
    Matcher matcher = Glossary.ANY.matcher(text);
    while (matcher.find()) {
      String found = matcher.group().replaceAll("\\s+", " ").toLowerCase(Locale.ROOT);
      Glossary term = Glossary.of(found);
      if (!term.isAllowedIn(file)) {
        long line = text.substring(0, matcher.start()).lines().count();
        findings.add(
            "%s:%d: \"%s\": write %s".formatted(file, Math.max(line, 1), found, term.instead()));
      }
    }
    return findings;
  }

  private static String withoutTable() throws IOException {
    String contributing = Files.readString(CONTRIBUTING);
    return contributing.replace(table(contributing), "");
  }

  /** The rows of the glossary. */
  private static String table(String contributing) {
    int begin = contributing.indexOf(HEADER) + HEADER.length();
    int end = contributing.indexOf("\n\n", begin);
    return contributing.substring(begin, end < 0 ? contributing.length() : end);
  }

  private static List<Path> files(Path folder, String ending) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(path -> path.toString().endsWith(ending)).sorted().toList();
    }
  }
}

package dev.tunesmith.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A document in Markdown.
 *
 * @param path from the root of the repository
 * @param text the whole file
 */
public record Page(Path path, String text) {
  private static final Path DOCS = Path.of("docs");
  private static final Pattern BLOCK =
      Pattern.compile(
          "(?ms)(?:^ *<!-- (?<mark>[^\\n"
              + "]*?) -->\\n"
              + ")?^(?<indent> *)```(?<language>\\w*)\\n"
              + "(?<code>.*?)^\\k<indent>```$");
  private static final Pattern COMMAND =
      Pattern.compile(
          "(?:\\$"
              + " )?(?:kubectl|kubeconform|helm|java|curl|\\./mvnw|gcloud|oc|docker|kustomize|src/|\\.ci/|export)\\b.*");
  private static final Pattern ARGUMENT = Pattern.compile("'([^']*)'|((?:[^\\s']|'[^']*')+)");
  private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.+)$");
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
  private static final Pattern SPAN = Pattern.compile("`([^`\\n]+)`");

  /**
   * Code that stands by itself.
   *
   * @param page its page
   * @param mark the comment right before it; empty without one
   * @param language of the fence; empty without one
   * @param code without the fence's indentation
   */
  public record Block(Path page, String mark, String language, String code) {
    /** Its commands, each in one line, without prompts, comments and what they print. */
    public List<String> commands() {
      if (!language.isEmpty()) {
        return List.of();
      }
      return code.replaceAll(" \\\\\n *", " ")
          .replaceAll("(?<=,)\n +(?=\")", " ")
          .lines()
          .filter(line -> COMMAND.matcher(line).matches())
          .map(line -> line.replaceFirst("^\\$ ", "").replaceFirst("\\s+# .*$", ""))
          .toList();
    }

    @Override
    public String toString() {
      return page + ": " + code.lines().findFirst().orElse("");
    }
  }

  /** Every document for users: the front page, docs/, and what lies beside what it describes. */
  public static List<Page> all() {
    List<Page> pages = new ArrayList<>(own());
    pages.addAll(below(Path.of("deploy")));
    pages.addAll(below(Path.of("helm")));
    return pages;
  }

  /** The front page, the security policy and docs/. */
  public static List<Page> own() {
    List<Page> pages = new ArrayList<>();
    pages.add(read(Path.of("README.md")));
    pages.add(read(Path.of("SECURITY.md")));
    pages.addAll(below(DOCS));
    return pages;
  }

  private static List<Page> below(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(file -> file.toString().endsWith(".md"))
          .sorted()
          .map(Page::read)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A file. */
  public static Page read(Path file) {
    try {
      return new Page(file, Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A command's words, as a shell splits them. */
  public static String[] arguments(String command) {
    return ARGUMENT
        .matcher(command)
        .results()
        .map(word -> word.group(1) == null ? word.group(2).replace("'", "") : word.group(1))
        .toArray(String[]::new);
  }

  /** In order. */
  public List<Block> blocks() {
    return BLOCK
        .matcher(text)
        .results()
        .map(
            match ->
                new Block(
                    path,
                    match.group("mark") == null ? "" : match.group("mark"),
                    match.group("language"),
                    match.group("code").indent(-match.group("indent").length())))
        .toList();
  }

  /** What stands in code: whole blocks, and spans within the text. */
  List<String> code() {
    List<String> code = new ArrayList<>();
    blocks().forEach(block -> code.add(block.code()));
    code.addAll(spans());
    return code;
  }

  /** Code within the text. */
  List<String> spans() {
    return SPAN.matcher(prose()).results().map(span -> span.group(1)).toList();
  }

  /** Targets of links. */
  List<String> links() {
    return LINK.matcher(
            SPAN.matcher(prose()).replaceAll(span -> Matcher.quoteReplacement(code(span.group(1)))))
        .results()
        .map(link -> link.group(1))
        .toList();
  }

  /** A link's text may be code, but what looks like a link in code is none. */
  private static String code(String span) {
    return span.replaceAll("[\\[\\]()]", "");
  }

  /** Anchors of the headings, as GitHub makes them. */
  List<String> anchors() {
    return HEADING
        .matcher(prose())
        .results()
        .map(heading -> heading.group(1).toLowerCase(Locale.ROOT))
        .map(heading -> heading.replaceAll("[^\\w\\- ]", "").replace(' ', '-'))
        .toList();
  }

  private String prose() {
    return BLOCK.matcher(text).replaceAll("");
  }
}

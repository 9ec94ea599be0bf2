package dev.tunesmith.cli.manifest;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.yaml.snakeyaml.scanner.Constant;

/**
 * A part of a YAML text, of whole documents: the parts of a large text are read at the same time.
 *
 * @param linesBefore in the text, before the part
 */
record YamlPart(String text, int linesBefore) {
  private static final int LEAST_CHARACTERS = 100_000;

  /** At the beginning of a line it ends a document, whatever comes before it. */
  private static final String MARKER = "\n---";

  /**
   * Reads all documents of a text, without empty ones.
   *
   * @throws SyntaxException at the first error; the documents before it were passed on
   */
  static void read(String file, String text, Consumer<Manifest> documents) throws SyntaxException {
    List<YamlPart> parts = of(text);
    if (parts.size() > 1) {
      List<Optional<List<Manifest>>> read =
          parts.parallelStream().map(part -> part.documents(file)).toList();
      if (read.stream().allMatch(Optional::isPresent)) {
        read.forEach(part -> part.orElseThrow().forEach(documents));
        return;
      } // A directive may belong to the next part, and what is wrong, only the whole text shows.
    }
    DocumentReader.read(file, 0, new YamlEvents(text), documents);
  }

  /** Its documents; empty where it is no YAML by itself. */
  private Optional<List<Manifest>> documents(String file) {
    List<Manifest> documents = new ArrayList<>();
    try {
      DocumentReader.read(file, linesBefore, new YamlEvents(text), documents::add);
      return Optional.of(documents);
    } catch (SyntaxException e) {
      return Optional.empty();
    }
  }

  private static List<YamlPart> of(String text) {
    List<YamlPart> parts = new ArrayList<>();
    int lines = 0;
    for (int start = 0, end; start < text.length(); start = end) {
      end = end(text, start);
      String part = text.substring(start, end);
      parts.add(new YamlPart(part, lines));
      lines += breaks(part);
    }
    return parts;
  }

  private static int end(String text, int start) {
    int at = start + LEAST_CHARACTERS;
    do {
      at = text.indexOf(MARKER, at) + 1;
      int after = at + MARKER.length() - 1;
      if (at > 0 && (after == text.length() || Character.isWhitespace(text.charAt(after)))) {
        return at;
      }
    } while (at > 0);
    return text.length();
  }

  /** The lines that a part ends, as SnakeYAML counts them. */
  private static int breaks(String part) {
    int breaks = 0;
    for (int i = 0; i < part.length(); i++) {
      char c = part.charAt(i);
      boolean alone = c == '\r' && !part.startsWith("\n", i + 1);
      if (alone || Constant.LINEBR.has(c)) {
        breaks++;
      }
    }
    return breaks;
  }
}

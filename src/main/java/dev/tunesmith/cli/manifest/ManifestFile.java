package dev.tunesmith.cli.manifest;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A file of resources.
 *
 * @param name the file, as the user named it
 * @param text all of it; "" when it could not be read
 * @param documents its resources up to the first syntax error, those of lists one by one
 * @param errors why the rest could not be read; empty when all of it could
 */
public record ManifestFile(
    String name, String text, List<Manifest> documents, List<ValidationError> errors) {

  /** Copies the lists. */
  public ManifestFile {
    documents = List.copyOf(documents);
    errors = List.copyOf(errors);
  }

  /**
   * The .yaml, .yml and .json files of a folder, sorted.
   *
   * @param depth 1 for the folder alone, more for the folders in it
   * @throws IOException when a folder cannot be listed
   */
  public static List<Path> list(Path folder, int depth) throws IOException {
    Path real = folder.toRealPath(); // a symbolic link would not be followed
    try (Stream<Path> files = Files.walk(real, depth)) {
      return files
          .filter(file -> file.toString().matches("(?is).*[.](yaml|yml|json)"))
          .filter(Files::isRegularFile)
          .map(file -> folder.resolve(real.relativize(file)))
          .sorted()
          .toList();
    }
  }

  /** Reads a file. */
  public static ManifestFile of(Path path) {
    return of(path, text -> true);
  }

  /**
   * Reads a file if its text is relevant; if not, it has neither documents nor errors.
   *
   * @param relevant whether to read a text, in which characters may be wrong
   */
  public static ManifestFile of(Path path, Predicate<String> relevant) {
    String name = path.toString();
    try {
      return of(name, Files.readAllBytes(path), relevant);
    } catch (NoSuchFileException e) {
      return unreadable(name, "", 1, "file or folder not found");
    } catch (IOException e) {
      return unreadable(name, "", 1, "cannot be read: " + e.getMessage());
    }
  }

  /**
   * Reads bytes, such as those of standard input.
   *
   * @param bytes text in UTF-8, or in UTF-16 with a byte order mark, as kubectl reads it
   */
  public static ManifestFile of(String name, byte[] bytes) {
    return of(name, bytes, text -> true);
  }

  private static ManifestFile of(String name, byte[] bytes, Predicate<String> relevant) {
    Encoding encoding = Encoding.of(bytes);
    String text = new String(bytes, encoding.charset());
    if (!relevant.test(text.replace("\0", ""))) { // NULs: UTF-16 that begins with no ASCII
      return new ManifestFile(name, text, List.of(), List.of());
    }
    if (!encoding.isRead()) {
      return unreadable(name, text, 1, encoding.refusal());
    }
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(bytes.length);
    boolean malformed = encoding.charset().newDecoder().decode(in, out, true).isError();
    String decoded = out.flip().toString();
    if (malformed) {
      int line = (int) decoded.chars().filter(c -> c == '\n').count() + 1;
      return unreadable(name, text, line, "not a text in " + encoding + ": save it as UTF-8");
    }
    return of(name, decoded);
  }

  /** Reads a text. */
  public static ManifestFile of(String name, String text) {
    String plain = text.startsWith("\uFEFF") ? text.substring(1) : text;
    List<Manifest> documents = new ArrayList<>();
    List<ValidationError> errors = new ArrayList<>();
    try {
      read(name, plain, documents);
    } catch (SyntaxException e) {
      errors.add(e.in(name));
    }
    List<Manifest> flat = new ArrayList<>();
    documents.forEach(document -> flatten(document, flat));
    return new ManifestFile(name, plain, flat, errors);
  }

  private static ManifestFile unreadable(String name, String text, int line, String why) {
    return new ManifestFile(name, text, List.of(), List.of(new ValidationError(name, line, why)));
  }

  /** As kubectl does: what begins like JSON is JSON, unless it can be read as YAML only. */
  private static void read(String name, String text, List<Manifest> into) throws SyntaxException {
    if (!text.stripLeading().startsWith("{")) {
      YamlPart.read(name, text, into::add);
      return;
    }
    try {
      DocumentReader.read(name, 0, new JsonEvents(text), into::add);
    } catch (SyntaxException json) {
      into.clear();
      try {
        YamlPart.read(name, text, into::add);
      } catch (SyntaxException yaml) {
        throw name.toLowerCase(Locale.ROOT).endsWith(".json") ? json : yaml;
      }
    }
  }

  private static void flatten(Manifest document, List<Manifest> into) {
    int items = document.content().path("items").size();
    if (items == 0 || !document.kind().endsWith("List")) {
      into.add(document);
      return;
    }
    for (int i = 0; i < items; i++) {
      flatten(document.item(i), into);
    }
  }
}

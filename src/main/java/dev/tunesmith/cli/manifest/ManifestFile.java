package dev.tunesmith.cli.manifest;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/**
 * What is in a file of manifests.
 *
 * @param name the file, as the user named it
 * @param text all of it; "" when it could not be read
 * @param documents its documents but for empty ones, those of lists one by one, up to the first one
 *     that could not be read
 * @param mistakes why not all of it could be read; empty when all could
 */
public record ManifestFile(
    String name, String text, List<Manifest> documents, List<ValidationError> mistakes) {

  /** Copies the lists. */
  public ManifestFile {
    documents = List.copyOf(documents);
    mistakes = List.copyOf(mistakes);
  }

  /**
   * Reads a file.
   *
   * @param path the file
   */
  public static ManifestFile of(Path path) {
    return of(path, text -> true);
  }

  /**
   * Reads a file, if it is worth it.
   *
   * @param path the file
   * @param worth whether there can be anything in a text; it gets one in which all but ASCII may be
   *     wrong. Of one that is not, neither documents nor mistakes are looked for
   */
  public static ManifestFile of(Path path, Predicate<String> worth) {
    String name = path.toString();
    try {
      byte[] bytes = Files.readAllBytes(path);
      String rough = new String(bytes, StandardCharsets.ISO_8859_1);
      return worth.test(rough)
          ? of(name, bytes)
          : new ManifestFile(name, rough, List.of(), List.of());
    } catch (NoSuchFileException e) {
      return unreadable(name, "there is no such file or folder");
    } catch (IOException e) {
      return unreadable(name, "cannot be read: " + e.getMessage());
    }
  }

  /**
   * Reads what came from elsewhere.
   *
   * @param name what to call it
   * @param bytes the text in UTF-8
   */
  public static ManifestFile of(String name, byte[] bytes) {
    try {
      return of(
          name, StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException e) {
      return unreadable(name, "this is no text in UTF-8");
    }
  }

  /**
   * Reads a text.
   *
   * @param name what to call it
   * @param text YAML or JSON
   */
  public static ManifestFile of(String name, String text) {
    String plain = text.startsWith("\uFEFF") ? text.substring(1) : text;
    List<Manifest> documents = new ArrayList<>();
    List<ValidationError> mistakes = new ArrayList<>();
    try {
      read(name, plain, documents);
    } catch (SyntaxException e) {
      mistakes.add(e.in(name));
    }
    List<Manifest> single = new ArrayList<>();
    documents.forEach(document -> flatten(document, single));
    return new ManifestFile(name, plain, single, mistakes);
  }

  private static ManifestFile unreadable(String name, String why) {
    return new ManifestFile(name, "", List.of(), List.of(new ValidationError(name, 1, why)));
  }

  /** As kubectl does: what begins like JSON is JSON, unless it can only be read as YAML. */
  private static void read(String name, String text, List<Manifest> into) throws SyntaxException {
    if (!text.stripLeading().startsWith("{")) {
      YamlReader.read(name, text, into::add);
      return;
    }
    try {
      JsonReader.read(name, text, into::add);
    } catch (SyntaxException json) {
      into.clear();
      try {
        YamlReader.read(name, text, into::add);
      } catch (SyntaxException yaml) {
        throw name.toLowerCase(Locale.ROOT).endsWith(".json") ? json : yaml;
      }
    }
  }

  private static void flatten(Manifest document, List<Manifest> into) {
    int items = document.content().path("items").size();
    if (items == 0 || !document.content().path("kind").asText("").endsWith("List")) {
      into.add(document);
      return;
    }
    for (int i = 0; i < items; i++) {
      flatten(document.item(i), into);
    }
  }
}

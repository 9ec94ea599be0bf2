package dev.tunesmith.cli.quickstart;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What runs where no files are named: one sample for each thing that can be tuned, few enough to
 * read what came of each. In a checkout those of {@code deploy/samples}, otherwise those in the
 * jar.
 */
final class Samples {
  private static final Path FOLDER = Path.of("deploy", "samples");

  /** Named, because a folder in a jar cannot be listed portably; a test compares. */
  static final List<String> NAMES =
      List.of(
          "01-basic.yaml",
          "09-preference.yaml",
          "10-open-model.yaml",
          "11-distillation.yaml",
          "13-reinforcement.yaml",
          "tunedmodel/01-inline.yaml");

  private Samples() {}

  static void read(ManifestReader reader) {
    if (Files.isDirectory(FOLDER)) {
      NAMES.forEach(name -> reader.read(FOLDER.resolve(name)));
    } else {
      NAMES.forEach(name -> reader.read("samples/" + name, packaged(name)));
    }
  }

  static String packaged(String name) {
    try (InputStream in = Samples.class.getResourceAsStream("/samples/" + name)) {
      if (in == null) {
        throw new IllegalStateException("/samples/" + name + " is missing in the jar");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

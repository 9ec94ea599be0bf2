package dev.tunesmith.packaging;

import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What {@code package} lays out in {@code target}: the program in one file, and for the image apart
 * from its two folders of libraries.
 */
final class Packaged {
  /** With all of its libraries. */
  static final Path ONE_FILE = Path.of("target", "tunesmith.jar");

  /** Without them. */
  static final Path JAR = Path.of("target", "app", "tunesmith.jar");

  private static final Path LIB = JAR.resolveSibling("lib");
  private static final Pattern FILE_NAME = Pattern.compile("(.+?)-[0-9].*\\.jar");

  private Packaged() {}

  /** Skips the test, and says so, where {@code package} did not run. */
  static void assume() {
    if (!Files.exists(ONE_FILE)) {
      System.err.println("SKIPPED: " + ONE_FILE + " is missing; run the package phase to make it");
    }
    assumeThat(ONE_FILE).as("made by package").exists();
  }

  /** The operator's libraries. */
  static List<Path> operator() throws IOException {
    return jars(LIB);
  }

  /** What the other commands need besides. */
  static List<Path> tools() throws IOException {
    return jars(LIB.resolve("tools"));
  }

  /** A library's artifact id. */
  static String artifact(Path jar) {
    Matcher name = FILE_NAME.matcher(jar.getFileName().toString());
    if (!name.matches()) {
      throw new AssertionError("not the name of a library: " + jar);
    }
    return name.group(1);
  }

  private static List<Path> jars(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
    }
  }
}

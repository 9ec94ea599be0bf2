package dev.tunesmith.cli.quickstart;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * How this program is started again: commands that work when they are pasted.
 *
 * @param code the jar, or the folder of classes in a checkout
 */
record Program(Path code) {
  /** The one that runs now. */
  static Program running() {
    try {
      return new Program(
          Path.of(Program.class.getProtectionDomain().getCodeSource().getLocation().toURI()));
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  String quickstart(String arguments) {
    return Files.isDirectory(code)
        ? "./mvnw compile exec:exec@quickstart -Dquickstart.args=\"" + arguments + "\""
        : jar() + " quickstart " + arguments;
  }

  String emulator() {
    return Files.isDirectory(code)
        ? "./mvnw -q -DskipTests package && java -jar target/tunesmith.jar emulator"
        : jar() + " emulator";
  }

  private String jar() {
    return "java -jar " + Servers.quoted(code);
  }
}

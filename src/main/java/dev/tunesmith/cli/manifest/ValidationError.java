package dev.tunesmith.cli.manifest;

/**
 * What is wrong with a manifest, and where; {@code toString} is what compilers print.
 *
 * @param file the file, as the user named it
 * @param line from 1
 * @param message what is wrong
 */
public record ValidationError(String file, int line, String message) {
  @Override
  public String toString() {
    return file + ":" + line + ": " + message;
  }
}

package dev.tunesmith.cli.manifest;

/**
 * An error in a file; {@code toString} has the form that compilers print.
 *
 * @param file the file, as the user named it
 * @param line from 1
 * @param message what is wrong, and what to write instead
 */
public record ValidationError(String file, int line, String message) {
  @Override
  public String toString() {
    return file + ":" + line + ": " + message;
  }
}

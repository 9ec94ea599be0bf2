package dev.tunesmith.cli.manifest;

/** A text is not what it should be; what was read of it before remains read. */
final class SyntaxException extends Exception {
  private static final long serialVersionUID = 1;

  private final int line;

  /**
   * A problem.
   *
   * @param line from 1
   * @param message what is wrong, in one line
   */
  SyntaxException(int line, String message) {
    super(message);
    this.line = line;
  }

  int line() {
    return line;
  }

  ValidationError in(String file) {
    return new ValidationError(file, line, String.valueOf(getMessage()));
  }
}

package dev.tunesmith.cli.manifest;

import org.yaml.snakeyaml.events.Event;

/** A text is neither YAML nor JSON as Kubernetes reads them. */
final class SyntaxException extends Exception {
  private static final long serialVersionUID = 1;

  private final int line;

  /**
   * An error.
   *
   * @param line from 1
   * @param message without line breaks
   */
  SyntaxException(int line, String message) {
    super(message);
    this.line = line;
  }

  static SyntaxException at(Event event, String message) {
    return new SyntaxException(DocumentReader.line(event), "invalid YAML: " + message);
  }

  ValidationError in(String file) {
    return new ValidationError(file, line, String.valueOf(getMessage()));
  }
}

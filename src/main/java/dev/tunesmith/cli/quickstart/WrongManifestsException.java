package dev.tunesmith.cli.quickstart;

import dev.tunesmith.cli.manifest.ValidationError;
import java.util.List;

/** Files with errors; nothing was sent. */
final class WrongManifestsException extends Exception {
  private static final long serialVersionUID = 1;

  private final transient List<ValidationError> errors;

  WrongManifestsException(List<ValidationError> errors) {
    super(errors.toString());
    this.errors = List.copyOf(errors);
  }

  List<ValidationError> errors() {
    return errors;
  }
}

package dev.tunesmith.cli.quickstart;

import dev.tunesmith.cli.manifest.ValidationError;
import java.util.List;

/** Manifests that cannot be applied; nothing was sent. */
final class WrongManifestsException extends Exception {
  private static final long serialVersionUID = 1;

  private final transient List<ValidationError> mistakes;

  WrongManifestsException(List<ValidationError> mistakes) {
    super(mistakes.toString());
    this.mistakes = List.copyOf(mistakes);
  }

  List<ValidationError> mistakes() {
    return mistakes;
  }
}

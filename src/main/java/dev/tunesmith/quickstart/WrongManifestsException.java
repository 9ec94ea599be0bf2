package dev.tunesmith.quickstart;

import dev.tunesmith.manifest.Mistake;
import java.util.List;

/** Manifests that cannot be applied; nothing was sent. */
final class WrongManifestsException extends Exception {
  private static final long serialVersionUID = 1;

  private final transient List<Mistake> mistakes;

  WrongManifestsException(List<Mistake> mistakes) {
    super(mistakes.toString());
    this.mistakes = List.copyOf(mistakes);
  }

  List<Mistake> mistakes() {
    return mistakes;
  }
}

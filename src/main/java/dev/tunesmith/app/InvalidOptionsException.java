package dev.tunesmith.app;

import java.util.List;

/** The options cannot be used; carries every violation, so that one attempt corrects them all. */
public final class InvalidOptionsException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient List<String> violations;

  InvalidOptionsException(List<String> violations) {
    super(String.join(System.lineSeparator(), violations));
    this.violations = List.copyOf(violations);
  }

  /** At least one; each names its option, what is wrong and what to give instead. */
  public List<String> violations() {
    return violations;
  }
}

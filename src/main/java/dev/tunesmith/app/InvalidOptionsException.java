package dev.tunesmith.app;

import java.util.List;

/** The options are wrong: all of the mistakes, so that one attempt is enough to mend them. */
public final class InvalidOptionsException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient List<String> mistakes;

  InvalidOptionsException(List<String> mistakes) {
    super(String.join(System.lineSeparator(), mistakes));
    this.mistakes = List.copyOf(mistakes);
  }

  /**
   * The mistakes.
   *
   * @return at least one, each naming its option and what would be right
   */
  public List<String> mistakes() {
    return mistakes;
  }
}

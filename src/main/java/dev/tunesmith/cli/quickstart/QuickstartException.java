package dev.tunesmith.cli.quickstart;

import dev.tunesmith.app.ExitCode;
import dev.tunesmith.app.StartException;

/** Why the quickstart cannot go on, in words that say what to do. */
public final class QuickstartException extends Exception {
  private static final long serialVersionUID = 1;

  private final ExitCode exitCode;

  /**
   * A reason.
   *
   * @param exitCode the process's exit code
   * @param message what is wrong and what to do about it
   */
  public QuickstartException(ExitCode exitCode, String message) {
    super(message);
    this.exitCode = exitCode;
  }

  /** The operator's reason. */
  static QuickstartException of(StartException e) {
    return new QuickstartException(e.exitCode(), String.valueOf(e.getMessage()));
  }

  ExitCode exitCode() {
    return exitCode;
  }
}

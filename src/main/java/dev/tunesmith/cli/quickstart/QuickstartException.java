package dev.tunesmith.cli.quickstart;

import dev.tunesmith.app.ExitCode;

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

  ExitCode exitCode() {
    return exitCode;
  }
}

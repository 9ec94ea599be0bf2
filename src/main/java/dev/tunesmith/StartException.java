package dev.tunesmith;

import dev.tunesmith.ops.ExitCode;

/** Why the operator cannot start, in words that say what to do. */
final class StartException extends Exception {
  private static final long serialVersionUID = 1;

  private final ExitCode exitCode;

  /**
   * A reason.
   *
   * @param exitCode the process's exit code
   * @param message what is wrong and what to do about it
   */
  StartException(ExitCode exitCode, String message) {
    super(message);
    this.exitCode = exitCode;
  }

  ExitCode exitCode() {
    return exitCode;
  }
}

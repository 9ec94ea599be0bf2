package dev.tunesmith.app;

/** Why the operator cannot start, in words that say what to do. */
public final class StartException extends Exception {
  private static final long serialVersionUID = 1;

  private final ExitCode exitCode;

  /**
   * A reason.
   *
   * @param exitCode the process's exit code
   * @param message what is wrong and what to do about it
   */
  public StartException(ExitCode exitCode, String message) {
    super(message);
    this.exitCode = exitCode;
  }

  public ExitCode exitCode() {
    return exitCode;
  }
}

package dev.tunesmith.cli.gemini;

import dev.tunesmith.app.ExitCode;
import dev.tunesmith.vertex.Failure;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import picocli.CommandLine.Model.CommandSpec;

/** What the commands print in the same way. */
final class Output {
  private Output() {}

  /** Why the service did not do what was asked. */
  static int failed(CommandSpec spec, Failure failure) {
    return failed(spec, failure.sentence());
  }

  /** Why there is nothing to show. */
  static int failed(CommandSpec spec, String message) {
    PrintWriter err = spec.commandLine().getErr();
    err.println(message);
    err.flush();
    return ExitCode.FAILED.code();
  }

  /** There is no such model, or it is another owner's. */
  static int absent(CommandSpec spec, String model) {
    return failed(
        spec,
        model + " does not exist. 'tunesmith models' lists those that these credentials see.");
  }

  /** Why a file could not be read or written; the JDK's own text names a class or the path only. */
  static String why(IOException e) {
    return switch (e) {
      case NoSuchFileException missing -> "its folder does not exist";
      case AccessDeniedException denied -> "permission denied";
      case FileSystemException other when other.getReason() != null -> other.getReason();
      default -> String.valueOf(e.getMessage());
    };
  }

  /** One line for a terminal: a service's text could steer it. */
  static String line(String text) {
    return text.replaceAll("[\\p{Cntrl}]+", " ");
  }
}

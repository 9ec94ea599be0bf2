package dev.tunesmith.app;

import java.io.Console;
import org.jspecify.annotations.Nullable;

/** What standard output is. */
public final class Terminal {
  private Terminal() {}

  /** Whether standard input and output are a terminal, and not a file, a pipe or a log. */
  public static boolean isTerminal() {
    return isTerminal(System.console());
  }

  /** From JDK 22 on a console need not be a terminal; only there can it be asked. */
  private static boolean isTerminal(@Nullable Console console) {
    if (console == null) {
      return false;
    }
    try {
      return Boolean.TRUE.equals(Console.class.getMethod("isTerminal").invoke(console));
    } catch (ReflectiveOperationException e) {
      return true; // JDK 21: a console is a terminal
    }
  }
}

package dev.tunesmith.app;

import java.util.List;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Reports what is wrong with a command line in one line, where picocli prints the whole usage. */
public final class UsageErrors {
  private UsageErrors() {}

  /**
   * Prints the error to standard error: picocli's {@code IParameterExceptionHandler}.
   *
   * @return the exit code
   */
  public static int report(ParameterException error, String... arguments) {
    error.getCommandLine().getErr().println(line(error));
    return ExitCode.USAGE.code();
  }

  /** What is wrong, and what to give instead. */
  static String line(ParameterException error) {
    if (error.getArgSpec() instanceof OptionSpec option
        && error.getCause() instanceof TypeConversionException cause) {
      return option.longestName() + ": " + cause.getMessage();
    }
    if (error instanceof MissingParameterException missing
        && !missing.getMissing().isEmpty()
        && missing.getMissing().getFirst() instanceof OptionSpec option) {
      return "%s: has no value; give %1$s=%s".formatted(option.longestName(), option.paramLabel());
    }
    String what = String.valueOf(error.getMessage());
    List<String> similar = List.of();
    if (error instanceof UnmatchedArgumentException unmatched) {
      what = "Unknown: " + String.join(" ", unmatched.getUnmatched());
      similar = unmatched.getSuggestions();
    }
    return "%s.%s See '%s --help'."
        .formatted(
            what,
            similar.isEmpty() ? "" : " Did you mean " + String.join(" or ", similar) + "?",
            error.getCommandLine().getCommandSpec().qualifiedName());
  }
}

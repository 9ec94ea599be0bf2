package dev.tunesmith.app;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Reports what is wrong with a command line: a line for each error, all at once, where picocli
 * reports the first one with the whole usage.
 */
public final class UsageErrors {
  private UsageErrors() {}

  /** Makes a command line and its subcommands report like this. */
  public static CommandLine configured(CommandLine line) {
    line.getCommandSpec().parser().collectErrors(true);
    line.getSubcommands()
        .values()
        .forEach(each -> each.getCommandSpec().parser().collectErrors(true));
    return line.setParameterExceptionHandler(UsageErrors::report)
        .setExecutionStrategy(UsageErrors::execute);
  }

  private static int report(ParameterException error, String... arguments) {
    return report(error.getCommandLine(), List.of(line(error)));
  }

  private static int report(CommandLine line, List<String> errors) {
    PrintWriter err = line.getErr();
    errors.forEach(err::println);
    err.flush();
    return ExitCode.USAGE.code();
  }

  private static int execute(ParseResult parsed) {
    List<String> errors =
        parsed.asCommandLineList().stream()
            // It adds what its rules say.
            .filter(each -> !(each.getCommand() instanceof OperatorCommand))
            .flatMap(each -> lines(each.getParseResult()).stream())
            .toList();
    return errors.isEmpty()
        ? new CommandLine.RunLast().execute(parsed)
        : report(parsed.commandSpec().commandLine(), errors);
  }

  private static List<String> lines(ParseResult parsed) {
    List<String> lines = new ArrayList<>();
    for (Exception error : parsed.errors()) {
      if (!(error instanceof ParameterException wrong)) {
        throw new IllegalStateException(error);
      }
      lines.add(line(wrong));
    }
    return lines;
  }

  /** What is wrong, and what to give instead. */
  static String line(ParameterException error) {
    String help =
        " See '%s --help'.".formatted(error.getCommandLine().getCommandSpec().qualifiedName());
    if (error instanceof UnmatchedArgumentException unmatched) {
      List<String> similar = unmatched.getSuggestions();
      return "Unknown: %s.%s"
              .formatted(
                  String.join(" ", unmatched.getUnmatched()),
                  similar.isEmpty() ? "" : " Did you mean " + String.join(" or ", similar) + "?")
          + help;
    }
    if (error instanceof MissingParameterException missing && !missing.getMissing().isEmpty()) {
      ArgSpec argument = missing.getMissing().getFirst();
      return argument instanceof OptionSpec option
          ? "%s: has no value; give %1$s=%s".formatted(option.longestName(), option.paramLabel())
          : argument.paramLabel() + " is missing." + help;
    }
    if (error instanceof OverwrittenOptionException again
        && again.getOverwritten() instanceof OptionSpec option) {
      return option.longestName() + ": is given more than once; give it once";
    }
    if (error.getCause() instanceof IllegalArgumentException refusal) {
      return String.valueOf(refusal.getMessage()); // by a rule, which names the option
    }
    if (error.getArgSpec() instanceof OptionSpec option && error.getValue() != null) {
      return option.longestName() + ": " + unreadable(option, error);
    }
    return String.valueOf(error.getMessage()).replaceFirst("[.]$", "") + "." + help;
  }

  private static String unreadable(OptionSpec option, ParameterException error) {
    Throwable cause = error.getCause();
    if (option.converters().length > 0 && cause != null) {
      return String.valueOf(cause.getMessage()); // ours
    }
    Class<?> type = option.auxiliaryTypes()[0];
    String what =
        type.isEnum()
            ? "is none of "
                + Arrays.stream(type.getEnumConstants())
                    .map(each -> each.toString().toLowerCase(Locale.ROOT))
                    .collect(Collectors.joining(", "))
            : type == boolean.class || type == Boolean.class
                ? "is neither true nor false"
                : type == double.class ? "is not a number" : "is not a whole number, or too large";
    return "'%s' %s".formatted(error.getValue(), what);
  }
}

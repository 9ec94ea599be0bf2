package dev.tunesmith.app;

import dev.tunesmith.lifecycle.Scope;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.Stack;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.TypeConversionException;

/**
 * Reads {@link OperatorFlags} from a command line and the environment, and collects everything that
 * is wrong with them.
 */
public final class OptionParser {
  /** Where a pod finds the name of its namespace. */
  static final Path NAMESPACE_FILE =
      Path.of("/var/run/secrets/kubernetes.io/serviceaccount/namespace");

  private OptionParser() {}

  /**
   * Reads these options alone.
   *
   * @throws InvalidOptionsException with every violation
   */
  public static OperatorOptions parse(Map<String, String> environment, String... arguments) {
    return parse(environment, NAMESPACE_FILE, arguments);
  }

  static OperatorOptions parse(
      Map<String, String> environment, Path namespaceFile, String... arguments) {
    OperatorFlags flags = new OperatorFlags();
    CommandLine command = configured(new CommandLine(flags), environment);
    return options(flags, command.parseArgs(arguments), environment, namespaceFile);
  }

  /** Makes a command that has these options read the environment, and collect what is wrong. */
  static CommandLine configured(CommandLine command, Map<String, String> environment) {
    command
        .getCommandSpec()
        .preprocessor(
            (arguments, spec, argument, info) -> {
              for (OptionSpec option : spec.options()) {
                addVariable(option.longestName(), environment, arguments);
              }
              // Picocli leaves out the defaults where the last argument cannot be read.
              arguments.add(0, spec.parser().endOfOptionsDelimiter());
              return false;
            });
    // Variables are arguments, since picocli stops at the first default that it cannot convert.
    command.getCommandSpec().parser().collectErrors(true).caseInsensitiveEnumValuesAllowed(true);
    return command;
  }

  private static void addVariable(
      String option, Map<String, String> environment, Stack<String> arguments) {
    String value = environment.getOrDefault(variable(option), "");
    boolean given =
        arguments.stream()
            .anyMatch(argument -> argument.equals(option) || argument.startsWith(option + "="));
    if (!value.isBlank() && !given) {
      arguments.push(option + "=" + value.strip());
    }
  }

  /** The environment variable of an option. */
  public static String variable(String option) {
    return "TUNESMITH_" + option.substring(2).replace('-', '_').toUpperCase(Locale.ROOT);
  }

  /**
   * The options that picocli read.
   *
   * @throws InvalidOptionsException with every violation: what could not be read, and what is not
   *     allowed
   */
  static OperatorOptions options(
      OperatorFlags flags,
      ParseResult parsed,
      Map<String, String> environment,
      Path namespaceFile) {
    List<String> violations = new ArrayList<>();
    Set<String> unread = new HashSet<>();
    for (Exception error : parsed.errors()) {
      if (!(error instanceof ParameterException wrong)) {
        throw new IllegalStateException(error);
      }
      violations.add(UsageErrors.line(wrong));
      if (wrong.getArgSpec() instanceof OptionSpec option) {
        unread.add(option.longestName());
      }
    }
    try {
      OperatorOptions options = flags.options(environment, namespaceFile);
      if (violations.isEmpty()) {
        return options;
      }
    } catch (InvalidOptionsException e) {
      e.violations().stream()
          .filter(violation -> unread.stream().noneMatch(violation::contains))
          .forEach(violations::add);
    }
    violations.replaceAll(violation -> withVariable(violation, environment));
    throw new InvalidOptionsException(violations);
  }

  /** Names the variable beside the option, where the environment has it. */
  private static String withVariable(String violation, Map<String, String> environment) {
    int end = violation.indexOf(':');
    return violation.startsWith("--")
            && environment.containsKey(variable(violation.substring(0, end)))
        ? violation.substring(0, end)
            + " ("
            + variable(violation.substring(0, end))
            + ")"
            + violation.substring(end)
        : violation;
  }

  /** A file that can be read. */
  public static final class ReadableFile implements ITypeConverter<Path> {
    @Override
    public Path convert(String value) {
      Path file = Path.of(value);
      String wrong =
          Files.isDirectory(file)
              ? "is a folder; give a file"
              : Files.notExists(file)
                  ? "does not exist; give a file that does"
                  : Files.isReadable(file)
                      ? ""
                      : "cannot be read; give a file that this user may read";
      if (!wrong.isEmpty()) {
        throw new TypeConversionException("'" + value + "' " + wrong);
      }
      return file;
    }
  }

  /** A project and a location. */
  public static final class ScopeName implements ITypeConverter<Scope> {
    @Override
    public Scope convert(String value) {
      String[] parts = value.strip().split("/", -1);
      if (parts.length != 2 || parts[0].isBlank() || parts[1].isBlank()) {
        throw new TypeConversionException(
            "'" + value + "' is not PROJECT/LOCATION; give such as my-project/us-central1");
      }
      return new Scope(parts[0], parts[1]);
    }
  }
}

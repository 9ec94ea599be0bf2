package dev.tunesmith;

import dev.tunesmith.app.Logging;
import dev.tunesmith.app.OperatorCommand;
import dev.tunesmith.app.OperatorOptions.LogFormat;
import dev.tunesmith.app.OperatorOptions.LogLevel;
import dev.tunesmith.app.StartChecks;
import dev.tunesmith.app.UsageErrors;
import dev.tunesmith.cli.gemini.AskCommand;
import dev.tunesmith.cli.gemini.LossCommand;
import dev.tunesmith.cli.gemini.ModelsCommand;
import dev.tunesmith.cli.quickstart.QuickstartOperator;
import dev.tunesmith.cli.validate.ValidateCommand;
import dev.tunesmith.emulator.EmulatorCommand;
import dev.tunesmith.lifecycle.Uptime;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * The composition root: the one place where clocks, the environment and the process itself are
 * taken from the JVM.
 */
@Command(
    name = "tunesmith",
    mixinStandardHelpOptions = true,
    version = OperatorMain.VERSION,
    description = "Runs Vertex AI tuning jobs as Kubernetes resources.",
    synopsisSubcommandLabel = "(operator | emulator | quickstart | validate | models | ask | loss)",
    subcommands = {CommandLine.HelpCommand.class})
public final class OperatorMain implements Runnable {
  static final String OPERATOR = "operator";
  static final String VERSION = "tunesmith 0.1.0";

  @SuppressWarnings("NullAway.Init") // picocli sets it before the command runs
  @Spec
  private CommandSpec spec;

  private OperatorMain() {}

  /** Without a command. */
  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(),
        "No command: give one of "
            + spec.subcommands().keySet().stream().collect(Collectors.joining(", ")));
  }

  /**
   * Runs the command line and ends the process with its exit code.
   *
   * @param args the command line
   */
  public static void main(String[] args) {
    Map<String, String> environment = System.getenv();
    if (args.length > 0 && args[0].equals(OPERATOR)) {
      // By itself: to read the other commands' options would delay every start of a pod.
      CommandLine operator = operator(environment).setCommandName("tunesmith " + OPERATOR);
      System.exit(operator.execute(Arrays.copyOfRange(args, 1, args.length)));
    }
    Logging.configure(LogFormat.TEXT, LogLevel.INFO);
    System.exit(commandLine(environment, System.in).execute(args));
  }

  private static CommandLine operator(Map<String, String> environment) {
    CommandLine operator =
        OperatorCommand.commandLine(environment, Clock.systemUTC(), uptime(), OperatorMain::create);
    operator.getCommandSpec().version(VERSION);
    return operator;
  }

  /** In place of picocli's, which searches for Groovy in every library of the class path first. */
  private static <T> T create(Class<T> type) throws Exception {
    return type.isInterface()
        ? CommandLine.defaultFactory().create(type)
        : type.getDeclaredConstructor().newInstance();
  }

  private static Uptime uptime() {
    long start = System.nanoTime();
    return () -> Duration.ofNanos(System.nanoTime() - start);
  }

  /** The whole command line; tests read its options. */
  public static CommandLine commandLine(Map<String, String> environment) {
    return commandLine(environment, InputStream.nullInputStream());
  }

  /** The whole command line, with its standard input. */
  public static CommandLine commandLine(Map<String, String> environment, InputStream input) {
    Clock clock = Clock.systemUTC();
    CommandLine line =
        new CommandLine(new OperatorMain())
            .addSubcommand(operator(environment))
            .addSubcommand(new EmulatorCommand(clock))
            .addSubcommand(QuickstartOperator.command(environment, clock, uptime()))
            .addSubcommand(new ValidateCommand(StartChecks::packagedCrds, input))
            .addSubcommand(new ModelsCommand(environment))
            .addSubcommand(new AskCommand(environment, input))
            .addSubcommand(new LossCommand(environment));
    line.getSubcommands().values().forEach(each -> each.getCommandSpec().version(VERSION));
    return UsageErrors.configured(line);
  }
}

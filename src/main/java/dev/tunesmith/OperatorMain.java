package dev.tunesmith;

import dev.tunesmith.emulator.EmulatorCommand;
import dev.tunesmith.ops.EnvironmentDefaults;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * The composition root: the one place where clocks, the environment and the process itself are
 * taken from the JVM.
 */
@Command(
    name = "tunesmith",
    mixinStandardHelpOptions = true,
    version = "tunesmith 0.1.0",
    description = "Runs Vertex AI tuning jobs as Kubernetes resources.",
    synopsisSubcommandLabel = "(operator | emulator | quickstart)",
    subcommands = {CommandLine.HelpCommand.class})
public final class OperatorMain {
  private OperatorMain() {}

  /**
   * Runs the command line and ends the process with its exit code.
   *
   * @param args the command line
   */
  public static void main(String[] args) {
    System.exit(commandLine(System.getenv()).execute(args));
  }

  /** The whole command line; tests read its options. */
  static CommandLine commandLine(Map<String, String> environment) {
    Clock clock = Clock.systemUTC();
    long start = System.nanoTime();
    return new CommandLine(new OperatorMain())
        .addSubcommand(
            new CommandLine(
                    new OperatorCommand(
                        environment, clock, () -> Duration.ofNanos(System.nanoTime() - start)))
                .setDefaultValueProvider(new EnvironmentDefaults(environment)))
        .addSubcommand(new EmulatorCommand(clock))
        .addSubcommand(
            QuickstartOperator.command(
                environment, clock, () -> Duration.ofNanos(System.nanoTime() - start)));
  }
}

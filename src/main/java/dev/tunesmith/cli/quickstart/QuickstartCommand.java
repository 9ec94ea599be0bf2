package dev.tunesmith.cli.quickstart;

import dev.tunesmith.app.ExitCode;
import dev.tunesmith.app.Logging;
import dev.tunesmith.app.OperatorOptions.LogFormat;
import dev.tunesmith.app.OperatorOptions.LogLevel;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code tunesmith quickstart}: shows the operator at work, on this machine and for free. */
@Command(
    name = "quickstart",
    mixinStandardHelpOptions = true,
    description = {
      "Runs TuningJobs with the operator itself, on a local emulator of Vertex AI and an API server"
          + " that it starts. Nothing is billed, unless --project says so.",
      "Exits with 0 only when every job ended in Complete."
    })
public final class QuickstartCommand implements Callable<Integer> {
  private final OperatorAssembly assembly;
  private final Surroundings surroundings;
  private final Clock clock;

  @Mixin private final QuickstartFlags flags = new QuickstartFlags();

  @SuppressWarnings("NullAway.Init") // picocli sets it before the command runs
  @Spec
  private CommandSpec spec;

  /**
   * The command.
   *
   * @param assembly the operator
   * @param surroundings the machine
   * @param clock wall time
   */
  public QuickstartCommand(OperatorAssembly assembly, Surroundings surroundings, Clock clock) {
    this.assembly = assembly;
    this.surroundings = surroundings;
    this.clock = clock;
  }

  /** Runs until all jobs have ended; on SIGTERM or SIGINT it ends in good order. */
  @Override
  public Integer call() {
    refuseNonsense();
    Logging.configure(LogFormat.TEXT, logLevel());
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    Quickstart quickstart =
        new Quickstart(
            flags,
            assembly,
            surroundings,
            clock,
            line -> {
              out.println(line);
              out.flush();
            });
    try {
      return quickstart.run() ? ExitCode.OK.code() : ExitCode.FAILED.code();
    } catch (WrongManifestsException e) {
      e.errors().forEach(err::println);
      return ExitCode.FAILED.code();
    } catch (QuickstartException e) {
      err.println(e.getMessage());
      return e.exitCode().code();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return ExitCode.FAILED.code();
    } finally {
      err.flush();
    }
  }

  /** On the emulator the table shows enough; where jobs are billed, warnings are logged too. */
  private LogLevel logLevel() {
    if (flags.verbose) {
      return LogLevel.INFO;
    }
    return flags.billed() ? LogLevel.WARN : LogLevel.ERROR;
  }

  private void refuseNonsense() {
    if (flags.kubeconfig != null && flags.server != Servers.Wanted.AUTO) {
      throw refused("--kubeconfig names a cluster, and --server another server: leave one out");
    }
    if (flags.kubeconfig == null && (flags.installCrd || flags.besideOperator)) {
      throw refused(
          QuickstartFlags.INSTALL_CRD
              + " and "
              + QuickstartFlags.BESIDE
              + " are for an existing cluster: add --kubeconfig=FILE");
    }
    if (!flags.billed()) {
      return;
    }
    if (flags.manifests.isEmpty()) {
      throw refused(
          "--project needs manifests of your own: the samples name data that is not yours");
    }
    if (!flags.accepted) {
      throw refused(
          "Google bills project "
              + flags.project
              + " for every tuning job. Nothing was sent. To go on, add "
              + QuickstartFlags.ACCEPT);
    }
  }

  private ParameterException refused(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}

package dev.tunesmith.cli.quickstart;

import dev.tunesmith.app.ExitCode;
import dev.tunesmith.app.Logging;
import dev.tunesmith.app.OperatorOptions.LogFormat;
import dev.tunesmith.app.OperatorOptions.LogLevel;
import dev.tunesmith.app.OptionRules;
import dev.tunesmith.gate.PolicyGate;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
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
      "Runs TuningJobs and TunedModels with the operator itself, on a local emulator and an API"
          + " server that it starts. Nothing is billed, unless --project says so."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:every job ended in Complete",
      "1:a job did not, or there are validation errors; nothing was sent then",
      "2:wrong usage; every error is listed",
      "3:the Kubernetes API server cannot be reached, or refuses the operator",
      "4:the CRD is not installed, or is too old",
      "5:no Google Cloud credentials were found",
      "6:leadership was lost to another operator",
      "8:the watch of TuningJobs ended for good",
      "10:the kubeconfig is missing, cannot be read, or names no cluster"
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
    boolean allowed = !flags.allowServiceAccounts.isEmpty() || !flags.allowKmsKeys.isEmpty();
    if (allowed && !flags.policy && !flags.billed()) {
      throw refused("without --policy or --project everything is allowed: add --policy");
    }
    List<String> wrong =
        new ArrayList<>(
            OptionRules.violations(
                new PolicyGate(
                    flags.project, Set.of(), flags.allowServiceAccounts, flags.allowKmsKeys),
                flags.location));
    flags.manifests.stream()
        .filter(Files::notExists)
        .forEach(path -> wrong.add(path + ": there is no such file or folder"));
    if (!wrong.isEmpty()) {
      throw refused(String.join(System.lineSeparator(), wrong));
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

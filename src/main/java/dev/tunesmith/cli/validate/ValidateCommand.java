package dev.tunesmith.cli.validate;

import dev.tunesmith.app.ExitCode;
import dev.tunesmith.app.Logging;
import dev.tunesmith.app.OperatorOptions.LogFormat;
import dev.tunesmith.app.OperatorOptions.LogLevel;
import dev.tunesmith.cli.manifest.ManifestCheck;
import dev.tunesmith.cli.validate.Finding.Severity;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code tunesmith validate}: reports what a cluster would refuse, without one. */
@Command(
    name = "validate",
    mixinStandardHelpOptions = true,
    description = {
      "Checks TuningJobs and TunedModels offline: reports what the API server would refuse by the"
          + " CRD's schema and CEL rules, and what the operator would refuse. Prints one line for"
          + " each validation error: file:line: message.",
      "Skips resources of other kinds, templates of charts, and files that a kustomization beside"
          + " or above them lists as patches. Does not check metadata, except that there is a name."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:all resources are valid",
      "1:there are validation errors, or warnings with --strict",
      "2:wrong usage: options, or a file or folder that does not exist"
    })
public final class ValidateCommand implements Callable<Integer> {
  private final Supplier<List<CustomResourceDefinition>> crds;
  private final InputStream input;

  @Mixin private final ValidateFlags flags = new ValidateFlags();

  @SuppressWarnings("NullAway.Init") // picocli sets it before the command runs
  @Spec
  private CommandSpec spec;

  /**
   * The command.
   *
   * @param crds of all kinds
   * @param input standard input
   */
  public ValidateCommand(Supplier<List<CustomResourceDefinition>> crds, InputStream input) {
    this.crds = crds;
    this.input = input;
  }

  @Override
  public Integer call() throws IOException {
    PrintWriter err = spec.commandLine().getErr();
    List<String> misuse = misuse();
    if (!misuse.isEmpty()) {
      misuse.forEach(err::println);
      return ExitCode.USAGE.code();
    }
    Logging.configure(LogFormat.TEXT, LogLevel.ERROR);
    Validation validation =
        new Validation(
            new ManifestCheck(crds.get(), flags.preflight(), flags.models()), flags.strict);
    for (String path : flags.paths) {
      if (path.equals(ValidateFlags.INPUT)) {
        validation.readInput(input.readAllBytes());
      } else {
        validation.read(Path.of(path));
      }
    }
    Report report = validation.report();
    flags.output.print(report, spec.version()[0], spec.commandLine().getOut());
    if (flags.output == ReportFormat.TEXT) {
      report.findings().stream()
          .filter(each -> each.severity() != Severity.ERROR)
          .forEach(err::println);
    }
    err.println(report.summary());
    err.flush();
    return (report.errors().isEmpty() ? ExitCode.OK : ExitCode.FAILED).code();
  }

  private List<String> misuse() {
    List<String> misuse = new ArrayList<>(flags.violations());
    if (flags.paths.stream().filter(ValidateFlags.INPUT::equals).count() > 1) {
      misuse.add("-: standard input can be read only once");
    }
    flags.paths.stream()
        .filter(path -> !path.equals(ValidateFlags.INPUT) && !Files.exists(Path.of(path)))
        .forEach(path -> misuse.add(path + ": there is no such file or folder"));
    return misuse;
  }
}

package dev.tunesmith.cli.validate;

import dev.tunesmith.app.ModelTables;
import dev.tunesmith.app.OptionRules;
import dev.tunesmith.gate.PolicyGate;
import dev.tunesmith.kind.tunedmodel.ModelPolicy;
import dev.tunesmith.kind.tunedmodel.ModelPreflight;
import dev.tunesmith.kind.tuningjob.DesiredJobs;
import dev.tunesmith.kind.tuningjob.ModelTable;
import dev.tunesmith.kind.tuningjob.Preflight;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * The options of {@code tunesmith validate}: a mixin. Apart from the files they are the operator's
 * own, with the values that the operator was started with. An option that is not given restricts
 * nothing.
 */
final class ValidateFlags {
  /** Standard input. */
  static final String INPUT = "-";

  private static final Set<String> ANY = Set.of("*");

  /** Not a project's id: stands for the unknown default of the operator. */
  private static final String SOME_PROJECT = "(the operator's default)";

  @Parameters(
      paramLabel = "FILE|FOLDER",
      arity = "1..*",
      description = {
        "Files in YAML or JSON. Of a folder, and the folders in it, all .yaml, .yml and .json"
            + " files. - is standard input: a rendered chart, or the output of kustomize build."
      })
  List<String> paths = List.of();

  @Option(
      names = "--strict",
      description =
          "Treats warnings as errors: a file or folder that contains no TuningJob or TunedModel, is"
              + " empty or cannot be read.")
  boolean strict;

  @Option(
      names = "--output",
      converter = ReportFormat.Name.class,
      paramLabel = "text|json|sarif|junit",
      description =
          "What standard output has: text, one line for each error; json, all that was found;"
              + " sarif, SARIF 2.1.0 for code scanning; junit, XML for CI services. The summary"
              + " goes to standard error. Default: text")
  ReportFormat output = ReportFormat.TEXT;

  @Option(
      names = "--project",
      paramLabel = "ID",
      description =
          "The operator's --project. If it is given, other projects are refused, unless"
              + " --allow-project allows them.")
  @Nullable String project;

  @Option(
      names = "--location",
      paramLabel = "REGION",
      description = "The operator's --location. Default: ${DEFAULT-VALUE}")
  String location = "us-central1";

  @Option(
      names = "--allow-project",
      paramLabel = "ID",
      split = ",",
      description =
          "The operator's --allow-project: projects other than these and --project are refused."
              + " Repeatable.")
  @Nullable List<String> allowProjects;

  @Option(
      names = "--allow-service-account",
      paramLabel = "EMAIL",
      split = ",",
      description =
          "The operator's --allow-service-account: others are refused; an empty one allows none."
              + " Repeatable.")
  @Nullable List<String> allowServiceAccounts;

  @Option(
      names = "--allow-kms-key",
      paramLabel = "NAME",
      split = ",",
      description =
          "The operator's --allow-kms-key: others are refused; an empty one allows none."
              + " Repeatable.")
  @Nullable List<String> allowKmsKeys;

  @Option(
      names = "--gemini-endpoint",
      paramLabel = "URL",
      description =
          "The operator's --gemini-endpoint. If it is given, other endpoints are refused, unless"
              + " --allow-gemini-host allows them.")
  @Nullable URI geminiEndpoint;

  @Option(
      names = "--allow-gemini-host",
      paramLabel = "HOST",
      split = ",",
      description =
          "The operator's --allow-gemini-host: a spec.endpoint at another host is refused; an empty"
              + " one allows none. Repeatable.")
  @Nullable List<String> allowGeminiHosts;

  @Option(
      names = "--models-file",
      paramLabel = "FILE",
      converter = ModelTables.class,
      description =
          "The operator's --models-file: a table in place of the packaged one of what is documented"
              + " per model. It gives notes, never errors.")
  @Nullable ModelTable modelTable;

  /** What the operator's own rules say of its options. */
  List<String> violations() {
    return OptionRules.violations(
        new PolicyGate(
            project, given(allowProjects), given(allowServiceAccounts), given(allowKmsKeys)),
        modelPolicy(),
        location);
  }

  /** How the operator reads a TunedModel's spec. */
  ModelPreflight models() {
    boolean restricted = geminiEndpoint != null || allowGeminiHosts != null;
    return new ModelPreflight(restricted ? modelPolicy() : null);
  }

  private ModelPolicy modelPolicy() {
    return new ModelPolicy(
        geminiEndpoint == null ? ModelPolicy.DEFAULT.endpoint() : geminiEndpoint,
        allowGeminiHosts == null ? Set.of() : given(allowGeminiHosts));
  }

  /** How the operator reads a spec. */
  Preflight preflight() {
    Set<String> projects =
        allowProjects == null && project != null ? Set.of() : given(allowProjects);
    String defaultProject = project == null ? SOME_PROJECT : project;
    return new Preflight(
        new DesiredJobs(
            defaultProject, location, modelTable == null ? ModelTables.packaged() : modelTable),
        new PolicyGate(defaultProject, projects, given(allowServiceAccounts), given(allowKmsKeys)));
  }

  private static Set<String> given(@Nullable List<String> values) {
    return values == null
        ? ANY
        : values.stream()
            .map(String::strip)
            .filter(value -> !value.isEmpty())
            .collect(Collectors.toUnmodifiableSet());
  }
}

package dev.tunesmith.cli.validate;

import dev.tunesmith.kind.tuningjob.Policy;
import dev.tunesmith.kind.tuningjob.Wishes;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * The options of {@code tunesmith validate}: a mixin. Those on what is allowed are the operator's
 * own, and a check by them is one for an operator that was started with them. What is not given is
 * not known, and not held against a manifest.
 */
final class ValidateFlags {
  /** Standard input. */
  static final String INPUT = "-";

  private static final Set<String> ANY = Set.of("*");

  /** No project's id: what resources without one get where nobody said what that is. */
  private static final String SOME_PROJECT = "(the operator's default)";

  @Parameters(
      paramLabel = "FILE|FOLDER",
      arity = "1..*",
      description = {
        "Manifests in YAML or JSON. Of a folder, and the folders in it, all .yaml, .yml and .json"
            + " files. - is standard input: a rendered chart, or the output of kustomize build."
      })
  List<String> paths = List.of();

  @Option(
      names = "--project",
      paramLabel = "ID",
      description =
          "The operator's --project. With it other projects are refused, unless --allow-project"
              + " allows them.")
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
          "The operator's --allow-project: other projects than these and --project are refused."
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

  /** How the operator would read manifests. */
  Wishes wishes() {
    Set<String> projects =
        allowProjects == null && project != null ? Set.of() : given(allowProjects);
    return new Wishes(
        new Policy(
            project == null ? SOME_PROJECT : project,
            projects,
            given(allowServiceAccounts),
            given(allowKmsKeys)),
        location);
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

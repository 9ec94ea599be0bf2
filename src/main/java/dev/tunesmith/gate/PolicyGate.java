package dev.tunesmith.gate;

import dev.tunesmith.api.v1alpha1.ConditionReason;
import dev.tunesmith.lifecycle.Scope;
import dev.tunesmith.lifecycle.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the administrator allows resources to use (design, section 10). The operator's cloud
 * identity must not become a way for one namespace to use another's money or data: without an
 * allowance a resource may use the operator's default project, and nothing else.
 *
 * @param defaultProject always allowed; null when there is none
 * @param projects allowed projects; each a name, or a pattern in which {@code *} stands for
 *     anything
 * @param serviceAccounts allowed service accounts, likewise
 * @param kmsKeys allowed keys, likewise
 */
public record PolicyGate(
    @Nullable String defaultProject,
    Set<String> projects,
    Set<String> serviceAccounts,
    Set<String> kmsKeys)
    implements Gate {

  /** Copies the sets. */
  public PolicyGate {
    projects = Set.copyOf(projects);
    serviceAccounts = Set.copyOf(serviceAccounts);
    kmsKeys = Set.copyOf(kmsKeys);
  }

  @Override
  public Verdict check(DesiredJob job, Facts facts) {
    List<String> violations = violations(job.scope(), job.serviceAccount(), job.kmsKeyName());
    return violations.isEmpty()
        ? new Verdict.Pass()
        : new Verdict.Refuse(ConditionReason.POLICY_VIOLATION, String.join("; ", violations), null);
  }

  /** One sentence for each thing that is used without an allowance, saying what would allow it. */
  public List<String> violations(
      @Nullable Scope scope, @Nullable String serviceAccount, @Nullable String kmsKeyName) {
    List<String> violations = new ArrayList<>();
    if (scope != null && !scope.projectId().equals(defaultProject)) {
      check(violations, "spec.projectId", scope.projectId(), projects, "--allow-project");
    }
    check(
        violations,
        "spec.tuning.serviceAccount",
        serviceAccount,
        serviceAccounts,
        "--allow-service-account");
    check(
        violations,
        "spec.tuning.encryptionSpec.kmsKeyName",
        kmsKeyName,
        kmsKeys,
        "--allow-kms-key");
    return violations;
  }

  private static void check(
      List<String> violations,
      String field,
      @Nullable String value,
      Set<String> allowed,
      String flag) {
    if (value != null && allowed.stream().noneMatch(pattern -> matches(pattern, value))) {
      violations.add(
          field
              + " "
              + value
              + " is not allowed here: leave it out, or have the administrator start the operator"
              + " with "
              + flag
              + "="
              + value);
    }
  }

  private static boolean matches(String pattern, String value) {
    String regex =
        Pattern.compile("\\*")
            .splitAsStream(pattern + "\0")
            .map(part -> part.replace("\0", ""))
            .map(Pattern::quote)
            .collect(Collectors.joining(".*"));
    return value.matches(regex);
  }
}

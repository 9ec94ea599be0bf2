package dev.tunesmith.kind.tuningjob;

import dev.tunesmith.lifecycle.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the administrator lets manifests use (design, section 8). The operator's cloud identity must
 * not become a way for one namespace to use another's money or data: without an allowance a
 * manifest may use the operator's default project, and nothing else.
 *
 * @param defaultProject the default project, always allowed; null when there is none
 * @param projects allowed projects; each a name, or a pattern in which {@code *} stands for
 *     anything
 * @param serviceAccounts allowed service accounts, likewise
 * @param kmsKeys allowed keys, likewise
 */
public record Policy(
    @Nullable String defaultProject,
    Set<String> projects,
    Set<String> serviceAccounts,
    Set<String> kmsKeys) {

  /** Copies the sets. */
  public Policy {
    projects = Set.copyOf(projects);
    serviceAccounts = Set.copyOf(serviceAccounts);
    kmsKeys = Set.copyOf(kmsKeys);
  }

  /**
   * All that a request uses without being allowed to.
   *
   * @param scope where it would run; null when that is not known
   * @param serviceAccount the service account it names, or null
   * @param kmsKeyName the key it names, or null
   * @return one sentence each, saying what would allow it
   */
  List<String> violations(
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

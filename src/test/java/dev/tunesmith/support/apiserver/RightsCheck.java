package dev.tunesmith.support.apiserver;

import dev.tunesmith.support.apiserver.AuditTrail.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The last check of a server: everything that service accounts asked of it, against what they may.
 * It looks at all that ran before, so it runs when the last test is over.
 *
 * @param summary one line for whoever reads the build's output
 * @param problems what is wrong, one line each; empty when nothing is
 */
record RightsCheck(String summary, List<String> problems) {
  RightsCheck {
    problems = List.copyOf(problems);
  }

  /** Judges refusals only: some tests do not need every right. */
  static RightsCheck ofRefusals(List<Request> requests, Refusals refusals) {
    return new RightsCheck(
        "RBAC: %d requests of %s".formatted(requests.size(), users(requests)),
        refusals.problems(requests));
  }

  /** Judges refusals, and whether each right was needed by some request. */
  static RightsCheck ofAll(List<Request> requests, Refusals refusals, Set<Grant> grants) {
    RightsCheck refused = ofRefusals(requests, refusals);
    List<String> problems = new ArrayList<>(refused.problems());
    grants.stream()
        .filter(grant -> requests.stream().noneMatch(grant::isUsedBy))
        .map(grant -> "granted, and used by nothing: " + grant)
        .sorted()
        .forEach(problems::add);
    if (grants.isEmpty()) {
      problems.add("no role is bound to any of " + users(requests));
    }
    return new RightsCheck(
        refused.summary() + "; each of the %d rights granted".formatted(grants.size()), problems);
  }

  static Set<String> users(List<Request> requests) {
    return requests.stream().map(Request::user).collect(Collectors.toSet());
  }

  /**
   * Fails when something is wrong.
   *
   * @throws AssertionError with all that is wrong
   */
  void verify() {
    if (!problems.isEmpty()) {
      throw new AssertionError(
          "the operator's roles do not fit what it asks for (deploy/rbac.yaml, the chart's"
              + " templates/_rules.tpl):\n  "
              + String.join("\n  ", problems));
    }
  }
}

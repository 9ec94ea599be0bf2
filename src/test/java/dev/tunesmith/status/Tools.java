package dev.tunesmith.status;

import io.fabric8.kubernetes.api.model.Condition;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What tools make of a resource, ported from their own rules: kstatus (which Flux and Helm use),
 * the health script for Argo CD, and the expressions for Flux.
 */
final class Tools {
  private Tools() {}

  /** What every tool looks at. */
  record Resource(
      boolean deleting,
      long generation,
      @Nullable Long observedGeneration,
      List<Condition> conditions) {
    boolean observed() {
      return observedGeneration != null && observedGeneration == generation;
    }
  }

  /** cli-utils, pkg/kstatus/status: checkGenericProperties, then the rule for Ready. */
  static String kstatus(Resource resource) {
    if (resource.deleting()) {
      return "Terminating";
    }
    if (resource.observedGeneration() != null && !resource.observed()) {
      return "InProgress";
    }
    for (Condition condition : resource.conditions()) {
      boolean on = "True".equals(condition.getStatus());
      if (on && "Reconciling".equals(condition.getType())) {
        return "InProgress";
      }
      if (on && "Stalled".equals(condition.getType())) {
        return "Failed";
      }
    }
    for (Condition condition : resource.conditions()) {
      if ("Ready".equals(condition.getType())) {
        return "True".equals(condition.getStatus()) ? "Current" : "InProgress";
      }
    }
    return "Current";
  }

  /** The health script (facts on Kubernetes, section 2.2), and what comes before it. */
  static String argo(Resource resource) {
    if (resource.deleting() || !resource.observed()) {
      return "Progressing";
    }
    Map<String, Boolean> on = new HashMap<>();
    for (Condition condition : resource.conditions()) {
      on.put(condition.getType(), "True".equals(condition.getStatus()));
    }
    if (on.getOrDefault("Failed", false) || on.getOrDefault("Stalled", false)) {
      return "Degraded";
    }
    if (on.getOrDefault("Complete", false)) {
      return "Healthy";
    }
    return on.getOrDefault("Suspended", false) ? "Suspended" : "Progressing";
  }

  /** healthCheckExprs (section 2.6): generation first, then failed, then current. */
  static String flux(Resource resource) {
    if (resource.deleting()) {
      return "Terminating";
    }
    if (!resource.observed()) {
      return "InProgress";
    }
    if (isTrue(resource, "Stalled")) {
      return "Failed";
    }
    return isTrue(resource, "Ready") ? "Current" : "InProgress";
  }

  static boolean isTrue(Resource resource, String type) {
    return resource.conditions().stream()
        .anyMatch(c -> type.equals(c.getType()) && "True".equals(c.getStatus()));
  }
}

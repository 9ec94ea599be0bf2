package dev.tunesmith.gitops;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * The published algorithm of kstatus, by which Flux, kpt and Helm 4 wait: {@code
 * sigs.k8s.io/cli-utils/pkg/kstatus/status}, {@code Compute} for a kind that it has no rule of its
 * own for.
 */
public final class Kstatus {
  private Kstatus() {}

  /**
   * The status.
   *
   * @return {@code Terminating}, {@code InProgress}, {@code Failed} or {@code Current}
   */
  public static String of(JsonNode resource) {
    if (!resource.at("/metadata/deletionTimestamp").asText().isEmpty()) {
      return "Terminating";
    }
    if (!isObserved(resource)) {
      return "InProgress";
    }
    JsonNode conditions = resource.at("/status/conditions");
    for (JsonNode condition : conditions) {
      if (isTrue(condition, "Reconciling")) {
        return "InProgress";
      }
      if (isTrue(condition, "Stalled")) {
        return "Failed";
      }
    }
    for (JsonNode condition : conditions) {
      if (condition.path("type").asText().equals("Ready")) {
        return isTrue(condition, "Ready") ? "Current" : "InProgress";
      }
    }
    return "Current";
  }

  /** A resource that tells no generation counts as observed. */
  static boolean isObserved(JsonNode resource) {
    JsonNode generation = resource.at("/metadata/generation");
    JsonNode observed = resource.at("/status/observedGeneration");
    return generation.isMissingNode()
        || observed.isMissingNode()
        || generation.longValue() == observed.longValue();
  }

  private static boolean isTrue(JsonNode condition, String type) {
    return condition.path("type").asText().equals(type)
        && condition.path("status").asText().equals("True");
  }
}

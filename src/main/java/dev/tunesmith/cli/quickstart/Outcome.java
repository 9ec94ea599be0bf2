package dev.tunesmith.cli.quickstart;

import dev.tunesmith.api.v1alpha1.Conditions;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a resource stands, by its conditions and not by its job's state. */
enum Outcome {
  /** The tuned model can be used. */
  COMPLETE,
  /** It ended without a usable model. */
  FAILED,
  /** A person has to do something. */
  STALLED,
  /** It is held, free of charge. */
  SUSPENDED,
  /** It is under way. */
  UNDER_WAY;

  /**
   * By conditions that speak of the present spec.
   *
   * @param generation of the resource; null where the server counts none
   */
  static Outcome of(List<Condition> conditions, @Nullable Long generation) {
    if (isTrue(conditions, generation, Conditions.COMPLETE)) {
      return COMPLETE;
    }
    if (isTrue(conditions, generation, Conditions.FAILED)) {
      return FAILED;
    }
    if (isTrue(conditions, generation, Conditions.STALLED)) {
      return STALLED;
    }
    return isTrue(conditions, generation, Conditions.SUSPENDED) ? SUSPENDED : UNDER_WAY;
  }

  /** Whether nothing more will happen by itself. */
  boolean isEnd() {
    return this != UNDER_WAY;
  }

  private static boolean isTrue(
      List<Condition> conditions, @Nullable Long generation, String type) {
    return conditions.stream()
        .filter(condition -> type.equals(condition.getType()))
        .filter(condition -> "True".equals(condition.getStatus()))
        .map(Condition::getObservedGeneration)
        .anyMatch(seen -> seen != null && (generation == null || seen >= generation));
  }
}

package dev.tunesmith.api.v1alpha1.tuningjob.tuning;

/**
 * {@code ReinforcementTuningThinkingLevel} without its UNSPECIFIED; MINIMAL and HIGH are
 * documented.
 */
public enum ThinkingLevel {
  /** As little as possible. */
  MINIMAL,
  /** Little. */
  LOW,
  /** Medium. */
  MEDIUM,
  /** Much. */
  HIGH
}

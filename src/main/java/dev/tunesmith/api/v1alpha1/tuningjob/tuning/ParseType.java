package dev.tunesmith.api.v1alpha1.tuningjob.tuning;

/**
 * How a response is parsed: {@code ReinforcementTuningParseResponseConfig.ResponseParseType}
 * without its UNSPECIFIED.
 */
public enum ParseType {
  /** As it is. */
  IDENTITY,
  /** What a regular expression extracts. */
  REGEX_EXTRACT
}

package dev.tunesmith.api.v1alpha1.tuningjob.tuning;

/** {@code StringMatchExpression.MatchOperation} without its UNSPECIFIED. */
public enum MatchOperation {
  /** A regular expression finds a match. */
  REGEX_CONTAINS,
  /** The text contains the expression. */
  PARTIAL_MATCH,
  /** The text is the expression. */
  EXACT_MATCH
}

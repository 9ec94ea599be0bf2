package dev.tunesmith.api.v1alpha1.tunedmodel;

/** Formats of training data in a ConfigMap: {@code spec.trainingDataFrom.format}. */
public enum DataFormat {
  /** JSON Lines: one object a line. */
  JSONL,
  /** Comma-separated values (RFC 4180), with the names of the columns in the first line. */
  CSV
}

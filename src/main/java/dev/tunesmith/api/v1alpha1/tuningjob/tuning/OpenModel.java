package dev.tunesmith.api.v1alpha1.tuningjob.tuning;

/** The names of open models. */
public final class OpenModel {
  /** {@code publisher/family@version}. */
  static final String NAME = "^[^/@\\s]+/[^/@\\s]+@[^/\\s]+$";

  private OpenModel() {}
}

package dev.tunesmith.api.v1alpha1;

/** The annotations that the operator reads. */
public final class Annotations {
  /** {@code "true"}: the resource is not reconciled. */
  public static final String PAUSED = "tunesmith.dev/paused";

  private Annotations() {}
}

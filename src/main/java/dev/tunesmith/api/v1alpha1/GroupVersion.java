package dev.tunesmith.api.v1alpha1;

/** Group and version of every kind in this package. */
public final class GroupVersion {
  /** The API group. */
  public static final String GROUP = "tunesmith.dev";

  /** The API version. */
  public static final String VERSION = "v1alpha1";

  private GroupVersion() {}
}

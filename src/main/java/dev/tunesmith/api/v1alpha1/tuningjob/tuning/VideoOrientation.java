package dev.tunesmith.api.v1alpha1.tuningjob.tuning;

/** {@code VeoLoraTuningSpec.VideoOrientation} without its UNSPECIFIED. */
public enum VideoOrientation {
  /** Wider than high, the default. */
  LANDSCAPE,
  /** Higher than wide. */
  PORTRAIT
}

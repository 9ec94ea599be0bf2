package dev.tunesmith.api.v1alpha1.tuningjob.tuning;

/** {@code VeoHyperParameters.TuningSpeed} without its UNSPECIFIED; Veo 3.0 only. */
public enum VeoTuningSpeed {
  /** Regular. */
  REGULAR,
  /** Fast, the default. */
  FAST
}

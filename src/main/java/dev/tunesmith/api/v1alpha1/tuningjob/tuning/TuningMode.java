package dev.tunesmith.api.v1alpha1.tuningjob.tuning;

/** How the weights change: {@code SupervisedTuningSpec.TuningMode} without its UNSPECIFIED. */
public enum TuningMode {
  /** All weights. */
  TUNING_MODE_FULL,
  /** An adapter. */
  TUNING_MODE_PEFT_ADAPTER
}

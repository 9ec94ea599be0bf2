package dev.tunesmith.api.v1alpha1.tuningjob.tuning;

/** What a video is made from: {@code VeoHyperParameters.TuningTask} without its UNSPECIFIED. */
public enum VeoTuningTask {
  /** An image. */
  TUNING_TASK_I2V,
  /** A text. */
  TUNING_TASK_T2V,
  /** References. */
  TUNING_TASK_R2V
}

package dev.tunesmith.api.v1alpha1.tuningjob;

/** What becomes of checkpoints' endpoints: {@code spec.retention.checkpointEndpoints}. */
public enum CheckpointEndpoints {
  /** All stay. */
  Keep,
  /** Those of the checkpoints that are not the default one are deleted after success. */
  DeleteNonDefault
}

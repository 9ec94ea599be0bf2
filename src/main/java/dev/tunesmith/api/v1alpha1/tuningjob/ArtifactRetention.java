package dev.tunesmith.api.v1alpha1.tuningjob;

/**
 * What becomes of what open models' jobs wrote to Cloud Storage when their resource is deleted:
 * {@code spec.retention.artifacts}.
 */
public enum ArtifactRetention {
  /** All of it stays. */
  Keep,
  /** It is deleted after the models. */
  Delete
}

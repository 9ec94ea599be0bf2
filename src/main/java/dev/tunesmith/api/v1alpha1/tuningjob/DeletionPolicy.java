package dev.tunesmith.api.v1alpha1.tuningjob;

/** What becomes of jobs and models when their resource is deleted: {@code spec.deletionPolicy}. */
public enum DeletionPolicy {
  /** Active jobs are cancelled; models and endpoints stay. */
  Cancel,
  /** Active jobs run on, and models and endpoints stay. */
  Orphan,
  /** Active jobs are cancelled; models and endpoints are deleted. */
  Delete
}

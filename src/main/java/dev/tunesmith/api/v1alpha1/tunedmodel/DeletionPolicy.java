package dev.tunesmith.api.v1alpha1.tunedmodel;

/** What becomes of the tuned model when its resource is deleted: {@code spec.deletionPolicy}. */
public enum DeletionPolicy {
  /** It stays: it costs nothing to keep, and deleting it cannot be undone. */
  Orphan,
  /** It is deleted. */
  Delete
}

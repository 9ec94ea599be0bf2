package dev.tunesmith.lifecycle;

/** What becomes of a resource's jobs when it is deleted. */
public enum Deletion {
  /** Active jobs are cancelled. */
  CANCEL,
  /** Active jobs run on. */
  ORPHAN,
  /** Active jobs are cancelled; what the jobs made is deleted. */
  DELETE
}

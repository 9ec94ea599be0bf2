package dev.tunesmith.reconcile;

/** Whether this process may buy at this moment. */
@FunctionalInterface
public interface Leadership {
  /**
   * Asked right before every create.
   *
   * @return false when another process may be leading, or this one is ending
   */
  boolean mayCreate();
}

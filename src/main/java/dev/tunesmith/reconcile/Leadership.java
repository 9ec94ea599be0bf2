package dev.tunesmith.reconcile;

/** Whether this process may change anything at the service at this moment. */
@FunctionalInterface
public interface Leadership {
  /**
   * Asked right before every create and every cancel: what a process that does not lead any more
   * remembers may be out of date, and the job that it takes for an extra one the one that counts.
   *
   * @return false when another process may be leading, or this one is ending
   */
  boolean mayAct();
}

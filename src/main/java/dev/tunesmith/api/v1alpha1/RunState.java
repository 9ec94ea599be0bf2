package dev.tunesmith.api.v1alpha1;

/**
 * What the rules of editing read of the status, in CEL. They read it as it was before the update,
 * so that they can never refuse a write of the status or the removal of a finalizer.
 */
public final class RunState {
  /** A run is submitted from the record of its submission until that is cleared. */
  public static final String NOT_SUBMITTED =
      "!has(oldSelf.status) || !has(oldSelf.status.submission)";

  /** The operator waits for nothing but a person. */
  public static final String FINISHED =
      "has(oldSelf.status.conditions) && oldSelf.status.conditions.exists(c, c.type == 'Finished'"
          + " && c.status == 'True')";

  /** The run has ended without a usable model. */
  public static final String FAILED =
      "has(oldSelf.status) && has(oldSelf.status.conditions)"
          + " && oldSelf.status.conditions.exists(c, c.type == 'Failed' && c.status == 'True')";

  private RunState() {}
}

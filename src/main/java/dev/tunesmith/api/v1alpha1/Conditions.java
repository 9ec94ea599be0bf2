package dev.tunesmith.api.v1alpha1;

/**
 * The types of {@code status.conditions}. {@link #READY} is always there, {@link #ACCEPTED} once
 * the acceptance checks are over; the others are present only while they are True.
 */
public final class Conditions {
  /** True when the tuned model can be used. */
  public static final String READY = "Ready";

  /**
   * The operator waits for nothing but a person: together with {@link #COMPLETE}, {@link #FAILED}
   * or {@link #STALLED}, so that one {@code kubectl wait} serves every outcome. It goes when work
   * goes on.
   */
  public static final String FINISHED = "Finished";

  /**
   * The run has succeeded, and its model passed the acceptance checks; never together with {@link
   * #FAILED}, and undone only by changed checks.
   */
  public static final String COMPLETE = "Complete";

  /** The run has ended without a usable model; never undone, but by a new run. */
  public static final String FAILED = "Failed";

  /** Nothing has been submitted, and nothing will be, until the user says so. */
  public static final String SUSPENDED = "Suspended";

  /**
   * Whether the tuned model passed the acceptance checks: True, False, or Unknown where it answered
   * too few requests to know. Absent without checks and while they are open.
   */
  public static final String ACCEPTED = "Accepted";

  /** The operator is at work (kstatus); never together with {@link #STALLED}. */
  public static final String RECONCILING = "Reconciling";

  /** The operator cannot go on without a person (kstatus). */
  public static final String STALLED = "Stalled";

  private Conditions() {}
}

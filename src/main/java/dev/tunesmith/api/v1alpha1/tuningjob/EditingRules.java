package dev.tunesmith.api.v1alpha1.tuningjob;

/**
 * The two rules of editing a {@link TuningJob}, in CEL. Both are about paid work: inputs must stay
 * what the job was created with, and no sync or self-heal may start a second run beside an active
 * one.
 *
 * <p>They stand at the root of the schema because only there a rule on {@code spec} sees what
 * {@code status} was before the update. They hold for every writer; the operator passes them,
 * because it never writes {@code spec}.
 */
public final class EditingRules {
  /** A run is submitted from the record of its submission until that is cleared. */
  private static final String NOT_SUBMITTED =
      "!has(oldSelf.status) || !has(oldSelf.status.submission)";

  private static final String FINISHED =
      "has(oldSelf.status.conditions) && oldSelf.status.conditions.exists(c, c.type == 'Finished'"
          + " && c.status == 'True')";

  // Spelled out: CEL's optionals (self.spec.?projectId) would be shorter, but the API server takes
  // their comparison for one of unbounded cost, and refuses the CRD.
  private static final String SAME_PROJECT =
      "has(self.spec.projectId) == has(oldSelf.spec.projectId)"
          + " && (!has(self.spec.projectId) || self.spec.projectId == oldSelf.spec.projectId)";

  private static final String SAME_LOCATION =
      "has(self.spec.location) == has(oldSelf.spec.location)"
          + " && (!has(self.spec.location) || self.spec.location == oldSelf.spec.location)";

  static final String INPUTS =
      "("
          + "self.spec.tuning == oldSelf.spec.tuning && "
          + SAME_PROJECT
          + " && "
          + SAME_LOCATION
          + ") || self.spec.run != oldSelf.spec.run || "
          + NOT_SUBMITTED;

  static final String INPUTS_MESSAGE =
      "the run is submitted: `spec.tuning`, `spec.projectId` and `spec.location` may now change"
          + " only together with a new value of `spec.run`, which is a new job and billed again";

  static final String INPUTS_MESSAGE_EXPRESSION =
      "\"run '\" + oldSelf.spec.run + \"' is submitted: `spec.tuning`, `spec.projectId` and"
          + " `spec.location` may now change only together with a new value of `spec.run`, which is"
          + " a new job and billed again\"";

  static final String RUN =
      "self.spec.run == oldSelf.spec.run || " + NOT_SUBMITTED + " || (" + FINISHED + ")";

  static final String RUN_MESSAGE =
      "the current run is active: wait until its condition Finished is True, then set"
          + " `spec.run`; or delete the resource, which cancels the job, and create it again with"
          + " the new run";

  static final String RUN_MESSAGE_EXPRESSION =
      "\"run '\" + oldSelf.spec.run + \"' is active: wait until its condition Finished is True,"
          + " then set `spec.run`; or delete the resource, which cancels the job, and create"
          + " it again with the new run\"";

  private EditingRules() {}
}

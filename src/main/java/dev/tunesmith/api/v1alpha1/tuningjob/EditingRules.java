package dev.tunesmith.api.v1alpha1.tuningjob;

import dev.tunesmith.api.v1alpha1.RunState;

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
          + RunState.NOT_SUBMITTED;

  static final String INPUTS_MESSAGE =
      "the run is submitted: `spec.tuning`, `spec.projectId` and `spec.location` may now change"
          + " only together with a new value of `spec.run`, which is a new job and billed again";

  static final String INPUTS_MESSAGE_EXPRESSION =
      "\"run '\" + oldSelf.spec.run + \"' is submitted: `spec.tuning`, `spec.projectId` and"
          + " `spec.location` may now change only together with a new value of `spec.run`, which is"
          + " a new job and billed again\"";

  static final String RUN =
      "self.spec.run == oldSelf.spec.run || "
          + RunState.NOT_SUBMITTED
          + " || ("
          + RunState.FINISHED
          + ")";

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

package dev.tunesmith.api.v1alpha1.tuningjob;

import dev.tunesmith.api.v1alpha1.RunState;

/**
 * The rules of editing a {@link TuningJob}, in CEL. All are about paid work: inputs must stay what
 * the job was created with, no sync or self-heal may start a second run beside an active one, and
 * nothing cancels a job that does not say so.
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
          + " || (has(self.spec.cancelRun) && self.spec.cancelRun == oldSelf.spec.run) || ("
          + RunState.FINISHED
          + ")";

  private static final String RUN_ADVICE =
      "is active: wait until its condition Finished is True, then set `spec.run`; or name the"
          + " active run in `spec.cancelRun`, which cancels it first: what it has used is billed";

  static final String RUN_MESSAGE = "the current run " + RUN_ADVICE;

  static final String RUN_MESSAGE_EXPRESSION =
      "\"run '\" + oldSelf.spec.run + \"' " + RUN_ADVICE + "\"";

  static final String CANCEL =
      "!has(oldSelf.spec.cancelRun) || oldSelf.spec.cancelRun != oldSelf.spec.run"
          + " || self.spec.run != oldSelf.spec.run"
          + " || (has(self.spec.cancelRun) && self.spec.cancelRun == oldSelf.spec.cancelRun)";

  private static final String CANCEL_ADVICE =
      "is cancelled, which cannot be taken back: leave `spec.cancelRun` as it is, or set a new"
          + " `spec.run`, which is a new job and billed";

  static final String CANCEL_MESSAGE = "the current run " + CANCEL_ADVICE;

  static final String CANCEL_MESSAGE_EXPRESSION =
      "\"run '\" + oldSelf.spec.run + \"' " + CANCEL_ADVICE + "\"";

  static final String SUSPEND =
      "!has(self.spec.suspend) || !self.spec.suspend"
          + " || (has(oldSelf.spec.suspend) && oldSelf.spec.suspend)"
          + " || self.spec.run != oldSelf.spec.run || "
          + RunState.NOT_SUBMITTED
          + " || ("
          + RunState.FINISHED
          + ")";

  private static final String SUSPEND_ADVICE =
      "is active, and a tuning job cannot be paused: to cancel it, name it in `spec.cancelRun`;"
          + " what it has used is billed";

  static final String SUSPEND_MESSAGE = "the current run " + SUSPEND_ADVICE;

  static final String SUSPEND_MESSAGE_EXPRESSION =
      "\"run '\" + oldSelf.spec.run + \"' " + SUSPEND_ADVICE + "\"";

  private EditingRules() {}
}

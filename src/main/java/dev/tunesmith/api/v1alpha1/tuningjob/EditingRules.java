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

  private static final String SAME_PARENT =
      "has(self.spec.preTunedModelFrom) == has(oldSelf.spec.preTunedModelFrom)"
          + " && (!has(self.spec.preTunedModelFrom)"
          + " || self.spec.preTunedModelFrom == oldSelf.spec.preTunedModelFrom)";

  static final String INPUTS =
      "("
          + "self.spec.tuning == oldSelf.spec.tuning && "
          + SAME_PROJECT
          + " && "
          + SAME_LOCATION
          + " && "
          + SAME_PARENT
          + ") || self.spec.run != oldSelf.spec.run || "
          + RunState.NOT_SUBMITTED;

  private static final String INPUTS_ADVICE =
      "is submitted: `spec.tuning`, `spec.preTunedModelFrom`, `spec.projectId` and"
          + " `spec.location` may now change only together with a new value of `spec.run`, which is"
          + " a new job and billed again";

  static final String INPUTS_MESSAGE = "the run " + INPUTS_ADVICE;

  static final String INPUTS_MESSAGE_EXPRESSION =
      "\"run '\" + oldSelf.spec.run + \"' " + INPUTS_ADVICE + "\"";

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
      "is cancelled, which cannot be taken back: leave `spec.cancelRun` as it is, or change it"
          + " together with `spec.run`, whose new value is a new job and billed";

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
      "is active, and a tuning job cannot be paused: cancel it by its name in `spec.cancelRun`,"
          + " which bills what it has used, or set `spec.suspend` together with a new `spec.run`"
          + " after its end";

  static final String SUSPEND_MESSAGE = "the current run " + SUSPEND_ADVICE;

  static final String SUSPEND_MESSAGE_EXPRESSION =
      "\"run '\" + oldSelf.spec.run + \"' " + SUSPEND_ADVICE + "\"";

  static final String LIMITS =
      "(has(self.spec.backoffLimit) == has(oldSelf.spec.backoffLimit)"
          + " && (!has(self.spec.backoffLimit)"
          + " || self.spec.backoffLimit == oldSelf.spec.backoffLimit)"
          + " && has(self.spec.activeDeadlineSeconds) == has(oldSelf.spec.activeDeadlineSeconds)"
          + " && (!has(self.spec.activeDeadlineSeconds)"
          + " || self.spec.activeDeadlineSeconds == oldSelf.spec.activeDeadlineSeconds))"
          + " || self.spec.run != oldSelf.spec.run || !("
          + RunState.FAILED
          + " && has(oldSelf.status.run) && oldSelf.status.run == oldSelf.spec.run)";

  private static final String LIMITS_ADVICE =
      "is over: `spec.backoffLimit` and `spec.activeDeadlineSeconds` may now change only together"
          + " with a new `spec.run`, which is a new job and billed";

  static final String LIMITS_MESSAGE = "the current run " + LIMITS_ADVICE;

  static final String LIMITS_MESSAGE_EXPRESSION =
      "\"run '\" + oldSelf.spec.run + \"' " + LIMITS_ADVICE + "\"";

  static final String MANAGED_BY =
      "has(self.spec.managedBy) == has(oldSelf.spec.managedBy)"
          + " && (!has(self.spec.managedBy) || self.spec.managedBy == oldSelf.spec.managedBy)";

  static final String MANAGED_BY_MESSAGE =
      "`spec.managedBy` must stay as it is: create another resource, or delete this one, which"
          + " cancels a job that runs, and create it again";

  private EditingRules() {}
}

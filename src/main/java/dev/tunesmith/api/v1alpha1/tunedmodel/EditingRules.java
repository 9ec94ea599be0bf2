package dev.tunesmith.api.v1alpha1.tunedmodel;

import dev.tunesmith.api.v1alpha1.RunState;

/**
 * The two rules of editing a {@link TunedModel}, in CEL: inputs must stay what the model was made
 * of, and no second run may start beside one that is being made.
 *
 * <p>They stand at the root of the schema because only there a rule on {@code spec} sees what
 * {@code status} was before the update. They hold for every writer; the operator passes them,
 * because it never writes {@code spec}.
 */
public final class EditingRules {
  // Spelled out: CEL's optionals (self.spec.?endpoint) would be shorter, but the API server takes
  // their comparison for one of unbounded cost, and refuses the CRD.
  private static final String SAME_BASE_MODEL =
      "has(self.spec.model.baseModel) == has(oldSelf.spec.model.baseModel)"
          + " && (!has(self.spec.model.baseModel)"
          + " || self.spec.model.baseModel == oldSelf.spec.model.baseModel)";

  private static final String SAME_SOURCE =
      "has(self.spec.model.tunedModelSource) == has(oldSelf.spec.model.tunedModelSource)"
          + " && (!has(self.spec.model.tunedModelSource)"
          + " || self.spec.model.tunedModelSource == oldSelf.spec.model.tunedModelSource)";

  private static final String SAME_TASK =
      "has(self.spec.model.tuningTask) == has(oldSelf.spec.model.tuningTask)"
          + " && (!has(self.spec.model.tuningTask)"
          + " || self.spec.model.tuningTask == oldSelf.spec.model.tuningTask)";

  private static final String SAME_DATA =
      "has(self.spec.trainingDataFrom) == has(oldSelf.spec.trainingDataFrom)"
          + " && (!has(self.spec.trainingDataFrom)"
          + " || self.spec.trainingDataFrom == oldSelf.spec.trainingDataFrom)";

  private static final String SAME_ENDPOINT =
      "has(self.spec.endpoint) == has(oldSelf.spec.endpoint)"
          + " && (!has(self.spec.endpoint) || self.spec.endpoint == oldSelf.spec.endpoint)";

  static final String INPUTS =
      "("
          + SAME_BASE_MODEL
          + " && "
          + SAME_SOURCE
          + " && "
          + SAME_TASK
          + " && "
          + SAME_DATA
          + " && "
          + SAME_ENDPOINT
          + ") || self.spec.run != oldSelf.spec.run || "
          + RunState.NOT_SUBMITTED;

  private static final String INPUTS_ADVICE =
      "is submitted: `baseModel`, `tunedModelSource` and `tuningTask` of `spec.model`,"
          + " `spec.trainingDataFrom` and `spec.endpoint` may now change only together with a new"
          + " value of `spec.run`, which makes another tuned model";

  static final String INPUTS_MESSAGE = "the run " + INPUTS_ADVICE;

  static final String INPUTS_MESSAGE_EXPRESSION =
      "\"run '\" + oldSelf.spec.run + \"' " + INPUTS_ADVICE + "\"";

  /** The states that the service adds later are taken for those of a model being made. */
  private static final String MADE =
      "has(oldSelf.status.state) && oldSelf.status.state in ['Active', 'Failed']";

  static final String RUN =
      "self.spec.run == oldSelf.spec.run || "
          + RunState.NOT_SUBMITTED
          + " || ("
          + MADE
          + ") || ("
          + RunState.FINISHED
          + " && (!has(oldSelf.status.state) || (has(oldSelf.status.reason)"
          + " && oldSelf.status.reason in ['ModelGone', 'InputsChanged'])))";

  private static final String RUN_ADVICE =
      "is active: wait until its tuned model is Active or Failed, then set `spec.run`; or create"
          + " another resource, whose model is made beside this one's";

  static final String RUN_MESSAGE = "the current run " + RUN_ADVICE;

  static final String RUN_MESSAGE_EXPRESSION =
      "\"run '\" + oldSelf.spec.run + \"' " + RUN_ADVICE + "\"";

  private EditingRules() {}
}

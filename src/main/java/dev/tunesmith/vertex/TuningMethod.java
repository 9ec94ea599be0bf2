package dev.tunesmith.vertex;

/**
 * How a model is tuned: the member of {@code TuningJob.tuning_spec} that a request sets. Which of
 * them an adapter can send is {@link TuningJobs#inexpressible}.
 *
 * @see <a
 *     href="https://cloud.google.com/vertex-ai/docs/reference/rest/v1beta1/projects.locations.tuningJobs">TuningJob</a>
 */
public enum TuningMethod {
  /** Supervised tuning, of a foundation model or further on a tuned one (continuous tuning). */
  SUPERVISED("supervisedTuningSpec"),
  /** Preference tuning (DPO): pairs of a preferred and a rejected answer. */
  PREFERENCE("preferenceOptimizationSpec"),
  /** Distillation: a teacher's answers train a smaller model. */
  DISTILLATION("distillationSpec"),
  /** Reinforcement tuning: rewards score the model's own answers. */
  REINFORCEMENT("reinforcementTuningSpec"),
  /** Full fine-tuning, by allowlist. */
  FULL("fullFineTuningSpec"),
  /** Tuning of Veo, by allowlist. */
  VEO("veoTuningSpec"),
  /** LoRA tuning of Veo, by allowlist. */
  VEO_LORA("veoLoraTuningSpec"),
  /** Tuning of a partner's model, by allowlist. */
  PARTNER("partnerModelTuningSpec");

  private final String specField;

  TuningMethod(String specField) {
    this.specField = specField;
  }

  /** The member's name in the request body, in its REST spelling. */
  public String specField() {
    return specField;
  }
}

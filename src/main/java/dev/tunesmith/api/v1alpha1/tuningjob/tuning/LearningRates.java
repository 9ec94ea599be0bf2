package dev.tunesmith.api.v1alpha1.tuningjob.tuning;

/** The rule of the two ways to give a learning rate. */
final class LearningRates {
  static final String RULE = "!has(self.learningRate) || !has(self.learningRateMultiplier)";

  static final String MESSAGE =
      "only one of `learningRate` (open models) and `learningRateMultiplier` (Google's models) must"
          + " be set";

  private LearningRates() {}
}

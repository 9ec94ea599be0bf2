package dev.tunesmith.gemini;

/**
 * One point of the loss curve.
 *
 * @param step the tuning step
 * @param epoch the epoch that the step was part of
 * @param meanLoss of the training examples of this step; always finite
 * @see <a href="https://ai.google.dev/api/tuning#TuningSnapshot">TuningSnapshot</a>
 */
public record TuningSnapshot(int step, int epoch, double meanLoss) {}

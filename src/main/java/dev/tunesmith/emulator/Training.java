package dev.tunesmith.emulator;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/**
 * The size of a training run. The dataset is not read: its size is derived from its URI, so that
 * the same URI always has the same size.
 *
 * @param uri the dataset's
 * @param examples how many the dataset has
 * @param inputTokens the tokens of all prompts
 * @param outputTokens the tokens of all answers
 * @param epochs passes over the dataset, the last one perhaps in part
 * @param steps of all passes
 * @param checkpoints in order; empty when only the last one is exported
 */
record Training(
    String uri,
    long examples,
    long inputTokens,
    long outputTokens,
    long epochs,
    long steps,
    List<Checkpoint> checkpoints) {
  // A recorded job has 500 examples, 10 epochs and 160 steps, which a batch of 32 explains.
  static final int USUAL_BATCH = 32;

  private static final int FEWEST_EXAMPLES = 100;
  private static final int MOST_EXAMPLES = 600;
  private static final int MOST_CHECKPOINTS = 10;
  private static final int DROPPED = 3;

  Training {
    checkpoints = List.copyOf(checkpoints);
  }

  /**
   * One saved state of the model.
   *
   * @param id "1" for the first
   * @param epoch after which it was saved
   * @param step after which it was saved
   */
  record Checkpoint(String id, long epoch, long step) {}

  static long examples(String uri, Seeded seeded) {
    return seeded.between(FEWEST_EXAMPLES, MOST_EXAMPLES, "examples:" + uri);
  }

  /** So many passes over a dataset, in batches of so many examples. */
  static Training ofEpochs(String uri, long epochs, long batch, Seeded seeded) {
    return of(uri, epochs, epochs * Math.ceilDiv(examples(uri, seeded), batch), seeded);
  }

  /** So many steps, in batches of so many examples. */
  static Training ofSteps(String uri, long steps, long batch, Seeded seeded) {
    long stepsPerEpoch = Math.ceilDiv(examples(uri, seeded), batch);
    return of(uri, Math.ceilDiv(steps, stepsPerEpoch), steps, seeded);
  }

  private static Training of(String uri, long epochs, long steps, Seeded seeded) {
    long examples = examples(uri, seeded);
    return new Training(
        uri,
        examples,
        examples * seeded.between(100, 500, "input:" + uri),
        examples * seeded.between(20, 60, "output:" + uri),
        epochs,
        steps,
        checkpoints(epochs, steps));
  }

  Training withLastCheckpointOnly() {
    return new Training(uri, examples, inputTokens, outputTokens, epochs, steps, List.of());
  }

  long stepsPerEpoch() {
    return Math.ceilDiv(steps, epochs);
  }

  long tokens() {
    return inputTokens + outputTokens;
  }

  /** One per epoch; of many epochs about ten, evenly spaced and with the last one. */
  private static List<Checkpoint> checkpoints(long epochs, long steps) {
    long count = Math.min(epochs, MOST_CHECKPOINTS);
    List<Checkpoint> checkpoints = new ArrayList<>();
    for (long number = 1; number <= count; number++) {
      long epoch = number * epochs / count;
      checkpoints.add(
          new Checkpoint(
              Long.toString(number), epoch, Math.min(steps, epoch * Math.ceilDiv(steps, epochs))));
    }
    return checkpoints;
  }

  /** Whether the service leaves some examples out: the URI has {@code /dropped/} in it. */
  boolean drops() {
    return uri.contains("/dropped/");
  }

  /** How many examples the service leaves out. */
  int dropped() {
    return drops() ? DROPPED : 0;
  }

  /** The examples that are left out, by their position from 1 on. */
  ArrayNode droppedIndices() {
    ArrayNode indices = Json.array();
    for (int index = 1; index <= dropped(); index++) {
      indices.add(Integer.toString(index * 7));
    }
    return indices;
  }

  /** Why they are left out, in the same order. */
  ArrayNode droppedReasons() {
    ArrayNode reasons = Json.array();
    for (int index = 1; index <= dropped(); index++) {
      reasons.add("The example is longer than the maximum number of tokens.");
    }
    return reasons;
  }

  /** {@code SupervisedTuningDatasetDistribution}. */
  ObjectNode distribution(long sum) {
    long mean = sum / examples;
    ObjectNode distribution = Json.object();
    distribution.put("sum", Long.toString(sum));
    distribution.put("billableSum", Long.toString(sum));
    distribution.put("min", mean / 4);
    distribution.put("max", mean * 4);
    distribution.put("mean", mean);
    distribution.put("median", mean);
    distribution.put("p5", mean / 3);
    distribution.put("p95", mean * 3);
    ObjectNode bucket = distribution.putArray("buckets").addObject();
    bucket.put("count", examples).put("left", mean / 4).put("right", mean * 4);
    return distribution;
  }

  /** {@code DatasetStats}, of the methods that have no statistics of their own. */
  ObjectNode datasetStats(long billableTokens) {
    ObjectNode stats = Json.object();
    stats.put("tuningDatasetExampleCount", Long.toString(examples));
    stats.put("totalBillableTokenCount", Long.toString(billableTokens));
    stats.put("tuningStepCount", Long.toString(steps));
    stats.set("userInputTokenDistribution", doubleDistribution(inputTokens));
    stats.set("userMessagePerExampleDistribution", doubleDistribution(examples));
    stats.set("contentsPerExampleDistribution", doubleDistribution(examples));
    if (drops()) {
      stats.set("droppedExampleIndices", droppedIndices());
      stats.set("droppedExampleReasons", droppedReasons());
    }
    return stats;
  }

  /**
   * {@code DatasetDistribution}: its sum is no integer, nothing in it is billed, and the counts of
   * its histogram are integers.
   */
  ObjectNode doubleDistribution(long sum) {
    ObjectNode distribution = distribution(sum).put("sum", (double) sum);
    distribution.remove("billableSum");
    ObjectNode bucket = (ObjectNode) distribution.path("buckets").path(0);
    bucket.put("count", Long.toString(examples));
    return distribution;
  }

  /** The service shows pieces of the training data here; clients must not pass them on. */
  static ArrayNode datasetExamples() {
    ArrayNode examples = Json.array();
    ObjectNode content = examples.addObject();
    content.put("role", "user");
    content.putArray("parts").addObject().put("text", "An example from the training data...");
    return examples;
  }
}

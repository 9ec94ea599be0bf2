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
 * @param epochs passes over the dataset
 * @param checkpoints in order; empty when only the last one is exported
 */
record Training(
    String uri,
    long examples,
    long inputTokens,
    long outputTokens,
    long epochs,
    List<Checkpoint> checkpoints) {
  private static final int FEWEST_EXAMPLES = 100;
  private static final int MOST_EXAMPLES = 600;
  // A recorded job has 500 examples, 10 epochs and 160 steps, which a batch of 32 explains.
  private static final int BATCH = 32;
  private static final int MOST_CHECKPOINTS = 10;

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

  static Training of(String uri, long epochs, boolean lastCheckpointOnly, Seeded seeded) {
    long examples = examples(uri, seeded);
    return new Training(
        uri,
        examples,
        examples * seeded.between(100, 500, "input:" + uri),
        examples * seeded.between(20, 60, "output:" + uri),
        epochs,
        lastCheckpointOnly ? List.of() : checkpoints(epochs, stepsPerEpoch(examples)));
  }

  long steps() {
    return epochs * stepsPerEpoch(examples);
  }

  long stepsPerEpoch() {
    return stepsPerEpoch(examples);
  }

  private static long stepsPerEpoch(long examples) {
    return Math.ceilDiv(examples, BATCH);
  }

  /** One per epoch; of many epochs about ten, evenly spaced and with the last one. */
  private static List<Checkpoint> checkpoints(long epochs, long stepsPerEpoch) {
    long count = Math.min(epochs, MOST_CHECKPOINTS);
    List<Checkpoint> checkpoints = new ArrayList<>();
    for (long number = 1; number <= count; number++) {
      long epoch = number * epochs / count;
      checkpoints.add(new Checkpoint(Long.toString(number), epoch, epoch * stepsPerEpoch));
    }
    return checkpoints;
  }

  /** A distribution over the examples, as every method's statistics have it. */
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

  /** The service shows pieces of the training data here; clients must not pass them on. */
  static ArrayNode datasetExamples() {
    ArrayNode examples = Json.array();
    ObjectNode content = examples.addObject();
    content.put("role", "user");
    content.putArray("parts").addObject().put("text", "An example from the training data...");
    return examples;
  }
}

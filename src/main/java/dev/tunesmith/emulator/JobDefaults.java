package dev.tunesmith.emulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * What the service fills in where the request is silent. It writes its choices into the job's spec,
 * so a client reads back more than it sent.
 */
final class JobDefaults {
  static final String ADAPTER_SIZE = "ADAPTER_SIZE_";
  private static final long FEW_EXAMPLES = 200;
  private static final long MORE_EXAMPLES = 400;

  private JobDefaults() {}

  /** Fills in the hyper-parameters. */
  static void fillIn(ObjectNode job, BaseModels.Family family, Seeded seeded) {
    ObjectNode spec = job.withObjectProperty("supervisedTuningSpec");
    ObjectNode parameters = spec.withObjectProperty("hyperParameters");
    if (!parameters.has("epochCount")) {
      long examples = Training.examples(spec.path("trainingDatasetUri").asText(), seeded);
      parameters.put("epochCount", Long.toString(epochs(examples)));
    }
    if (!parameters.has("learningRateMultiplier")) {
      parameters.put("learningRateMultiplier", 1);
    }
    if (!parameters.has("adapterSize")) {
      parameters.put("adapterSize", ADAPTER_SIZE + family.defaultAdapterSize());
    }
  }

  /** The fewer examples, the more passes; 166 examples were seen to get 40, 500 to get 10. */
  private static long epochs(long examples) {
    if (examples < FEW_EXAMPLES) {
      return 40;
    }
    return examples < MORE_EXAMPLES ? 20 : 10;
  }

  /** The display name asked for; else a random one. */
  static String displayName(JsonNode job, String key, Seeded seeded) {
    String given = job.path("tunedModelDisplayName").asText();
    return given.isEmpty()
        ? "tuned-model-" + Long.toString(seeded.between(0, 1L << 40, "display:" + key), 36)
        : given;
  }
}

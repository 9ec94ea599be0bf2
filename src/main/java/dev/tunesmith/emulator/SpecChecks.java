package dev.tunesmith.emulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tunesmith.emulator.Shape.Enumeration;
import dev.tunesmith.emulator.Shape.Field;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Checks the fields that several tuning methods have, in the service's words.
 *
 * @param path of the spec in the request, in the protobuf spelling
 * @param spec the request's
 * @param errors takes what is wrong
 */
record SpecChecks(String path, JsonNode spec, FieldErrors errors) {
  /** In the order of their numbers, which is not the order of the sizes. */
  static final Enumeration ADAPTER_SIZE =
      new Enumeration(
          "SupervisedHyperParameters.AdapterSize",
          List.of(
              "ADAPTER_SIZE_UNSPECIFIED",
              "ADAPTER_SIZE_ONE",
              "ADAPTER_SIZE_FOUR",
              "ADAPTER_SIZE_EIGHT",
              "ADAPTER_SIZE_SIXTEEN",
              "ADAPTER_SIZE_THIRTY_TWO",
              "ADAPTER_SIZE_TWO"));

  private static final Pattern JSONL =
      Pattern.compile("gs://[a-z0-9][a-z0-9._-]{1,220}[a-z0-9]/.+\\.jsonl");
  private static final Pattern DATASET =
      Pattern.compile("projects/[^/]+/locations/[^/]+/datasets/[^/]+");
  // Not the service's limit, which is not documented: a number that can be calculated with.
  private static final int MOST_EPOCHS = 1_000_000;
  private static final long FEW_EXAMPLES = 200;
  private static final long MORE_EXAMPLES = 400;

  static SpecChecks of(Field field, JsonNode spec, FieldErrors errors) {
    return new SpecChecks("tuning_job." + field.snakeName(), spec, errors);
  }

  /** The training and the validation dataset: JSONL files, or multimodal datasets. */
  void datasets(String trainingField, boolean multimodal) {
    dataset(trainingField, multimodal);
    if (spec.has("validationDatasetUri")) {
      dataset("validationDatasetUri", multimodal);
    }
  }

  private void dataset(String field, boolean multimodal) {
    String uri = spec.path(field).asText();
    if (!JSONL.matcher(uri).matches() && !(multimodal && DATASET.matcher(uri).matches())) {
      String name = Field.snake(field);
      errors.add(path + "." + name, name + " should be a GCS object of type JSONL.");
    }
  }

  JsonNode parameters() {
    return spec.path("hyperParameters");
  }

  /** Epochs and learning rates, which all methods have. */
  void usualParameters() {
    between("epochCount", 1, MOST_EPOCHS);
    for (String rate : List.of("learningRateMultiplier", "learningRate")) {
      if (parameters().path(rate).asDouble(1) <= 0) {
        parameter(rate, "should be positive.");
      }
    }
    if (parameters().has("learningRate") && parameters().has("learningRateMultiplier")) {
      parameter("learningRate", "cannot be set together with learning_rate_multiplier.");
    }
  }

  /** A parameter that, where it is set, has bounds. */
  void between(String field, long least, long most) {
    long value = parameters().path(field).asLong(least);
    if (value < least || value > most) {
      parameter(field, "should be between " + least + " and " + most + ".");
    }
  }

  void parameter(String field, String problem) {
    String name = Field.snake(field);
    errors.add(path + ".hyper_parameters." + name, name + " " + problem);
  }

  void add(String field, String message) {
    errors.add(path + "." + field, message);
  }

  /** The fewer examples, the more epochs: 166 examples were seen to get 40, 500 to get 10. */
  static void fillInEpochs(ObjectNode parameters, String uri, Seeded seeded) {
    if (!parameters.has("epochCount")) {
      long examples = Training.examples(uri, seeded);
      long more = examples < MORE_EXAMPLES ? 20 : 10;
      parameters.put("epochCount", Long.toString(examples < FEW_EXAMPLES ? 40 : more));
    }
  }
}

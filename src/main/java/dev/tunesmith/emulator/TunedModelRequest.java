package dev.tunesmith.emulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tunesmith.emulator.Shape.Field;
import dev.tunesmith.emulator.Shape.ListOf;
import dev.tunesmith.emulator.Shape.Present;
import dev.tunesmith.emulator.Shape.Scalar;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What {@code tunedModels.create} and {@code tunedModels.patch} may hold, and what the service
 * checks in it, field by field.
 *
 * @see <a href="https://ai.google.dev/api/tuning">tunedModels, REST v1beta</a>
 * @see <a href="https://ai.google.dev/gemini-api/docs/model-tuning/tutorial">the tutorial, for the
 *     limits of the training data</a>
 */
final class TunedModelRequest {
  private static final String ROOT = "tuned_model";
  private static final Pattern ID = Pattern.compile("[a-z]([a-z0-9-]{0,38}[a-z0-9])?");
  private static final int LONGEST_DISPLAY_NAME = 40;
  private static final int LONGEST_INPUT = 40_000;
  private static final int LONGEST_OUTPUT = 5000;

  private static final Present NUMBER = new Present(Scalar.FLOAT);
  private static final Present COUNT = new Present(Scalar.INT32);
  private static final Field EXAMPLE_INPUT =
      Field.of("textInput", new Present(Scalar.STRING)).in("model_input");
  private static final Field LEARNING_RATE =
      Field.of("learningRate", NUMBER).in("learning_rate_option");
  private static final Field LEARNING_RATE_MULTIPLIER =
      Field.of("learningRateMultiplier", NUMBER).in("learning_rate_option");
  private static final Field EPOCH_COUNT = Field.of("epochCount", COUNT);
  private static final Field BATCH_SIZE = Field.of("batchSize", COUNT);

  /** What a patch may change: all the rest of a model is immutable or the service's. */
  static final List<Field> EDITABLE =
      List.of(
          Field.of("displayName", Scalar.STRING),
          Field.of("description", Scalar.STRING),
          Field.of("temperature", NUMBER),
          Field.of("topP", NUMBER),
          Field.of("topK", COUNT));

  private static final Shape EXAMPLES =
      Shape.of(
          "TuningExamples",
          Field.of(
              "examples",
              new ListOf(
                  new Shape.Nested(
                      Shape.of(
                          "TuningExample", EXAMPLE_INPUT, Field.of("output", Scalar.STRING))))));

  private static final Shape SHAPE =
      Shape.of(
              "TunedModel",
              Field.output("name"),
              Field.output("state"),
              Field.output("createTime"),
              Field.output("updateTime"),
              Field.of("baseModel", Scalar.STRING).in("source_model"),
              Field.of(
                      "tunedModelSource",
                      Shape.of(
                          "TunedModelSource",
                          Field.of("tunedModel", Scalar.STRING),
                          Field.output("baseModel")))
                  .in("source_model"),
              Field.of(
                  "tuningTask",
                  Shape.of(
                      "TuningTask",
                      Field.output("startTime"),
                      Field.output("completeTime"),
                      Field.output("snapshots"),
                      Field.of(
                          "trainingData",
                          Shape.of("Dataset", Field.of("examples", EXAMPLES).in("dataset"))),
                      Field.of(
                          "hyperparameters",
                          Shape.of(
                              "Hyperparameters",
                              LEARNING_RATE,
                              LEARNING_RATE_MULTIPLIER,
                              EPOCH_COUNT,
                              BATCH_SIZE)))),
              // In the published protobuf file, not in the reference.
              Field.of("readerProjectNumbers", new ListOf(Scalar.INT64)))
          .with(EDITABLE);

  private TunedModelRequest() {}

  /**
   * The model of a create.
   *
   * @param request the whole request message
   * @param errors takes what is wrong with it, but for JSON that is no tuned model at all
   */
  static ObjectNode created(ObjectNode request, FieldErrors errors) {
    ObjectNode model =
        JsonShape.read(request.path("tunedModel"), SHAPE, ROOT, ApiVersion.GEMINI_V1BETA);
    String id = request.path("tunedModelId").asText();
    if (!id.isEmpty() && !ID.matcher(id).matches()) {
      errors.add(
          "tuned_model_id",
          "tuned_model_id should have at most 40 lowercase letters, digits and hyphens; the first"
              + " is a letter, the last a letter or a digit.");
    }
    if (model.path("baseModel").asText().isEmpty() && !model.has("tunedModelSource")) {
      errors.add(ROOT + ".source_model", "One of base_model and tuned_model_source is required.");
    }
    if (model.has("tunedModelSource") && !model.path("tunedModelSource").has("tunedModel")) {
      required(ROOT + ".tuned_model_source.tuned_model", errors);
    }
    editable(model, errors);
    if (model.has("tuningTask")) {
      hyperparameters(model.path("tuningTask").path("hyperparameters"), errors);
      examples(model.path("tuningTask"), errors);
    } else {
      required(ROOT + ".tuning_task", errors);
    }
    return model;
  }

  private static void examples(JsonNode task, FieldErrors errors) {
    String path = ROOT + ".tuning_task.training_data";
    if (!task.has("trainingData")) {
      required(path, errors);
      return;
    }
    JsonNode examples = task.path("trainingData").path("examples").path("examples");
    if (examples.isEmpty()) {
      required(path + ".examples.examples", errors);
    }
    for (int index = 0; index < examples.size(); index++) {
      String example = path + ".examples.examples[" + index + "]";
      text(examples.path(index), "textInput", LONGEST_INPUT, example + ".text_input", errors);
      text(examples.path(index), "output", LONGEST_OUTPUT, example + ".output", errors);
    }
  }

  private static void text(
      JsonNode example, String field, int longest, String path, FieldErrors errors) {
    String text = example.path(field).asText();
    if (text.isEmpty()) {
      required(path, errors);
    } else if (characters(text) > longest) {
      errors.add(path, "The text should be at most " + longest + " characters long.");
    }
  }

  private static void hyperparameters(JsonNode parameters, FieldErrors errors) {
    for (Field field : List.of(LEARNING_RATE, LEARNING_RATE_MULTIPLIER, EPOCH_COUNT, BATCH_SIZE)) {
      JsonNode value = parameters.path(field.name());
      if (!value.isMissingNode() && value.decimalValue().signum() <= 0) {
        errors.add(
            ROOT + ".tuning_task.hyperparameters." + field.snakeName(),
            field.snakeName() + " should be positive.");
      }
    }
  }

  /** Checks what a patch may change as well. */
  private static void editable(ObjectNode model, FieldErrors errors) {
    if (characters(model.path("displayName").asText()) > LONGEST_DISPLAY_NAME) {
      errors.add(
          ROOT + ".display_name",
          "display_name should be at most 40 characters long, spaces included.");
    }
    for (String field : List.of("temperature", "topP")) {
      double value = model.path(field).asDouble();
      if (value < 0 || value > 1) {
        errors.add(ROOT + "." + snake(field), snake(field) + " should be in [0.0, 1.0].");
      }
    }
    if (model.has("topK") && model.path("topK").intValue() < 1) {
      errors.add(ROOT + ".top_k", "top_k should be positive.");
    }
  }

  /**
   * The changes of a patch.
   *
   * @param mask the fields that it changes, in lowerCamelCase
   * @param model where their new values are; one that is not there is reset to its default
   */
  record Patch(Set<String> mask, ObjectNode model) {
    Patch {
      mask = Set.copyOf(mask);
    }
  }

  /**
   * Reads a patch and refuses one that changes anything else than {@link #EDITABLE}. Without a mask
   * all fields of the body are meant. The reference calls the mask required and the published
   * protobuf file optional; google-genai sends none.
   *
   * @param request the whole request message
   */
  static Patch patched(ObjectNode request) {
    ObjectNode model =
        JsonShape.read(request.path("tunedModel"), SHAPE, ROOT, ApiVersion.GEMINI_V1BETA);
    String mask = request.path("updateMask").asText();
    List<String> paths =
        mask.isEmpty()
            ? model.properties().stream().map(member -> member.getKey()).toList()
            : Arrays.stream(mask.split(",", -1)).map(String::strip).toList();
    Set<String> changed = new TreeSet<>();
    FieldErrors errors = new FieldErrors();
    for (String path : paths) {
      EDITABLE.stream()
          .filter(field -> field.name().equals(path) || field.snakeName().equals(path))
          .findFirst()
          .ifPresentOrElse(
              field -> changed.add(field.name()),
              () ->
                  errors.add(
                      mask.isEmpty() ? ROOT + "." + snake(path) : "update_mask",
                      "'"
                          + path
                          + "' cannot be updated; there are "
                          + EDITABLE.stream().map(Field::name).collect(Collectors.joining(", "))
                          + "."));
    }
    if (paths.isEmpty()) {
      errors.add("update_mask", "There is nothing to update.");
    }
    editable(model.deepCopy().retain(changed), errors);
    errors.throwIfAny();
    return new Patch(changed, model);
  }

  private static String snake(String name) {
    return Field.snake(name);
  }

  private static void required(String field, FieldErrors errors) {
    errors.add(
        field, "Required field is not set: " + field.substring(field.lastIndexOf('.') + 1) + ".");
  }

  private static int characters(String text) {
    return text.codePointCount(0, text.length());
  }
}

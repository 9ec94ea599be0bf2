package dev.tunesmith.emulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tunesmith.emulator.BaseModel.Adapters;
import dev.tunesmith.emulator.Shape.Enumeration;
import dev.tunesmith.emulator.Shape.Field;
import dev.tunesmith.emulator.Shape.Scalar;
import java.util.List;

/**
 * Reinforcement tuning: answers are sampled and rewarded. In v1beta1 alone.
 *
 * @see <a
 *     href="https://cloud.google.com/vertex-ai/docs/reference/rest/v1beta1/projects.locations.tuningJobs#ReinforcementTuningSpec">ReinforcementTuningSpec</a>
 */
final class ReinforcementTuning implements TuningMethod {
  private static final int USUAL_BATCH = 32;
  private static final int USUAL_SAMPLES = 16;
  private static final int LONGEST_OUTPUT = 32_768;
  private static final int ANSWERS_MULTIPLE = 16;
  private static final int MOST_ANSWERS = 8192;
  private static final int MOST_STEPS = 500;
  private static final int STEPS_BY_DEFAULT = 110;
  private static final int MOST_EPOCHS_BY_DEFAULT = 10;
  private static final double LEAST_MULTIPLIER = 0.25;
  private static final double MOST_MULTIPLIER = 4;
  private static final Adapters ADAPTERS = Adapters.of("SIXTEEN", "gemini-3.5-flash");
  private static final Field FIELD =
      Field.of(
              "reinforcementTuningSpec",
              Shape.of(
                      "ReinforcementTuningSpec",
                      Field.of("trainingDatasetUri", Scalar.STRING),
                      Field.of("validationDatasetUri", Scalar.STRING),
                      Field.of("hyperParameters", hyperParameters()))
                  .with(Reward.CONFIGS))
          .in("tuning_spec")
          .onlyBeta();

  private static Shape hyperParameters() {
    return Shape.of(
        "ReinforcementTuningHyperParameters",
        Field.of("epochCount", Scalar.INT64).in("training_duration"),
        Field.of("stepCount", Scalar.INT64).in("training_duration"),
        Field.of("learningRateMultiplier", Scalar.DOUBLE),
        Field.of("adapterSize", SpecChecks.ADAPTER_SIZE),
        Field.of("samplesPerPrompt", Scalar.INT32),
        Field.of("batchSize", Scalar.INT32),
        Field.of("evaluateInterval", Scalar.INT32),
        Field.of("checkpointInterval", Scalar.INT32),
        Field.of("maxOutputTokens", Scalar.INT32),
        Field.of(
            "thinkingLevel",
            new Enumeration(
                "ReinforcementTuningThinkingLevel",
                List.of(
                    "REINFORCEMENT_TUNING_THINKING_LEVEL_UNSPECIFIED",
                    "MINIMAL",
                    "LOW",
                    "MEDIUM",
                    "HIGH"))),
        Field.of("thinkingBudget", new Shape.Present(Scalar.INT32)));
  }

  @Override
  public Field field() {
    return FIELD;
  }

  @Override
  public String label() {
    return "reinforcement";
  }

  @Override
  public void check(JsonNode spec, FieldErrors errors) {
    SpecChecks checks = SpecChecks.of(FIELD, spec, errors);
    checks.datasets("trainingDatasetUri", false);
    Reward.check(spec, checks.path(), errors);
    checks.usualParameters();
    JsonNode parameters = checks.parameters();
    double multiplier = parameters.path("learningRateMultiplier").asDouble(1);
    if (multiplier < LEAST_MULTIPLIER || multiplier > MOST_MULTIPLIER) {
      checks.parameter("learningRateMultiplier", "should be between 0.25 and 4.");
    }
    checks.between("stepCount", 1, MOST_STEPS);
    checks.between("batchSize", 1, MOST_ANSWERS);
    checks.between("samplesPerPrompt", 1, MOST_ANSWERS);
    checks.between("maxOutputTokens", 1, LONGEST_OUTPUT);
    checks.between("evaluateInterval", 1, MOST_STEPS);
    checks.between("checkpointInterval", 1, MOST_STEPS);
    long answers =
        parameters.path("batchSize").asLong(USUAL_BATCH)
            * parameters.path("samplesPerPrompt").asLong(USUAL_SAMPLES);
    if (answers % ANSWERS_MULTIPLE != 0 || answers > MOST_ANSWERS) {
      checks.parameter(
          "batchSize",
          "times samples_per_prompt should be a multiple of 16 and at most 8192; it is "
              + answers
              + ".");
    }
    long evaluate = parameters.path("evaluateInterval").asLong(1);
    if (evaluate > 0 && parameters.path("checkpointInterval").asLong(evaluate) % evaluate != 0) {
      checks.parameter("checkpointInterval", "should be a multiple of evaluate_interval.");
    }
    String level = parameters.path("thinkingLevel").asText("HIGH");
    if (!List.of("MINIMAL", "HIGH").contains(level)) {
      checks.parameter("thinkingLevel", "should be MINIMAL or HIGH.");
    }
  }

  @Override
  public void fillIn(ObjectNode spec, BaseModel model, Seeded seeded) {
    ObjectNode parameters = spec.withObjectProperty("hyperParameters");
    putIfAbsent(parameters, "batchSize", USUAL_BATCH);
    putIfAbsent(parameters, "samplesPerPrompt", USUAL_SAMPLES);
    putIfAbsent(parameters, "maxOutputTokens", LONGEST_OUTPUT);
    if (!parameters.has("thinkingLevel") && !parameters.has("thinkingBudget")) {
      parameters.put("thinkingLevel", "HIGH");
    }
    ADAPTERS.fillIn(parameters, model);
    if (!parameters.has("epochCount") && !parameters.has("stepCount")) {
      long prompts = Training.examples(spec.path("trainingDatasetUri").asText(), seeded);
      long epochs = STEPS_BY_DEFAULT * parameters.path("batchSize").asLong() / prompts;
      parameters.put("epochCount", Long.toString(Math.clamp(epochs, 1, MOST_EPOCHS_BY_DEFAULT)));
    }
  }

  private static void putIfAbsent(ObjectNode parameters, String field, int value) {
    if (!parameters.has(field)) {
      parameters.put(field, value);
    }
  }

  @Override
  public void checkModel(JsonNode spec, BaseModel model, ProjectLocation scope) {
    ADAPTERS.check(FIELD, spec, model);
    if (spec.path("hyperParameters").has("thinkingBudget") && !model.id().startsWith("gemini-2")) {
      throw ApiError.invalid(
              "tuning_job.reinforcement_tuning_spec.hyper_parameters.thinking_budget",
              "thinking_budget is not supported for this base model; use thinking_level.")
          .refused();
    }
  }

  @Override
  public Training training(JsonNode spec, Seeded seeded) {
    JsonNode parameters = spec.path("hyperParameters");
    String uri = spec.path("trainingDatasetUri").asText();
    long batch = parameters.path("batchSize").asLong(USUAL_BATCH);
    return parameters.has("stepCount")
        ? Training.ofSteps(uri, parameters.path("stepCount").asLong(), batch, seeded)
        : Training.ofEpochs(uri, parameters.path("epochCount").asLong(), batch, seeded);
  }

  @Override
  public ObjectNode statistics(Training training) {
    ObjectNode stats = training.datasetStats(training.inputTokens());
    stats
        .putObject("reinforcementTuningUserDatasetExamples")
        .putArray("userDatasetExamples")
        .addObject()
        .set("contents", Training.datasetExamples());
    return Json.object().set("reinforcementTuningDataStats", stats);
  }

  @Override
  public ArrayNode evaluations(StoredJob job, boolean complete) {
    return Json.array();
  }
}

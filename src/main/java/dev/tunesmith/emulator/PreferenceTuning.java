package dev.tunesmith.emulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tunesmith.emulator.BaseModel.Adapters;
import dev.tunesmith.emulator.Shape.Field;
import dev.tunesmith.emulator.Shape.Scalar;

/**
 * Preference tuning: pairs of completions, one of them preferred. REST only, in v1 and v1beta1.
 *
 * @see <a
 *     href="https://cloud.google.com/vertex-ai/docs/reference/rest/v1beta1/projects.locations.tuningJobs#PreferenceOptimizationSpec">PreferenceOptimizationSpec</a>
 */
final class PreferenceTuning implements TuningMethod {
  private static final double USUAL_BETA = 0.1;
  private static final Adapters ADAPTERS =
      Adapters.of("FOUR", "gemini-2.5-flash", "gemini-2.5-flash-lite");
  private static final Field FIELD =
      Field.of(
              "preferenceOptimizationSpec",
              Shape.of(
                  "PreferenceOptimizationSpec",
                  Field.of("trainingDatasetUri", Scalar.STRING),
                  Field.of("validationDatasetUri", Scalar.STRING),
                  Field.of(
                      "hyperParameters",
                      Shape.of(
                          "PreferenceOptimizationHyperParameters",
                          Field.of("epochCount", Scalar.INT64),
                          Field.of("learningRateMultiplier", Scalar.DOUBLE),
                          Field.of("adapterSize", SpecChecks.ADAPTER_SIZE),
                          Field.of("beta", Scalar.DOUBLE))),
                  Field.of("exportLastCheckpointOnly", Scalar.BOOL)))
          .in("tuning_spec");

  @Override
  public Field field() {
    return FIELD;
  }

  @Override
  public String label() {
    return "preference";
  }

  @Override
  public void check(JsonNode spec, FieldErrors errors) {
    SpecChecks checks = SpecChecks.of(FIELD, spec, errors);
    checks.datasets("trainingDatasetUri", false);
    checks.usualParameters();
    if (checks.parameters().path("beta").asDouble() < 0) {
      checks.parameter("beta", "should not be negative.");
    }
  }

  @Override
  public void fillIn(ObjectNode spec, BaseModel model, Seeded seeded) {
    ObjectNode parameters = spec.withObjectProperty("hyperParameters");
    SpecChecks.fillInEpochs(parameters, spec.path("trainingDatasetUri").asText(), seeded);
    ADAPTERS.fillIn(parameters, model);
    if (!parameters.has("beta")) {
      parameters.put("beta", USUAL_BETA);
    }
  }

  @Override
  public void checkModel(JsonNode spec, BaseModel model, ProjectLocation scope) {
    ADAPTERS.check(FIELD, spec, model);
  }

  @Override
  public Training training(JsonNode spec, Seeded seeded) {
    Training training =
        Training.ofEpochs(
            spec.path("trainingDatasetUri").asText(),
            spec.path("hyperParameters").path("epochCount").asLong(),
            Training.USUAL_BATCH,
            seeded);
    return spec.path("exportLastCheckpointOnly").asBoolean()
        ? training.withLastCheckpointOnly()
        : training;
  }

  /** Each line is trained as two examples, with the prompt in both. */
  @Override
  public ObjectNode statistics(Training training) {
    ObjectNode stats = Json.object();
    stats.put("tuningDatasetExampleCount", Long.toString(training.examples()));
    stats.put(
        "totalBillableTokenCount",
        Long.toString(2 * training.inputTokens() + training.outputTokens()));
    stats.put("tuningStepCount", Long.toString(training.steps()));
    stats.set("userInputTokenDistribution", training.doubleDistribution(training.inputTokens()));
    stats.set("userOutputTokenDistribution", training.doubleDistribution(training.outputTokens()));
    stats.set("scoresDistribution", training.doubleDistribution(training.examples()));
    stats.set(
        "scoreVariancePerExampleDistribution", training.doubleDistribution(training.examples()));
    if (training.drops()) {
      stats.set("droppedExampleIndices", training.droppedIndices());
      stats.set("droppedExampleReasons", training.droppedReasons());
    }
    stats.putArray("userDatasetExamples").addObject().set("contents", Training.datasetExamples());
    return Json.object().set("preferenceOptimizationDataStats", stats);
  }

  @Override
  public ArrayNode evaluations(StoredJob job, boolean complete) {
    return Json.array();
  }
}

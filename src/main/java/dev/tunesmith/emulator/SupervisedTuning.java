package dev.tunesmith.emulator;

import static dev.tunesmith.emulator.CanonicalCode.FAILED_PRECONDITION;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tunesmith.emulator.BaseModel.Adapters;
import dev.tunesmith.emulator.Shape.Enumeration;
import dev.tunesmith.emulator.Shape.Field;
import dev.tunesmith.emulator.Shape.ListOf;
import dev.tunesmith.emulator.Shape.Opaque;
import dev.tunesmith.emulator.Shape.Scalar;
import dev.tunesmith.emulator.Training.Checkpoint;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Supervised fine-tuning of Gemini, translation and open models, continuous tuning included, with
 * the integrated evaluation.
 *
 * @see <a
 *     href="https://cloud.google.com/vertex-ai/docs/reference/rest/v1/projects.locations.tuningJobs#SupervisedTuningSpec">SupervisedTuningSpec</a>
 */
final class SupervisedTuning implements TuningMethod {
  private static final String PATH = "tuning_job.supervised_tuning_spec";
  private static final String EVALUATION = PATH + ".evaluation_config";

  private static final int MOST_SAMPLES = 32;

  private static final Adapters ADAPTERS =
      new Adapters(
          Map.of(
              "gemini-3.5-flash", "TWO",
              "gemini-3.5-flash-lite", "TWO",
              "gemini-3.1-flash-lite", "TWO",
              "gemini-2.5-pro", "FOUR",
              "gemini-2.5-flash", "FOUR",
              "gemini-2.5-flash-lite", "FOUR",
              "translation-llm-002", "FOUR"),
          Map.of(
              "gemini-2.5-pro", Set.of("ONE", "TWO", "FOUR", "EIGHT"),
              "translation-llm-002", Set.of("FOUR")));

  /** Each metric's member of the union, and the member of an aggregation result that shows it. */
  private static final Map<String, String> METRICS =
      Map.of(
          "bleuSpec", "bleuMetricValue",
          "rougeSpec", "rougeMetricValue",
          "exactMatchSpec", "exactMatchMetricValue",
          "pointwiseMetricSpec", "pointwiseMetricResult",
          "predefinedMetricSpec", "pointwiseMetricResult",
          "llmBasedMetricSpec", "pointwiseMetricResult",
          "pairwiseMetricSpec", "pairwiseMetricResult",
          "computationBasedMetricSpec", "customCodeExecutionResult",
          "customCodeExecutionSpec", "customCodeExecutionResult");

  private static final Field FIELD =
      Field.of(
              "supervisedTuningSpec",
              Shape.of(
                  "SupervisedTuningSpec",
                  Field.of("trainingDatasetUri", Scalar.STRING),
                  Field.of("validationDatasetUri", Scalar.STRING),
                  Field.of("hyperParameters", hyperParameters()),
                  Field.of("exportLastCheckpointOnly", Scalar.BOOL),
                  Field.of("evaluationConfig", evaluationConfig()),
                  Field.of("tuningMode", OpenModel.TUNING_MODE).onlyBeta()))
          .in("tuning_spec");

  /** {@code SupervisedHyperParameters}. */
  static Shape hyperParameters() {
    return Shape.of(
        "SupervisedHyperParameters",
        Field.of("epochCount", Scalar.INT64),
        Field.of("learningRateMultiplier", Scalar.DOUBLE),
        Field.of("adapterSize", SpecChecks.ADAPTER_SIZE),
        Field.of("learningRate", Scalar.DOUBLE).onlyBeta(),
        Field.of("batchSize", Scalar.INT64).onlyBeta());
  }

  private static Shape evaluationConfig() {
    Shape metric =
        Shape.of(
                "Metric",
                Field.of(
                    "aggregationMetrics",
                    new ListOf(
                        new Enumeration(
                            "Metric.AggregationMetric",
                            List.of(
                                "AGGREGATION_METRIC_UNSPECIFIED",
                                "AVERAGE",
                                "MODE",
                                "STANDARD_DEVIATION",
                                "VARIANCE",
                                "MINIMUM",
                                "MAXIMUM",
                                "MEDIAN",
                                "PERCENTILE_P90",
                                "PERCENTILE_P95",
                                "PERCENTILE_P99")))),
                Field.of("metadata", new Opaque("MetricMetadata")))
            .with(
                METRICS.keySet().stream()
                    .sorted()
                    .map(name -> Field.of(name, new Opaque(name)).in("metric_spec"))
                    .toList());
    Shape destination = Shape.of("GcsDestination", Field.of("outputUriPrefix", Scalar.STRING));
    Shape autorater =
        Shape.of(
            "AutoraterConfig",
            Field.of("autoraterModel", Scalar.STRING),
            Field.of("flipEnabled", Scalar.BOOL),
            Field.of("samplingCount", Scalar.INT32),
            Field.of("generationConfig", new Opaque("GenerationConfig")));
    Shape customMetric =
        Shape.of(
            "DatasetCustomMetric",
            Field.of("displayName", Scalar.STRING),
            Field.of("aggregationFunction", Scalar.STRING));
    return Shape.of(
        "EvaluationConfig",
        Field.of("metrics", new ListOf(new Shape.Nested(metric))),
        Field.of("outputConfig", Shape.of("OutputConfig", Field.of("gcsDestination", destination))),
        Field.of("autoraterConfig", autorater),
        Field.of("inferenceGenerationConfig", new Opaque("GenerationConfig")),
        Field.of("datasetCustomMetrics", new ListOf(new Shape.Nested(customMetric))));
  }

  @Override
  public Field field() {
    return FIELD;
  }

  @Override
  public String label() {
    return "sft";
  }

  @Override
  public void check(JsonNode spec, FieldErrors errors) {
    SpecChecks checks = SpecChecks.of(FIELD, spec, errors);
    checks.datasets("trainingDatasetUri", true);
    checks.usualParameters();
    checks.between("batchSize", 1, Integer.MAX_VALUE);
    if (spec.has("evaluationConfig")) {
      checkEvaluation(spec.path("evaluationConfig"), errors);
    }
  }

  private static void checkEvaluation(JsonNode config, FieldErrors errors) {
    if (config.path("metrics").isEmpty()) {
      errors.add(EVALUATION + ".metrics", "Required field is not set: metrics.");
    }
    int index = 0;
    for (JsonNode metric : config.path("metrics")) {
      if (METRICS.keySet().stream().noneMatch(metric::has)) {
        errors.add(
            EVALUATION + ".metrics[" + index + "].metric_spec",
            "Required field is not set: metric_spec.");
      }
      index++;
    }
    String prefix = outputPrefix(config);
    if (!prefix.startsWith("gs://")) {
      errors.add(
          EVALUATION + ".output_config.gcs_destination.output_uri_prefix",
          prefix.isEmpty()
              ? "Required field is not set: output_uri_prefix."
              : "output_uri_prefix should be a Cloud Storage URI.");
    }
    int samples = config.path("autoraterConfig").path("samplingCount").asInt(1);
    if (samples < 1 || samples > MOST_SAMPLES) {
      errors.add(
          EVALUATION + ".autorater_config.sampling_count",
          "sampling_count should be between 1 and 32.");
    }
  }

  private static String outputPrefix(JsonNode config) {
    return config.path("outputConfig").path("gcsDestination").path("outputUriPrefix").asText();
  }

  @Override
  public void fillIn(ObjectNode spec, BaseModel model, Seeded seeded) {
    ObjectNode parameters = spec.withObjectProperty("hyperParameters");
    SpecChecks.fillInEpochs(parameters, spec.path("trainingDatasetUri").asText(), seeded);
    if (model.open() == null) {
      ADAPTERS.fillIn(parameters, model);
    } else {
      model.open().fillIn(spec);
    }
  }

  @Override
  public void checkModel(JsonNode spec, BaseModel model, ProjectLocation scope) {
    if (model.open() == null) {
      requireOpen(spec, "learningRate");
      requireOpen(spec, "batchSize");
      ADAPTERS.check(FIELD, spec, model);
    } else {
      model.open().check(FIELD, spec);
    }
    // Documented for 2.5 models in us-central1 only; what the service says otherwise is not known.
    boolean evaluated =
        (model.id().startsWith("gemini-2.5-") || !model.documented())
            && scope.location().equals("us-central1");
    if (spec.has("evaluationConfig") && !evaluated) {
      throw ApiError.of(
              FAILED_PRECONDITION,
              "Evaluation of tuning jobs is not supported for base model "
                  + model.id()
                  + " in "
                  + scope.location()
                  + ".")
          .refused();
    }
  }

  private static void requireOpen(JsonNode spec, String parameter) {
    if (spec.path("hyperParameters").has(parameter)) {
      String name = Field.snake(parameter);
      throw ApiError.invalid(
              PATH + ".hyper_parameters." + name,
              name + " is only available for open source models.")
          .refused();
    }
  }

  @Override
  public Training training(JsonNode spec, Seeded seeded) {
    JsonNode parameters = spec.path("hyperParameters");
    Training training =
        Training.ofEpochs(
            spec.path("trainingDatasetUri").asText(),
            parameters.path("epochCount").asLong(),
            parameters.path("batchSize").asLong(Training.USUAL_BATCH),
            seeded);
    return spec.path("exportLastCheckpointOnly").asBoolean()
        ? training.withLastCheckpointOnly()
        : training;
  }

  @Override
  public ObjectNode statistics(Training training) {
    return supervisedStatistics(training);
  }

  /** {@code SupervisedTuningDataStats}. */
  static ObjectNode supervisedStatistics(Training training) {
    long tokens = training.tokens();
    ObjectNode stats = Json.object();
    stats.put("tuningDatasetExampleCount", Long.toString(training.examples()));
    stats.put("totalTuningCharacterCount", Long.toString(tokens * 4));
    stats.put("totalBillableTokenCount", Long.toString(tokens));
    stats.put("tuningStepCount", Long.toString(training.steps()));
    stats.set("userInputTokenDistribution", training.distribution(training.inputTokens()));
    stats.set("userOutputTokenDistribution", training.distribution(training.outputTokens()));
    stats.set("userDatasetExamples", Training.datasetExamples());
    if (training.drops()) {
      stats.put("totalTruncatedExampleCount", Integer.toString(training.dropped()));
      stats.set("truncatedExampleIndices", training.droppedIndices());
      stats.set("droppedExampleReasons", training.droppedReasons());
    }
    return Json.object().set("supervisedTuningDataStats", stats);
  }

  @Override
  public ArrayNode evaluations(StoredJob job, boolean complete) {
    ArrayNode runs = Json.array();
    JsonNode spec = job.spec().path(FIELD.name());
    if (!spec.has("evaluationConfig")) {
      return runs;
    }
    List<Checkpoint> checkpoints = job.training().checkpoints();
    for (int index = 0; index < job.outputs().evaluationIds().size(); index++) {
      String id = job.outputs().evaluationIds().get(index);
      ObjectNode run = runs.addObject();
      run.put("evaluationRun", job.scope().name() + "/evaluationRuns/" + id);
      if (!checkpoints.isEmpty()) {
        run.put("checkpointId", checkpoints.get(index).id());
      }
      if (complete) {
        run.set("evaluateDatasetResponse", evaluation(spec, id));
      }
    }
    return runs;
  }

  private static ObjectNode evaluation(JsonNode spec, String id) {
    JsonNode config = spec.path("evaluationConfig");
    ObjectNode response = Json.object();
    ObjectNode output = response.putObject("aggregationOutput");
    output
        .putObject("dataset")
        .putObject("gcsSource")
        .putArray("uris")
        .add(spec.path("validationDatasetUri").asText(spec.path("trainingDatasetUri").asText()));
    ArrayNode results = output.putArray("aggregationResults");
    for (JsonNode metric : config.path("metrics")) {
      ObjectNode result = results.addObject();
      result.put("aggregationMetric", metric.at("/aggregationMetrics/0").asText("AVERAGE"));
      METRICS.entrySet().stream()
          .filter(entry -> metric.has(entry.getKey()))
          .forEach(entry -> result.putObject(entry.getValue()).put("score", 0.75));
    }
    response
        .putObject("outputInfo")
        .put(
            "gcsOutputDirectory",
            outputPrefix(config).replaceFirst("/+$", "") + "/evaluation-" + id);
    return response;
  }
}

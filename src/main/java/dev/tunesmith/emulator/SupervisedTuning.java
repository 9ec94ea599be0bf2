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
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Supervised fine-tuning of Gemini and translation models, continuous tuning included, with the
 * integrated evaluation.
 *
 * @see <a
 *     href="https://cloud.google.com/vertex-ai/docs/reference/rest/v1/projects.locations.tuningJobs#SupervisedTuningSpec">SupervisedTuningSpec</a>
 */
final class SupervisedTuning implements TuningMethod {
  private static final String PATH = "tuning_job.supervised_tuning_spec";
  private static final String PARAMETERS = PATH + ".hyper_parameters";
  private static final String EVALUATION = PATH + ".evaluation_config";

  private static final Pattern JSONL =
      Pattern.compile("gs://[a-z0-9][a-z0-9._-]{1,220}[a-z0-9]/.+\\.jsonl");
  private static final Pattern DATASET =
      Pattern.compile("projects/[^/]+/locations/[^/]+/datasets/[^/]+");
  // Not the service's limit, which is not documented: a number that can be calculated with.
  private static final int MOST_EPOCHS = 1_000_000;
  private static final int MOST_SAMPLES = 32;
  private static final long FEW_EXAMPLES = 200;
  private static final long MORE_EXAMPLES = 400;

  private static final Set<String> UP_TO_EIGHT = Set.of("ONE", "TWO", "FOUR", "EIGHT");
  private static final Set<String> UP_TO_SIXTEEN = Set.of("ONE", "TWO", "FOUR", "EIGHT", "SIXTEEN");
  private static final Adapters GEMINI_2 = new Adapters(UP_TO_SIXTEEN, "FOUR");
  private static final Adapters GEMINI_3 = new Adapters(UP_TO_SIXTEEN, "TWO");
  private static final Adapters UNDOCUMENTED =
      new Adapters(Set.of("ONE", "TWO", "FOUR", "EIGHT", "SIXTEEN", "THIRTY_TWO"), "FOUR");
  private static final Map<String, Adapters> MODELS =
      Map.of(
          "gemini-3.5-flash", GEMINI_3,
          "gemini-3.5-flash-lite", GEMINI_3,
          "gemini-3.1-flash-lite", GEMINI_3,
          "gemini-2.5-pro", new Adapters(UP_TO_EIGHT, "FOUR"),
          "gemini-2.5-flash", GEMINI_2,
          "gemini-2.5-flash-lite", GEMINI_2,
          "translation-llm-002", new Adapters(Set.of("FOUR"), "FOUR"));

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
                  Field.of(
                          "tuningMode",
                          new Enumeration(
                              "SupervisedTuningSpec.TuningMode",
                              List.of(
                                  "TUNING_MODE_UNSPECIFIED",
                                  "TUNING_MODE_FULL",
                                  "TUNING_MODE_PEFT_ADAPTER")))
                      .onlyBeta()))
          .in("tuning_spec");

  private static Shape hyperParameters() {
    return Shape.of(
        "SupervisedHyperParameters",
        Field.of("epochCount", Scalar.INT64),
        Field.of("learningRateMultiplier", Scalar.DOUBLE),
        Field.of(
            "adapterSize",
            // In the order of their numbers, which is not the order of the sizes.
            new Enumeration(
                "SupervisedHyperParameters.AdapterSize",
                List.of(
                    "ADAPTER_SIZE_UNSPECIFIED",
                    "ADAPTER_SIZE_ONE",
                    "ADAPTER_SIZE_FOUR",
                    "ADAPTER_SIZE_EIGHT",
                    "ADAPTER_SIZE_SIXTEEN",
                    "ADAPTER_SIZE_THIRTY_TWO",
                    "ADAPTER_SIZE_TWO"))),
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
    if (!isDataset(spec.path("trainingDatasetUri").asText())) {
      errors.add(
          PATH + ".training_dataset_uri",
          "training_dataset_uri should be a GCS object of type JSONL.");
    }
    if (spec.has("validationDatasetUri")
        && !isDataset(spec.path("validationDatasetUri").asText())) {
      errors.add(
          PATH + ".validation_dataset_uri",
          "validation_dataset_uri should be a GCS object of type JSONL.");
    }
    checkParameters(spec.path("hyperParameters"), errors);
    if (spec.has("evaluationConfig")) {
      checkEvaluation(spec.path("evaluationConfig"), errors);
    }
  }

  private static boolean isDataset(String uri) {
    return JSONL.matcher(uri).matches() || DATASET.matcher(uri).matches();
  }

  private static void checkParameters(JsonNode parameters, FieldErrors errors) {
    long epochs = parameters.path("epochCount").asLong(1);
    if (epochs < 1 || epochs > MOST_EPOCHS) {
      errors.add(PARAMETERS + ".epoch_count", "epoch_count should be between 1 and 1000000.");
    }
    if (parameters.path("learningRateMultiplier").asDouble(1) <= 0) {
      errors.add(
          PARAMETERS + ".learning_rate_multiplier", "learning_rate_multiplier should be positive.");
    }
    if (parameters.has("learningRate")) {
      errors.add(
          PARAMETERS + ".learning_rate", "learning_rate is only available for open source models.");
    }
    if (parameters.has("batchSize")) {
      errors.add(
          PARAMETERS + ".batch_size", "batch_size is only available for open source models.");
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
    if (!parameters.has("epochCount")) {
      long examples = Training.examples(spec.path("trainingDatasetUri").asText(), seeded);
      parameters.put("epochCount", Long.toString(defaultEpochs(examples)));
    }
    if (!parameters.has("learningRateMultiplier")) {
      parameters.put("learningRateMultiplier", 1);
    }
    if (!parameters.has("adapterSize")) {
      parameters.put("adapterSize", Adapters.PREFIX + adapters(model).defaultSize());
    }
  }

  /** The fewer examples, the more epochs: 166 examples were seen to get 40, 500 to get 10. */
  private static long defaultEpochs(long examples) {
    if (examples < FEW_EXAMPLES) {
      return 40;
    }
    return examples < MORE_EXAMPLES ? 20 : 10;
  }

  private static Adapters adapters(BaseModel model) {
    @Nullable Adapters adapters = MODELS.get(model.id());
    if (adapters == null && model.documented()) {
      throw BaseModel.notSupported(model.id());
    }
    return adapters == null ? UNDOCUMENTED : adapters;
  }

  @Override
  public void checkModel(JsonNode spec, BaseModel model, ProjectLocation scope) {
    if (!adapters(model).has(spec.path("hyperParameters").path("adapterSize").asText())) {
      throw ApiError.invalid(
              PARAMETERS + ".adapter_size",
              "The adapter size is not supported for this base model.")
          .refused();
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

  @Override
  public Training training(JsonNode spec, Seeded seeded) {
    return Training.of(
        spec.path("trainingDatasetUri").asText(),
        spec.path("hyperParameters").path("epochCount").asLong(),
        spec.path("exportLastCheckpointOnly").asBoolean(),
        seeded);
  }

  @Override
  public ObjectNode statistics(Training training) {
    long tokens = training.inputTokens() + training.outputTokens();
    ObjectNode stats = Json.object();
    stats.put("tuningDatasetExampleCount", Long.toString(training.examples()));
    stats.put("totalTuningCharacterCount", Long.toString(tokens * 4));
    stats.put("totalBillableTokenCount", Long.toString(tokens));
    stats.put("tuningStepCount", Long.toString(training.steps()));
    stats.set("userInputTokenDistribution", training.distribution(training.inputTokens()));
    stats.set("userOutputTokenDistribution", training.distribution(training.outputTokens()));
    stats.set("userDatasetExamples", Training.datasetExamples());
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

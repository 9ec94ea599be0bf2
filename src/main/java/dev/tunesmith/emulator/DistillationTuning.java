package dev.tunesmith.emulator;

import static dev.tunesmith.emulator.CanonicalCode.FAILED_PRECONDITION;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tunesmith.emulator.BaseModel.Adapters;
import dev.tunesmith.emulator.Shape.Field;
import dev.tunesmith.emulator.Shape.Scalar;
import java.util.Set;

/**
 * Distillation: a teacher's answers train the base model, of Gemini or an open one. In v1beta1
 * alone; over gRPC with the fields of before.
 *
 * @see <a
 *     href="https://cloud.google.com/vertex-ai/docs/reference/rest/v1beta1/projects.locations.tuningJobs#DistillationSpec">DistillationSpec</a>
 */
final class DistillationTuning implements TuningMethod {
  private static final String GEMINI_TEACHER = "gemini-3.1-pro";
  private static final Set<String> OPEN_TEACHERS =
      Set.of(
          "deepseek-ai/deepseek-r1-0528-maas",
          "deepseek-ai/deepseek-v3.1-maas",
          "deepseek-ai/deepseek-v3.2-maas",
          "qwen/qwen3-next-80b-a3b-thinking-maas");
  private static final Set<String> OPEN_STUDENTS =
      Set.of("qwen/qwen3@", "google/gemma3@", "meta/llama3_1@");
  private static final String GEMINI_REGION = "us-central1";
  private static final Adapters ADAPTERS = Adapters.of("FOUR", "gemini-2.5-flash");
  private static final Field FIELD =
      Field.of(
              "distillationSpec",
              Shape.of(
                  "DistillationSpec",
                  Field.of("promptDatasetUri", Scalar.STRING),
                  Field.of("validationDatasetUri", Scalar.STRING),
                  Field.of("baseTeacherModel", Scalar.STRING).in("teacher_model"),
                  Field.of("tunedTeacherModelSource", Scalar.STRING).in("teacher_model"),
                  Field.of("tuningMode", OpenModel.TUNING_MODE),
                  Field.of(
                      "hyperParameters",
                      Shape.of(
                          "DistillationHyperParameters",
                          Field.of("epochCount", Scalar.INT64),
                          Field.of("learningRate", Scalar.DOUBLE),
                          Field.of("learningRateMultiplier", Scalar.DOUBLE),
                          Field.of("adapterSize", SpecChecks.ADAPTER_SIZE),
                          Field.of("batchSize", Scalar.INT64))),
                  // Deprecated; gRPC has no others.
                  Field.of("trainingDatasetUri", Scalar.STRING),
                  Field.of("studentModel", Scalar.STRING),
                  Field.of("pipelineRootDirectory", Scalar.STRING)))
          .in("tuning_spec")
          .onlyBeta();

  @Override
  public Field field() {
    return FIELD;
  }

  @Override
  public String label() {
    return "distillation";
  }

  @Override
  public void check(JsonNode spec, FieldErrors errors) {
    SpecChecks checks = SpecChecks.of(FIELD, spec, errors);
    checks.datasets(
        spec.has("trainingDatasetUri") ? "trainingDatasetUri" : "promptDatasetUri", false);
    checks.usualParameters();
    if (!spec.has("baseTeacherModel") && !spec.has("tunedTeacherModelSource")) {
      checks.add(
          "teacher_model", "One of base_teacher_model and tuned_teacher_model_source is required.");
    }
    if (spec.has("tunedTeacherModelSource")
        && !spec.path("tunedTeacherModelSource")
            .asText()
            .matches("projects/[^/]+/locations/[^/]+/models/[^/]+")) {
      checks.add(
          "tuned_teacher_model_source",
          "tuned_teacher_model_source should be of the form"
              + " projects/{project}/locations/{location}/models/{model}.");
    }
  }

  @Override
  public void fillIn(ObjectNode spec, BaseModel model, Seeded seeded) {
    ObjectNode parameters = spec.withObjectProperty("hyperParameters");
    SpecChecks.fillInEpochs(parameters, dataset(spec), seeded);
    if (model.open() == null) {
      ADAPTERS.fillIn(parameters, model);
    } else {
      model.open().fillIn(spec);
    }
  }

  @Override
  public void checkModel(JsonNode spec, BaseModel model, ProjectLocation scope) {
    String teacher = spec.path("baseTeacherModel").asText();
    if (model.open() == null) {
      ADAPTERS.check(FIELD, spec, model);
      if (!scope.location().equals(GEMINI_REGION)) {
        throw refused(model, "in " + scope.location() + "; it is available in " + GEMINI_REGION);
      }
    } else {
      model.open().check(FIELD, spec);
      if (model.documented() && OPEN_STUDENTS.stream().noneMatch(model.id()::startsWith)) {
        throw BaseModel.notSupported(model.id());
      }
    }
    boolean known =
        model.open() == null ? teacher.equals(GEMINI_TEACHER) : OPEN_TEACHERS.contains(teacher);
    if (!teacher.isEmpty() && model.documented() && !known) {
      throw refused(model, "with teacher model " + teacher);
    }
  }

  private static ApiError.Refused refused(BaseModel model, String why) {
    return ApiError.of(
            FAILED_PRECONDITION,
            "Distillation of base model " + model.id() + " is not available " + why + ".")
        .refused();
  }

  private static String dataset(JsonNode spec) {
    return spec.path("promptDatasetUri").asText(spec.path("trainingDatasetUri").asText());
  }

  @Override
  public Training training(JsonNode spec, Seeded seeded) {
    JsonNode parameters = spec.path("hyperParameters");
    return Training.ofEpochs(
        dataset(spec),
        parameters.path("epochCount").asLong(),
        parameters.path("batchSize").asLong(Training.USUAL_BATCH),
        seeded);
  }

  /** Without the teacher's answers. */
  @Override
  public ObjectNode statistics(Training training) {
    ObjectNode stats = training.datasetStats(training.inputTokens());
    stats.set("userDatasetExamples", Training.datasetExamples());
    return Json.object()
        .set("distillationDataStats", Json.object().set("trainingDatasetStats", stats));
  }

  @Override
  public ArrayNode evaluations(StoredJob job, boolean complete) {
    return Json.array();
  }
}

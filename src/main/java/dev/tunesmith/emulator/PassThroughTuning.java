package dev.tunesmith.emulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tunesmith.emulator.Shape.Enumeration;
import dev.tunesmith.emulator.Shape.Field;
import dev.tunesmith.emulator.Shape.Opaque;
import dev.tunesmith.emulator.Shape.Scalar;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The methods that have no documentation but their reference, for projects on an allowlist: full
 * fine-tuning, Veo, partners' models. Any base model is tuned; there are no statistics but those of
 * full fine-tuning. In v1beta1 alone.
 *
 * @see <a
 *     href="https://cloud.google.com/vertex-ai/docs/reference/rest/v1beta1/projects.locations.tuningJobs">TuningJob,
 *     REST v1beta1</a>
 */
enum PassThroughTuning implements TuningMethod {
  /** {@code fullFineTuningSpec}. */
  FULL("fullFineTuningSpec", "FullFineTuningSpec", SupervisedTuning.hyperParameters()),
  /** {@code veoTuningSpec}. */
  VEO("veoTuningSpec", "VeoTuningSpec", veoParameters()),
  /** {@code veoLoraTuningSpec}. */
  VEO_LORA(
      "veoLoraTuningSpec",
      "VeoLoraTuningSpec",
      veoParameters(),
      Field.of(
          "videoOrientation",
          new Enumeration(
              "VideoOrientation",
              List.of("VIDEO_ORIENTATION_UNSPECIFIED", "LANDSCAPE", "PORTRAIT")))),
  /** {@code partnerModelTuningSpec}: the parameters are the partner's. */
  PARTNER("partnerModelTuningSpec", "PartnerModelTuningSpec", null);

  private static final double HIGHEST_RATIO = 1;

  // A Field is immutable: a record of records and lists.
  @SuppressWarnings("ImmutableEnumChecker")
  private final Field field;

  PassThroughTuning(String field, String name, @Nullable Shape parameters, Field... more) {
    Shape.Type type = parameters == null ? new Opaque("Map") : new Shape.Nested(parameters);
    this.field =
        Field.of(
                field,
                Shape.of(
                        name,
                        Field.of("trainingDatasetUri", Scalar.STRING),
                        Field.of("validationDatasetUri", Scalar.STRING),
                        Field.of("hyperParameters", type))
                    .with(Stream.of(more).toList()))
            .in("tuning_spec")
            .onlyBeta();
  }

  private static Shape veoParameters() {
    return Shape.of(
        "VeoHyperParameters",
        Field.of("epochCount", Scalar.INT64),
        Field.of("learningRateMultiplier", Scalar.DOUBLE),
        Field.of(
            "tuningTask",
            new Enumeration(
                "VeoHyperParameters.TuningTask",
                List.of(
                    "TUNING_TASK_UNSPECIFIED",
                    "TUNING_TASK_I2V",
                    "TUNING_TASK_T2V",
                    "TUNING_TASK_R2V"))),
        Field.of("veoDataMixtureRatio", new Shape.Present(Scalar.DOUBLE)),
        Field.of(
            "adapterSize",
            new Enumeration(
                "VeoHyperParameters.AdapterSize",
                List.of(
                    "ADAPTER_SIZE_UNSPECIFIED",
                    "ADAPTER_SIZE_EIGHT",
                    "ADAPTER_SIZE_SIXTEEN",
                    "ADAPTER_SIZE_THIRTY_TWO"))),
        Field.of(
            "tuningSpeed",
            new Enumeration(
                "VeoHyperParameters.TuningSpeed",
                List.of("TUNING_SPEED_UNSPECIFIED", "REGULAR", "FAST"))));
  }

  @Override
  public Field field() {
    return field;
  }

  @Override
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  @Override
  public void check(JsonNode spec, FieldErrors errors) {
    SpecChecks checks = SpecChecks.of(field, spec, errors);
    checks.datasets("trainingDatasetUri", false);
    if (this == PARTNER) {
      return;
    }
    checks.usualParameters();
    double ratio = checks.parameters().path("veoDataMixtureRatio").asDouble();
    if (ratio < 0 || ratio >= HIGHEST_RATIO) {
      checks.parameter("veoDataMixtureRatio", "should be at least 0 and less than 1.");
    }
  }

  @Override
  public void fillIn(ObjectNode spec, BaseModel model, Seeded seeded) {
    if (this == PARTNER) {
      return;
    }
    ObjectNode parameters = spec.withObjectProperty("hyperParameters");
    SpecChecks.fillInEpochs(parameters, spec.path("trainingDatasetUri").asText(), seeded);
    if (this != FULL) {
      putIfAbsent(parameters, "adapterSize", "ADAPTER_SIZE_EIGHT");
      putIfAbsent(parameters, "tuningSpeed", "FAST");
    }
    if (this == VEO_LORA) {
      putIfAbsent(spec, "videoOrientation", "LANDSCAPE");
    }
  }

  private static void putIfAbsent(ObjectNode object, String field, String value) {
    if (!object.has(field)) {
      object.put(field, value);
    }
  }

  @Override
  public void checkModel(JsonNode spec, BaseModel model, ProjectLocation scope) {
    // Nothing is documented.
  }

  @Override
  public Training training(JsonNode spec, Seeded seeded) {
    return Training.ofEpochs(
        spec.path("trainingDatasetUri").asText(),
        Math.max(1, spec.path("hyperParameters").path("epochCount").asLong(1)),
        Training.USUAL_BATCH,
        seeded);
  }

  @Override
  public ObjectNode statistics(Training training) {
    return this == FULL ? SupervisedTuning.supervisedStatistics(training) : Json.object();
  }

  @Override
  public ArrayNode evaluations(StoredJob job, boolean complete) {
    return Json.array();
  }
}

package dev.tunesmith.emulator;

import static dev.tunesmith.emulator.CanonicalCode.FAILED_PRECONDITION;
import static dev.tunesmith.emulator.CanonicalCode.INVALID_ARGUMENT;
import static dev.tunesmith.emulator.CanonicalCode.NOT_FOUND;
import static dev.tunesmith.emulator.CanonicalCode.OK;
import static dev.tunesmith.emulator.RunningEmulator.PARENT;
import static dev.tunesmith.emulator.RunningEmulator.request;
import static dev.tunesmith.emulator.RunningEmulator.requestOn;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tunesmith.emulator.RunningEmulator.Protocol;
import dev.tunesmith.emulator.Wire.Result;
import java.io.IOException;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@ParameterizedClass
@EnumSource(Protocol.class)
@DisplayName("Create refuses what the service refuses, in its words, and then nothing is created")
class CreateValidationTest {
  private static final String SPEC = "tuning_job.supervised_tuning_spec";
  private static final String EU_KEY = "projects/p/locations/europe-west4/keyRings/r/cryptoKeys/k";

  @RegisterExtension final RunningEmulator running = new RunningEmulator();
  @Parameter Protocol protocol = Protocol.REST;

  @Test
  @DisplayName("a dataset that is not a JSONL object, in the recorded words")
  void dataset() {
    Result refused = running.wire(protocol).create(PARENT, requestOn("gs://my-bucket/train.csv"));

    assertThat(refused.code()).isEqualTo(INVALID_ARGUMENT);
    assertThat(refused.message())
        .endsWith(
            "List of found errors:\t1.Field:"
                + " tuning_job.supervised_tuning_spec.training_dataset_uri; Message:"
                + " training_dataset_uri should be a GCS object of type JSONL.\t");
    assertThat(refused.badFields()).containsExactly(SPEC + ".training_dataset_uri");
    assertThat(running.emulator().jobs()).isEmpty();
  }

  static Stream<ValidationError> invalidFields() {
    return Stream.of(
        invalid(SPEC + ".training_dataset_uri", job -> spec(job).remove("trainingDatasetUri")),
        invalid(
            SPEC + ".validation_dataset_uri",
            job -> spec(job).put("validationDatasetUri", "s3://b/v.jsonl")),
        invalid(
            SPEC + ".hyper_parameters.epoch_count",
            job -> spec(job).withObjectProperty("hyperParameters").put("epochCount", -1)),
        invalid(
            SPEC + ".hyper_parameters.learning_rate_multiplier",
            job ->
                spec(job).withObjectProperty("hyperParameters").put("learningRateMultiplier", -1)),
        invalid(
            "tuning_job.tuned_model_display_name",
            job -> job.put("tunedModelDisplayName", "x".repeat(129))),
        invalid(
            "tuning_job.labels[Team]", job -> job.withObjectProperty("labels").put("Team", "a")),
        invalid(
            "tuning_job.labels[team]", job -> job.withObjectProperty("labels").put("team", "A b")),
        invalid(
            "tuning_job.labels[team]",
            job -> job.withObjectProperty("labels").put("team", "x".repeat(65))),
        invalid(
            "tuning_job.labels[team]",
            job -> job.withObjectProperty("labels").put("team", "語".repeat(43))),
        invalid(
            "tuning_job.labels[_team]", job -> job.withObjectProperty("labels").put("_team", "a")),
        invalid(
            "tuning_job.encryption_spec.kms_key_name",
            job -> job.putObject("encryptionSpec").put("kmsKeyName", "my-key")),
        invalid("tuning_job.source_model", job -> job.remove("baseModel")),
        invalid(
            "tuning_job.pre_tuned_model.tuned_model_name",
            job -> {
              job.remove("baseModel");
              job.putObject("preTunedModel").put("checkpointId", "1");
            }),
        invalid("tuning_job.tuning_spec", job -> job.remove("supervisedTuningSpec")));
  }

  @ParameterizedTest
  @MethodSource("invalidFields")
  @DisplayName("a field that is wrong by itself is named in the details")
  void field(ValidationError invalid) {
    ObjectNode job = request("demo");
    invalid.make().accept(job);
    Result refused = running.wire(protocol).create(PARENT, job);

    assertThat(refused.code()).isEqualTo(INVALID_ARGUMENT);
    assertThat(refused.badFields()).containsExactly(invalid.field());
    assertThat(refused.message()).contains("1.Field: " + invalid.field() + "; Message: ");
    assertThat(running.emulator().jobs()).isEmpty();
  }

  @Test
  @DisplayName("several violations are reported at once, numbered")
  void several() {
    ObjectNode job = requestOn("nowhere");
    job.put("tunedModelDisplayName", "x".repeat(129));
    Result refused = running.wire(protocol).create(PARENT, job);

    assertThat(refused.message()).contains("\t1.Field: ").contains("\t2.Field: ");
    assertThat(refused.badFields()).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "not-a-model | NOT_FOUND | Publisher Model `projects/",
        "gemini-2.0-flash | INVALID_ARGUMENT | Base model gemini-2.0-flash is not supported",
        "gemini-1.5-pro-002 | INVALID_ARGUMENT | Base model gemini-1.5-pro-002 is not supported",
        "qwen/qwen3@qwen3-4b | INVALID_ARGUMENT | The output_uri field is required for this model.",
        "qwen/qwen3 | INVALID_ARGUMENT | Invalid open source publisher model resource name",
        "gemini-2.5-flash-lite | OK | ''",
        "publishers/google/models/gemini-2.5-pro | OK | ''",
        "gemini-3.1-flash-lite | OK | ''",
        "gemini-9-of-a-later-year | NOT_FOUND | Publisher Model `projects/",
        "gemini-3.8-flash | INVALID_ARGUMENT | Base model gemini-3.8-flash is not supported",
        "translation-llm-002 | OK | ''",
      })
  @DisplayName("base models: known, unknown, retired, not tunable, open")
  void baseModels(String baseModel, CanonicalCode code, String message) {
    Result result =
        running.wire(protocol).create(PARENT, request("demo").put("baseModel", baseModel));
    assertThat(result.code()).isEqualTo(code);
    assertThat(result.message()).contains(message);
  }

  @Test
  @DisplayName("--any-base-model admits an unknown base model, and no retired one")
  void anyBaseModel() throws IOException {
    try (Emulator any =
            Emulator.start(EmulatorOptions.defaults().withAnyBaseModel(), running.clock());
        Wire wire =
            protocol == Protocol.REST
                ? new RestWire(any.httpPort(), "v1")
                : new GrpcWire(any.grpcPort())) {
      ObjectNode job = request("demo").put("baseModel", "gemini-9-of-a-later-year");
      Result created = wire.create("projects/p/locations/asia-east1", job);
      running.clock().advance(RunningEmulator.ALL_OVER);
      assertThat(wire.get(created.name()).body().at("/tunedModel/model").asText())
          .contains("/locations/asia-east1/models/");
      assertThat(wire.create(PARENT, request("demo").put("baseModel", "gemini-2.0-flash")).code())
          .isEqualTo(INVALID_ARGUMENT);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "gemini-2.5-flash, ADAPTER_SIZE_SIXTEEN, OK",
    "gemini-2.5-pro, ADAPTER_SIZE_SIXTEEN, INVALID_ARGUMENT",
    "gemini-2.5-flash, ADAPTER_SIZE_THIRTY_TWO, INVALID_ARGUMENT",
    "translation-llm-002, ADAPTER_SIZE_FOUR, OK",
    "translation-llm-002, ADAPTER_SIZE_ONE, INVALID_ARGUMENT",
  })
  @DisplayName("adapter sizes go with the base model")
  void adapterSizes(String baseModel, String size, CanonicalCode code) {
    ObjectNode job = request("demo").put("baseModel", baseModel);
    spec(job).withObjectProperty("hyperParameters").put("adapterSize", size);
    Result result = running.wire(protocol).create(PARENT, job);

    assertThat(result.code()).isEqualTo(code);
    assertThat(result.message())
        .contains(code == OK ? "" : "The adapter size is not supported for this base model.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"global", "us", "eu"})
  @DisplayName("no tuning outside of a region")
  void noRegion(String location) {
    Result refused =
        running.wire(protocol).create("projects/p/locations/" + location, request("demo"));
    assertThat(refused.code()).isEqualTo(FAILED_PRECONDITION);
  }

  @ParameterizedTest
  @CsvSource({
    "gemini-3.5-flash, asia-east1",
    "translation-llm-002, europe-west4",
  })
  @DisplayName("some models are tuned in some regions only")
  void regionOfModel(String baseModel, String location) {
    Result refused =
        running
            .wire(protocol)
            .create(
                "projects/p/locations/" + location, request("demo").put("baseModel", baseModel));
    assertThat(refused.code()).isEqualTo(FAILED_PRECONDITION);
  }

  @Test
  @DisplayName("the key is in the job's region, the pre-tuned model too, and not for every model")
  void regionOfKeyAndModel() {
    Wire wire = running.wire(protocol);
    ObjectNode key = request("demo").put("baseModel", "gemini-2.5-flash");
    key.putObject("encryptionSpec").put("kmsKeyName", EU_KEY);
    ObjectNode preTuned = request("demo");
    preTuned.remove("baseModel");
    preTuned
        .putObject("preTunedModel")
        .put("tunedModelName", "projects/p/locations/europe-west4/models/7");
    ObjectNode noKeys = key.deepCopy().put("baseModel", "gemini-3.5-flash");

    assertThat(wire.create(PARENT, key).code()).isEqualTo(FAILED_PRECONDITION);
    assertThat(wire.create(PARENT, preTuned).code()).isEqualTo(FAILED_PRECONDITION);
    assertThat(wire.create("projects/p/locations/europe-west4", noKeys).code())
        .isEqualTo(FAILED_PRECONDITION);
    assertThat(wire.create("projects/p/locations/europe-west4", key).code()).isEqualTo(OK);
  }

  @Test
  @DisplayName("a job that is not there is NOT_FOUND, also under the right id in another place")
  void notFound() {
    Wire wire = running.wire(protocol);
    String name = wire.create(PARENT, request("demo")).name();

    assertThat(wire.get(PARENT + "/tuningJobs/1").code()).isEqualTo(NOT_FOUND);
    assertThat(wire.cancel(PARENT + "/tuningJobs/1").code()).isEqualTo(NOT_FOUND);
    assertThat(wire.get(name.replace("us-central1", "us-west1")).code()).isEqualTo(NOT_FOUND);
  }

  @Test
  @DisplayName("display names count characters, and labels may be of any script without capitals")
  void limits() {
    ObjectNode job = request("\uD83D\uDE80".repeat(128));
    job.withObjectProperty("labels").put("größe", "").put("名前", "値_-1");
    assertThat(running.wire(protocol).create(PARENT, job).code()).isEqualTo(OK);
  }

  private static ObjectNode spec(ObjectNode job) {
    return job.withObjectProperty("supervisedTuningSpec");
  }

  private static ValidationError invalid(String field, Consumer<ObjectNode> make) {
    return new ValidationError(field, make);
  }

  record ValidationError(String field, Consumer<ObjectNode> make) {
    @Override
    public String toString() {
      return field;
    }
  }
}

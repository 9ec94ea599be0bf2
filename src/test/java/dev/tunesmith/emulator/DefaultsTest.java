package dev.tunesmith.emulator;

import static dev.tunesmith.emulator.RunningEmulator.ALL_OVER;
import static dev.tunesmith.emulator.RunningEmulator.PARENT;
import static dev.tunesmith.emulator.RunningEmulator.UNTIL_TRAINING;
import static dev.tunesmith.emulator.RunningEmulator.request;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tunesmith.emulator.RunningEmulator.Protocol;
import dev.tunesmith.emulator.Wire.Result;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Protocol.class)
@DisplayName("What the service adds to a job")
class DefaultsTest {
  @RegisterExtension final RunningEmulator running = new RunningEmulator();
  @Parameter Protocol protocol = Protocol.REST;

  @ParameterizedTest
  @CsvSource({"gemini-2.5-flash, ADAPTER_SIZE_FOUR", "gemini-3.1-flash-lite, ADAPTER_SIZE_TWO"})
  @DisplayName("defaults are written back where the request has nothing")
  void defaults(String baseModel, String adapterSize) {
    ObjectNode job = Json.object().put("baseModel", baseModel);
    job.putObject("supervisedTuningSpec").put("trainingDatasetUri", "gs://my-bucket/t.jsonl");
    Result created = running.wire(protocol).create(PARENT, job);

    JsonNode parameters = created.body().at("/supervisedTuningSpec/hyperParameters");
    assertThat(parameters.path("epochCount").asLong()).isIn(10L, 20L, 40L);
    assertThat(parameters.path("adapterSize").asText()).isEqualTo(adapterSize);
    assertThat(parameters.path("learningRateMultiplier").asDouble()).isEqualTo(1.0);
    assertThat(created.body().path("tunedModelDisplayName").asText()).startsWith("tuned-model-");
    assertThat(created.body().has("labels")).isFalse();
  }

  @Test
  @DisplayName("what the request has comes back as it was")
  void echo() {
    ObjectNode job = request("demo").put("baseModel", "gemini-2.5-flash");
    job.put("description", "Tone of the support desk");
    job.put("serviceAccount", "tuner@my-project.iam.gserviceaccount.com");
    job.putObject("encryptionSpec")
        .put("kmsKeyName", "projects/p/locations/us-central1/keyRings/r/cryptoKeys/k");
    ObjectNode spec = job.withObjectProperty("supervisedTuningSpec");
    spec.put("validationDatasetUri", "gs://my-bucket/v.jsonl");
    spec.put("exportLastCheckpointOnly", true);
    spec.putObject("hyperParameters")
        .put("epochCount", "7")
        .put("learningRateMultiplier", 0.5)
        .put("adapterSize", "ADAPTER_SIZE_TWO");
    Wire wire = running.wire(protocol);

    ObjectNode read = wire.get(wire.create(PARENT, job).name()).body();
    assertThat(job.properties())
        .allMatch(field -> Wire.same(read.path(field.getKey()), field.getValue()));
  }

  @Test
  @DisplayName("names have the project's number, and are found by number and by id")
  void projectNumber() {
    Wire wire = running.wire(protocol);
    String name = wire.create(PARENT, request("demo")).name();
    assertThat(name)
        .matches("projects/[1-9][0-9]{11}/locations/us-central1/tuningJobs/[1-9][0-9]{18}");

    String number = name.split("/", -1)[1];
    String byId = name.replace("projects/" + number, "projects/my-project");
    String parentByNumber = "projects/" + number + "/locations/us-central1";
    assertThat(wire.get(byId).name()).isEqualTo(name);
    assertThat(wire.list(parentByNumber).names()).containsExactly(name);
    assertThat(wire.create(parentByNumber, request("two")).name()).startsWith(parentByNumber);
    assertThat(wire.list(PARENT).names()).hasSize(2);
    assertThat(wire.list("projects/other/locations/us-central1").names()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "1, '1'",
    "4, '1,2,3,4'",
    "10, '1,2,3,4,5,6,7,8,9,10'",
    "25, '2,5,7,10,12,15,17,20,22,25'"
  })
  @DisplayName("checkpoints: one per epoch, or ten with the last one, each with its own endpoint")
  void checkpoints(int epochs, String expected) {
    ObjectNode job = request("demo");
    job.withObjectProperty("supervisedTuningSpec")
        .withObjectProperty("hyperParameters")
        .put("epochCount", epochs);
    JsonNode tuned = finished(job).path("tunedModel");

    List<JsonNode> checkpoints =
        StreamSupport.stream(tuned.path("checkpoints").spliterator(), false).toList();
    assertThat(checkpoints)
        .extracting(checkpoint -> checkpoint.path("epoch").asText())
        .containsExactly(expected.split(",", -1));
    assertThat(checkpoints).extracting(c -> c.path("endpoint").asText()).doesNotHaveDuplicates();
    assertThat(checkpoints.getLast().path("endpoint")).isEqualTo(tuned.path("endpoint"));
    assertThat(checkpoints.getFirst().path("checkpointId").asText()).isEqualTo("1");
  }

  @Test
  @DisplayName("exportLastCheckpointOnly: one endpoint and no checkpoints")
  void lastCheckpointOnly() {
    ObjectNode job = request("demo");
    job.withObjectProperty("supervisedTuningSpec").put("exportLastCheckpointOnly", true);
    JsonNode tuned = finished(job).path("tunedModel");

    assertThat(tuned.has("checkpoints")).isFalse();
    assertThat(tuned.path("endpoint").asText()).contains("/endpoints/");
  }

  @Test
  @DisplayName("statistics add up, and there are none before the data were processed")
  void statistics() {
    Wire wire = running.wire(protocol);
    Result created = wire.create(PARENT, request("demo"));
    assertThat(created.body().has("tuningDataStats")).isFalse();
    running.clock().advance(UNTIL_TRAINING);

    JsonNode stats =
        wire.get(created.name()).body().at("/tuningDataStats/supervisedTuningDataStats");
    long examples = stats.path("tuningDatasetExampleCount").asLong();
    assertThat(examples).isBetween(100L, 600L);
    assertThat(stats.path("tuningStepCount").asLong()).isEqualTo((examples + 31) / 32 * 4);
    assertThat(stats.path("totalBillableTokenCount").asLong())
        .isEqualTo(
            stats.at("/userInputTokenDistribution/sum").asLong()
                + stats.at("/userOutputTokenDistribution/sum").asLong());
    assertThat(stats.at("/userInputTokenDistribution/buckets/0/count").asLong())
        .isEqualTo(examples);
  }

  private ObjectNode finished(ObjectNode job) {
    Wire wire = running.wire(protocol);
    String name = wire.create(PARENT, job).name();
    running.clock().advance(ALL_OVER);
    return wire.get(name).body();
  }
}

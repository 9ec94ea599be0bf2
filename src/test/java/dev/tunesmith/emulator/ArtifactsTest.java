package dev.tunesmith.emulator;

import static dev.tunesmith.emulator.RunningEmulator.ALL_OVER;
import static dev.tunesmith.emulator.RunningEmulator.PARENT;
import static dev.tunesmith.emulator.RunningEmulator.SERVED;
import static dev.tunesmith.emulator.RunningEmulator.UNTIL_RUNNING;
import static dev.tunesmith.emulator.RunningEmulator.request;
import static dev.tunesmith.emulator.RunningEmulator.requestOn;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tunesmith.emulator.Effect.EndsAs;
import dev.tunesmith.emulator.Wire.Result;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("The artefacts of a job: its model and endpoints")
class ArtifactsTest {
  @RegisterExtension final RunningEmulator running = new RunningEmulator();

  @Test
  @DisplayName("a model, under its name with and without the version")
  void model() {
    ObjectNode job = finished(request("demo"));
    String versioned = job.at("/tunedModel/model").asText();
    String plain = versioned.replace("@1", "");

    ObjectNode model = get(plain).body();
    assertThat(get(versioned).body()).isEqualTo(model);
    assertThat(get(plain + "@default").body()).isEqualTo(model);
    assertThat(model.path("name").asText()).isEqualTo(plain);
    assertThat(model.path("versionId").asText()).isEqualTo("1");
    assertThat(model.path("displayName").asText()).isEqualTo("demo");
    assertThat(model.at("/labels/team").asText()).isEqualTo("support");
    assertThat(model.at("/labels/google-vertex-llm-tuning-base-model-id").asText())
        .isEqualTo("gemini-3_5-flash");
    assertThat(model.path("createTime")).isEqualTo(job.path("endTime"));
    assertThat(model.path("deployedModels")).hasSize(4);
    assertThat(model.path("checkpoints")).hasSize(4);
    assertThat(model.path("defaultCheckpointId").asText()).isEqualTo("4");
    assertThat(get(plain + "@2").code()).isEqualTo(CanonicalCode.NOT_FOUND);
  }

  @Test
  @DisplayName("an endpoint for every checkpoint, serving the model")
  void endpoints() {
    ObjectNode job = finished(request("demo"));
    String model = job.at("/tunedModel/model").asText().replace("@1", "");

    for (JsonNode checkpoint : job.at("/tunedModel/checkpoints")) {
      ObjectNode endpoint = get(checkpoint.path("endpoint").asText()).body();
      assertThat(endpoint.path("name")).isEqualTo(checkpoint.path("endpoint"));
      assertThat(endpoint.path("displayName").asText()).isEqualTo("demo");
      assertThat(endpoint.at("/deployedModels/0/model").asText()).isEqualTo(model);
      assertThat(endpoint.at("/deployedModels/0/checkpointId"))
          .isEqualTo(checkpoint.path("checkpointId"));
    }
  }

  @Test
  @DisplayName("nothing before the job has succeeded, and nothing of one that was cancelled")
  void nothingYet() {
    String cancelled = running.rest().create(PARENT, request("cancelled")).name();
    running.rest().create(PARENT, request("demo"));
    running.clock().advance(UNTIL_RUNNING);
    assertThat(page("models", 0, "").body()).isEmpty();
    assertThat(page("endpoints", 0, "").body()).isEmpty();

    running.rest().cancel(cancelled);
    running.clock().advance(ALL_OVER);
    assertThat(page("models", 0, "").body().path("models")).hasSize(1);
  }

  @Test
  @DisplayName("a late failure leaves a model and no endpoint")
  void modelWithoutEndpoint() {
    ObjectNode job = finished(requestOn("gs://my-bucket/fail-endpoint.jsonl"));
    ObjectNode model = get(job.at("/tunedModel/model").asText()).body();
    assertThat(model.has("deployedModels")).isFalse();
    assertThat(page("endpoints", 0, "").body()).isEmpty();
  }

  @Test
  @DisplayName("models and endpoints are listed in pages and filtered")
  void lists() {
    for (int i = 0; i < 3; i++) {
      running.rest().create(PARENT, request("demo-" + i));
    }
    running.clock().advance(ALL_OVER);

    Result first = page("models", 2, "");
    assertThat(first.body().path("models")).hasSize(2);
    ObjectNode second =
        running.rest().page(SERVED + "/models", 2, first.nextPageToken(), "").body();
    assertThat(second.path("models")).hasSize(1);
    assertThat(second.has("nextPageToken")).isFalse();
    assertThat(page("models", 0, "display_name=\"demo-1\"").body().path("models")).hasSize(1);
    assertThat(page("models", 0, "labels.tune-type:*").body().path("models")).hasSize(3);

    int seen = 0;
    String token = "";
    do {
      ObjectNode page = running.rest().page(SERVED + "/endpoints", 5, token, "").body();
      seen += page.path("endpoints").size();
      token = page.path("nextPageToken").asText();
    } while (!token.isEmpty());
    assertThat(seen).as("four checkpoints of three models").isEqualTo(12);
    assertThat(running.rest().page(SERVED + "/endpoints", 5, first.nextPageToken(), "").code())
        .as("a token of the models")
        .isEqualTo(CanonicalCode.INVALID_ARGUMENT);
  }

  @Test
  @DisplayName("the endpoint answers; the model's name does not")
  void generateContent() {
    ObjectNode job = finished(request("demo"));
    String body = "{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"Hello?\"}]}]}";

    ObjectNode answer = ask(job.at("/tunedModel/endpoint").asText(), body).body();
    assertThat(answer.at("/candidates/0/content/parts/0/text").asText())
        .contains("Hello?", "demo", "gemini-3.5-flash");
    assertThat(answer.at("/candidates/0/finishReason").asText()).isEqualTo("STOP");
    assertThat(answer.at("/usageMetadata/totalTokenCount").asInt()).isPositive();

    Result byModel = ask(job.at("/tunedModel/model").asText(), body);
    assertThat(byModel.code()).isEqualTo(CanonicalCode.INVALID_ARGUMENT);
    assertThat(byModel.message()).contains("is malformed and it should be in form of");
    assertThat(ask(SERVED + "/endpoints/1", body).message()).contains("endpoint \"", "not found");
    assertThat(ask(job.at("/tunedModel/endpoint").asText(), "{}").code())
        .isEqualTo(CanonicalCode.INVALID_ARGUMENT);
  }

  @Test
  @DisplayName("a stream of one piece, as an event or as a list")
  void stream() throws IOException {
    String endpoint = finished(request("demo")).at("/tunedModel/endpoint").asText();
    String path = "/v1/" + endpoint + ":streamGenerateContent";
    String body = "{\"contents\":[{\"parts\":[{\"text\":\"Hello?\"}]}]}";

    assertThat(running.rest().send("POST", path + "?alt=sse", body, Wire.PATIENCE).body())
        .startsWith("data: {\"candidates\":")
        .endsWith("}\r\n\r\n");
    JsonNode list =
        Json.MAPPER.readTree(running.rest().send("POST", path, body, Wire.PATIENCE).body());
    assertThat(list.at("/0/candidates/0/content/role").asText()).isEqualTo("model");
  }

  @Test
  @DisplayName("continuous tuning makes the next version, under the name of the model before")
  void nextVersion() {
    String first = finished(request("demo")).at("/tunedModel/model").asText();
    ObjectNode second = finished(continuing(first.replace("@1", "")));

    assertThat(second.at("/tunedModel/model").asText()).isEqualTo(first.replace("@1", "@2"));
    assertThat(second.path("tunedModelDisplayName").asText()).isEqualTo("demo");
    assertThat(second.at("/preTunedModel/baseModel").asText()).isEqualTo("gemini-3.5-flash");
    assertThat(second.has("baseModel")).isFalse();
    assertThat(get(first.replace("@1", "")).body().path("versionId").asText()).isEqualTo("2");
    assertThat(get(first).body().path("versionId").asText()).isEqualTo("1");
    assertThat(get(first).body().has("versionAliases")).isFalse();
    assertThat(page("models", 0, "").body().path("models")).hasSize(1);
    assertThat(finished(continuing(first)).at("/tunedModel/model").asText()).endsWith("@3");
  }

  @Test
  @DisplayName("continuous tuning under another display name makes a new model")
  void newModel() {
    String first = finished(request("demo")).at("/tunedModel/model").asText();
    ObjectNode other = finished(continuing(first).put("tunedModelDisplayName", "other"));

    assertThat(other.at("/tunedModel/model").asText()).endsWith("@1").isNotEqualTo(first);
    assertThat(page("models", 0, "").body().path("models")).hasSize(2);
  }

  @Test
  @DisplayName("a failed continuation uses no version up; a running one does")
  void versionsOfFailedJobs() {
    String first = finished(request("demo")).at("/tunedModel/model").asText();
    running
        .emulator()
        .faults()
        .add(Fault.on(RpcMethod.CREATE_TUNING_JOB, new EndsAs("JOB_STATE_FAILED")).once());
    finished(continuing(first));
    running.rest().create(PARENT, continuing(first));

    assertThat(finished(continuing(first)).at("/tunedModel/model").asText()).endsWith("@3");
    assertThat(get(first.replace("@1", "@2")).code()).isEqualTo(CanonicalCode.OK);
  }

  @Test
  @DisplayName("continuing from what is not there: a model, a version, a checkpoint")
  void nothingToContinue() {
    String first = finished(request("demo")).at("/tunedModel/model").asText();
    ObjectNode checkpoint = continuing(first);
    checkpoint.withObjectProperty("preTunedModel").put("checkpointId", "5");

    Result unknown = running.rest().create(PARENT, continuing(SERVED + "/models/7"));
    assertThat(unknown.code()).isEqualTo(CanonicalCode.NOT_FOUND);
    assertThat(unknown.message())
        .matches("The Model \"projects/\\d+/locations/us/models/7\" does not exist\\.");
    assertThat(running.rest().create(PARENT, continuing(first.replace("@1", "@9"))).code())
        .isEqualTo(CanonicalCode.NOT_FOUND);
    Result refused = running.rest().create(PARENT, checkpoint);
    assertThat(refused.badFields()).containsExactly("tuning_job.pre_tuned_model.checkpoint_id");
    checkpoint.withObjectProperty("preTunedModel").put("checkpointId", "4");
    assertThat(running.rest().create(PARENT, checkpoint).code()).isEqualTo(CanonicalCode.OK);
  }

  @Test
  @DisplayName("--any-base-model: a model that the emulator never made was there before it")
  void modelOfBefore() throws IOException {
    try (Emulator any =
            Emulator.start(EmulatorOptions.defaults().withAnyBaseModel(), running.clock());
        RestWire wire = new RestWire(any.httpPort(), "v1")) {
      assertThat(finished(wire, continuing(SERVED + "/models/7")).at("/tunedModel/model").asText())
          .endsWith("/models/7@2");
      assertThat(
              finished(wire, continuing(SERVED + "/models/7@1")).at("/tunedModel/model").asText())
          .endsWith("/models/7@3");
      assertThat(wire.create(PARENT, continuing(SERVED + "/models/missing")).code())
          .isEqualTo(CanonicalCode.NOT_FOUND);
    }
  }

  private ObjectNode finished(ObjectNode request) {
    return finished(running.rest(), request);
  }

  private ObjectNode finished(RestWire wire, ObjectNode request) {
    Result created = wire.create(PARENT, request);
    assertThat(created.code()).as(created.message()).isEqualTo(CanonicalCode.OK);
    running.clock().advance(ALL_OVER.plus(Duration.ofSeconds(1)));
    return wire.get(created.name()).body();
  }

  private static ObjectNode continuing(String model) {
    ObjectNode job = request("");
    job.remove("baseModel");
    job.putObject("preTunedModel").put("tunedModelName", model);
    return job;
  }

  private Result get(String name) {
    return running.rest().get(name);
  }

  private Result page(String collection, int size, String filter) {
    return running.rest().page(SERVED + "/" + collection, size, "", filter);
  }

  private Result ask(String name, String body) {
    return running.rest().call("POST", "/v1/" + name + ":generateContent", body, Wire.PATIENCE);
  }
}

package dev.tunesmith.emulator;

import static dev.tunesmith.emulator.GeminiWire.BASE_MODEL;
import static dev.tunesmith.emulator.GeminiWire.request;
import static dev.tunesmith.emulator.RunningEmulator.ALL_OVER;
import static dev.tunesmith.emulator.RunningEmulator.UNTIL_TRAINING;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tunesmith.emulator.Wire.Result;
import dev.tunesmith.support.ManualClock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The Gemini API's tuned models")
class TunedModelsTest {
  @RegisterExtension final RunningEmulator running = new RunningEmulator();

  @SuppressWarnings("NullAway.Init")
  private GeminiWire gemini;

  @BeforeEach
  void connect() {
    gemini = new GeminiWire(running);
  }

  @Test
  @DisplayName("create answers with an operation; the model is CREATING, and ACTIVE in the end")
  void life() {
    Result created = gemini.create("increment", request("Next number"));
    assertThat(created.name()).startsWith("tunedModels/increment/operations/");
    assertThat(created.body().has("done")).isFalse();
    ObjectNode metadata = Json.object();
    metadata.put(
        "@type",
        "type.googleapis.com/google.ai.generativelanguage.v1beta.CreateTunedModelMetadata");
    // 15 examples in batches of 4, 5 times.
    metadata.put("totalSteps", 20).put("tunedModel", "tunedModels/increment");
    assertThat(created.body().path("metadata")).isEqualTo(metadata);
    Result fresh = gemini.get("tunedModels/increment");
    assertThat(fresh.state()).isEqualTo("CREATING");
    assertThat(fresh.body().at("/tuningTask/startTime").isMissingNode()).isTrue();

    running.clock().advance(UNTIL_TRAINING);
    JsonNode halfway = gemini.get(created.name()).body().path("metadata");
    int steps = halfway.path("completedSteps").asInt();
    assertThat(steps).isBetween(1, 19);
    assertThat(halfway.path("completedPercent").asDouble()).isEqualTo(steps * 5.0);
    assertThat(halfway.path("snapshots")).hasSize(steps);

    running.clock().advance(ALL_OVER);
    Result ended = gemini.get(created.name());
    assertThat(ended.body().path("done").asBoolean()).isTrue();
    assertThat(ended.body().has("error")).isFalse();
    assertThat(ended.body().at("/metadata/completedPercent").asInt()).isEqualTo(100);
    ObjectNode response = (ObjectNode) ended.body().path("response").deepCopy();
    assertThat(response.remove("@type").asText())
        .isEqualTo("type.googleapis.com/google.ai.generativelanguage.v1beta.TunedModel");
    Result model = gemini.get("tunedModels/increment");
    assertThat(model.body()).isEqualTo(response);
    assertThat(model.state()).isEqualTo("ACTIVE");
  }

  @Test
  @DisplayName("an active model has everything that the reference says, but the training data")
  void model() {
    String name = gemini.active(running, request("Next number").put("description", "Counts."));
    JsonNode model = gemini.get(name).body();

    assertThat(model.path("displayName").asText()).isEqualTo("Next number");
    assertThat(model.path("description").asText()).isEqualTo("Counts.");
    assertThat(model.path("baseModel").asText()).isEqualTo(BASE_MODEL);
    assertThat(model.path("temperature").asDouble()).isEqualTo(1);
    assertThat(model.path("topP").asDouble()).isEqualTo(0.95);
    assertThat(model.path("topK").asInt()).isEqualTo(64);
    JsonNode task = model.path("tuningTask");
    assertThat(task.has("trainingData")).isFalse();
    assertThat(task.path("hyperparameters").toString())
        .isEqualTo("{\"batchSize\":4,\"learningRate\":0.001,\"epochCount\":5}");
    Instant created = Instant.parse(model.path("createTime").asText());
    Instant started = Instant.parse(task.path("startTime").asText());
    Instant completed = Instant.parse(task.path("completeTime").asText());
    assertThat(created).isEqualTo(ManualClock.START).isBefore(started);
    assertThat(completed).isAfter(started).isEqualTo(model.path("updateTime").asText());
  }

  @Test
  @DisplayName("snapshots: one per step, and the mean loss falls")
  void snapshots() {
    JsonNode task =
        gemini.get(gemini.active(running, request("Next number"))).body().path("tuningTask");
    List<Double> losses = new ArrayList<>();
    Instant last = Instant.parse(task.path("startTime").asText());
    for (JsonNode snapshot : task.path("snapshots")) {
      losses.add(snapshot.path("meanLoss").asDouble());
      assertThat(snapshot.path("step").asInt()).isEqualTo(losses.size());
      assertThat(snapshot.path("epoch").asInt()).isEqualTo((losses.size() - 1) / 4 + 1);
      Instant computed = Instant.parse(snapshot.path("computeTime").asText());
      assertThat(computed).isAfter(last);
      last = computed;
    }
    assertThat(losses).hasSize(20).allSatisfy(loss -> assertThat(loss).isBetween(0.01, 8.0));
    assertThat(losses.getLast()).isLessThan(losses.getFirst() / 3);
  }

  @ParameterizedTest
  @CsvSource({
    "Sentence Translator, tunedModels/sentence-translator-[a-z0-9]{12}",
    "'', tunedModels/[a-z][a-z0-9]{11}",
    "2 Übersetzer!, tunedModels/bersetzer-[a-z0-9]{12}",
    "A display name that is just short enough,"
        + " tunedModels/a-display-name-that-is-just-[a-z0-9]{12}",
  })
  @DisplayName("without an id the name is made of the display name and a random part")
  void ownName(String displayName, String pattern) {
    String name =
        gemini.create("", request(displayName)).body().at("/metadata/tunedModel").asText();
    assertThat(name).matches(pattern);
    assertThat(gemini.get(name).name()).isEqualTo(name);
    assertThat(gemini.create("", request(displayName)).body().at("/metadata/tunedModel").asText())
        .isNotEqualTo(name);
  }

  @Test
  @DisplayName("an id is given once; after a delete it is free again")
  void alreadyExists() {
    gemini.create("increment", request("one"));
    assertThat(gemini.create("increment", request("two")).code())
        .isEqualTo(CanonicalCode.ALREADY_EXISTS);
    assertThat(gemini.get("tunedModels/increment").body().path("displayName").asText())
        .isEqualTo("one");

    assertThat(gemini.call("DELETE", "/v1beta/tunedModels/increment", "").body()).isEmpty();
    assertThat(gemini.get("tunedModels/increment").code()).isEqualTo(CanonicalCode.NOT_FOUND);
    assertThat(gemini.call("DELETE", "/v1beta/tunedModels/increment", "").code())
        .isEqualTo(CanonicalCode.NOT_FOUND);
    assertThat(gemini.call("GET", "/v1beta/tunedModels/increment/operations", "").code())
        .isEqualTo(CanonicalCode.NOT_FOUND);
    assertThat(gemini.create("increment", request("two")).code()).isEqualTo(CanonicalCode.OK);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1st", "-a", "a-", "A", "a_b", "a/b"})
  @DisplayName("an id outside its alphabet is refused")
  void badId(String id) {
    Result refused = gemini.create(id, request("one"));
    assertThat(refused.code()).isEqualTo(CanonicalCode.INVALID_ARGUMENT);
    assertThat(refused.badFields()).containsExactly("tuned_model_id");
  }

  @Test
  @DisplayName("an id has at most 40 characters")
  void longId() {
    assertThat(gemini.create("a".repeat(40), request("one")).code()).isEqualTo(CanonicalCode.OK);
    assertThat(gemini.create("a".repeat(41), request("one")).badFields())
        .containsExactly("tuned_model_id");
  }

  @Test
  @DisplayName("a display name with 'fail' makes a model that fails, with an error")
  void fails() {
    String name = gemini.active(running, request("Must fail"));
    assertThat(gemini.get(name).state()).isEqualTo("FAILED");
    JsonNode operation =
        gemini.call("GET", "/v1beta/" + name + "/operations", "").body().at("/operations/0");
    assertThat(operation.path("done").asBoolean()).isTrue();
    assertThat(operation.has("response")).isFalse();
    assertThat(operation.at("/error/code").asInt()).isEqualTo(3);
    assertThat(operation.at("/metadata/completedSteps").asInt()).isBetween(6, 7);
    assertThat(gemini.get(name).body().at("/tuningTask/snapshots")).hasSizeBetween(6, 7);
  }

  @Test
  @DisplayName("a display name with 'never' makes a model that is never complete")
  void never() {
    String name = gemini.active(running, request("never ends"));
    assertThat(gemini.get(name).state()).isEqualTo("CREATING");
    assertThat(gemini.get(name).body().at("/tuningTask/snapshots")).hasSize(19);
  }

  @Test
  @DisplayName("a model continues a tuned model, and shows the base model of both")
  void continued() {
    String first = gemini.active(running, request("first"));
    ObjectNode next = request("next");
    next.remove("baseModel");
    next.putObject("tunedModelSource").put("tunedModel", first).put("baseModel", "ignored");
    String name = gemini.active(running, next);

    JsonNode model = gemini.get(name).body();
    assertThat(model.has("baseModel")).isFalse();
    assertThat(model.at("/tunedModelSource/tunedModel").asText()).isEqualTo(first);
    assertThat(model.at("/tunedModelSource/baseModel").asText()).isEqualTo(BASE_MODEL);
  }

  @Test
  @DisplayName("operations are got and listed under both versions, and cancelled under v1")
  void operations() {
    String operation = gemini.create("increment", request("one")).name();
    for (String version : List.of("/v1/", "/v1beta/")) {
      assertThat(gemini.call("GET", version + operation, "").name()).isEqualTo(operation);
      assertThat(
              gemini
                  .call("GET", version + "tunedModels/increment/operations", "")
                  .body()
                  .at("/operations/0/name")
                  .asText())
          .isEqualTo(operation);
    }
    assertThat(gemini.get("tunedModels/increment/operations/other").code())
        .isEqualTo(CanonicalCode.NOT_FOUND);

    assertThat(gemini.call("POST", "/v1/" + operation + ":cancel", "{}").body()).isEmpty();
    assertThat(gemini.get(operation).body().at("/error/code").asInt()).isEqualTo(1);
    assertThat(gemini.get("tunedModels/increment").state()).isEqualTo("FAILED");
    assertThat(gemini.call("POST", "/v1/" + operation + ":cancel", "").code())
        .isEqualTo(CanonicalCode.OK);
  }

  @Test
  @DisplayName("the base models that can be tuned are listed and got")
  void baseModels() {
    Result list = gemini.call("GET", "/v1beta/models", "");
    assertThat(list.body().at("/models/0/name").asText()).isEqualTo(BASE_MODEL);
    assertThat(list.body().at("/models/0/supportedGenerationMethods/0").asText())
        .isEqualTo("createTunedModel");
    assertThat(gemini.get(BASE_MODEL).body()).isEqualTo(list.body().at("/models/0"));
    assertThat(gemini.get("models/gemini-4").code()).isEqualTo(CanonicalCode.NOT_FOUND);
  }

  @Test
  @DisplayName("the emulator's own API lists the models, and / the routes")
  void routes() {
    gemini.create("increment", request("one"));
    assertThat(gemini.call("GET", "/emulator/v1/tunedModels", "").body().at("/tunedModels/0/name"))
        .hasToString("\"tunedModels/increment\"");
    assertThat(running.emulator().tunedModels()).hasSize(1);
    assertThat(gemini.call("GET", "/", "").body().path("routes"))
        .extracting(JsonNode::asText)
        .contains(
            "POST /v1beta/{tunedModels}",
            "PATCH /v1beta/{tunedModels/*}",
            "POST /{v1|v1beta}/{tunedModels/*}:generateContent");
  }
}

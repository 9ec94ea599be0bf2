package dev.tunesmith.emulator;

import static dev.tunesmith.emulator.CanonicalCode.FAILED_PRECONDITION;
import static dev.tunesmith.emulator.CanonicalCode.INVALID_ARGUMENT;
import static dev.tunesmith.emulator.CanonicalCode.NOT_FOUND;
import static dev.tunesmith.emulator.CanonicalCode.OK;
import static dev.tunesmith.emulator.RunningEmulator.ALL_OVER;
import static dev.tunesmith.emulator.RunningEmulator.PARENT;
import static dev.tunesmith.emulator.RunningEmulator.SERVED;
import static dev.tunesmith.emulator.RunningEmulator.request;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tunesmith.emulator.Wire.Result;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Models and endpoints are changed, undeployed and deleted as in the service")
class ArtifactChangesTest {
  @RegisterExtension final RunningEmulator running = new RunningEmulator();

  @Test
  @DisplayName("undeploy, delete the endpoint, delete the model: in this order, and the model last")
  void deleteAll() {
    String job = succeeded(lastCheckpointOnly("demo"));
    String model = tuned(job, "model").replace("@1", "");
    String endpoint = tuned(job, "endpoint");
    assertThat(call("DELETE", model, "").code()).isEqualTo(FAILED_PRECONDITION);
    assertThat(call("DELETE", endpoint, "").code()).isEqualTo(FAILED_PRECONDITION);

    ObjectNode undeployment = undeploy(endpoint).body();
    assertThat(undeployment.path("name").asText()).startsWith(endpoint + "/operations/");
    assertThat(undeployment.has("done")).isFalse();
    assertThat(call("DELETE", endpoint, "").code())
        .as("while the undeployment goes on")
        .isEqualTo(FAILED_PRECONDITION);
    running.clock().advance(Duration.ofSeconds(2));
    assertThat(get(undeployment.path("name").asText()).body().path("done").asBoolean()).isTrue();
    assertThat(get(endpoint).body().has("deployedModels")).isFalse();
    assertThat(ask(endpoint).code()).isEqualTo(FAILED_PRECONDITION);

    Result deleted = call("DELETE", endpoint, "");
    assertThat(deleted.body().path("done").asBoolean()).isTrue();
    assertThat(deleted.body().at("/response/@type").asText()).endsWith("google.protobuf.Empty");
    assertThat(get(endpoint).code()).isEqualTo(NOT_FOUND);
    Result tooEarly = call("DELETE", model, "");
    assertThat(tooEarly.code()).as("the model follows later").isEqualTo(FAILED_PRECONDITION);
    assertThat(tooEarly.message()).contains("is deployed or being deployed", endpoint);
    running.clock().advance(Duration.ofSeconds(3));
    assertThat(call("DELETE", model, "").code()).isEqualTo(OK);

    assertThat(get(model).code()).isEqualTo(NOT_FOUND);
    assertThat(call("DELETE", model, "").code()).isEqualTo(NOT_FOUND);
    assertThat(list("models", "").path("models")).isEmpty();
    assertThat(list("endpoints", "").path("endpoints")).isEmpty();
    assertThat(tuned(job, "model")).as("the job is as it was").isEqualTo(model + "@1");
  }

  @Test
  @DisplayName("an undeployment is not repeated, and not for another deployed model")
  void undeployTwice() {
    String endpoint = tuned(succeeded(lastCheckpointOnly("demo")), "endpoint");
    String body = "{\"deployedModelId\": \"1\"}";
    assertThat(call("POST", endpoint + ":undeployModel", body).code()).isEqualTo(NOT_FOUND);
    assertThat(undeploy(endpoint).code()).isEqualTo(OK);
    assertThat(undeploy(endpoint).code()).isEqualTo(FAILED_PRECONDITION);
    running.clock().advance(Duration.ofSeconds(2));
    assertThat(call("POST", endpoint + ":undeployModel", body).code()).isEqualTo(NOT_FOUND);
  }

  @Test
  @DisplayName("a fault makes the model's view of its deployments as old as wanted")
  void undeployLag() {
    String job = succeeded(lastCheckpointOnly("demo"));
    running.add(RpcMethod.UNDEPLOY_MODEL, new Effect.UndeployLag(Duration.ofMinutes(5)));
    undeploy(tuned(job, "endpoint"));
    running.clock().advance(Duration.ofMinutes(5));
    String model = tuned(job, "model").replace("@1", "");
    assertThat(call("DELETE", model, "").code()).isEqualTo(FAILED_PRECONDITION);
    assertThat(get(model).body().path("deployedModels")).hasSize(1);
    running.clock().advance(Duration.ofSeconds(2));
    assertThat(call("DELETE", model, "").code()).isEqualTo(OK);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "?updateMask=default_checkpoint_id"})
  @DisplayName("another default checkpoint moves the job's endpoint to that of the checkpoint")
  void defaultCheckpoint(String mask) {
    String job = succeeded(request("demo"));
    String model = tuned(job, "model");
    String second =
        running.rest().get(job).body().at("/tunedModel/checkpoints/1/endpoint").asText();
    assertThat(tuned(job, "endpoint")).isNotEqualTo(second);

    Result updated = call("PATCH", model + mask, "{\"defaultCheckpointId\": \"2\"}");
    assertThat(updated.body().path("defaultCheckpointId").asText()).isEqualTo("2");
    assertThat(tuned(job, "endpoint")).isEqualTo(second);
    assertThat(call("PATCH", model + mask, "{\"defaultCheckpointId\": \"9\"}").code())
        .isEqualTo(INVALID_ARGUMENT);
    assertThat(call("GET", model + ":listCheckpoints", "").body().path("checkpoints")).hasSize(4);
  }

  @Test
  @DisplayName("fields of a model under its name, of a version under the name with the version")
  void update() {
    String job = succeeded(request("demo"));
    String model = tuned(job, "model").replace("@1", "");
    String body = "{\"displayName\": \"new\", \"labels\": {\"a\": \"b\"}}";
    ObjectNode updated = call("PATCH", model + "?updateMask=display_name,labels", body).body();
    assertThat(updated.path("displayName").asText()).isEqualTo("new");
    assertThat(updated.at("/labels/a").asText()).isEqualTo("b");
    assertThat(updated.path("labels").has("team")).isFalse();
    assertThat(updated.path("labels").has("tune-type")).isTrue();
    assertThat(list("models", "displayName=\"new\"").path("models")).hasSize(1);

    String described = "{\"versionDescription\": \"first\"}";
    assertThat(call("PATCH", model + "@1?updateMask=versionDescription", described).code())
        .isEqualTo(OK);
    assertThat(get(model).body().path("versionDescription").asText()).isEqualTo("first");
    assertThat(call("PATCH", model + "?updateMask=versionDescription", described).code())
        .isEqualTo(FAILED_PRECONDITION);
    assertThat(call("PATCH", model + "?updateMask=etag", body).code()).isEqualTo(INVALID_ARGUMENT);
    assertThat(call("PATCH", model, "{\"displayname\": \"new\"}").message())
        .contains("Unknown name \"displayname\" at 'model'");

    String endpoint = tuned(job, "endpoint");
    assertThat(
            call("PATCH", endpoint + "?updateMask=displayName", "{\"displayName\": \"served\"}")
                .body()
                .path("displayName")
                .asText())
        .isEqualTo("served");
  }

  @Test
  @DisplayName("versions are listed, named by aliases and deleted, but for the only one")
  void versions() {
    String first = tuned(succeeded(request("demo")), "model");
    String model = first.replace("@1", "");
    ObjectNode next = request("");
    next.remove("baseModel");
    next.putObject("preTunedModel").put("tunedModelName", model);
    String second = succeeded(next);
    assertThat(names(call("GET", model + ":listVersions", "").body(), "models"))
        .containsExactly(model + "@2", first);

    String body = "{\"versionAliases\": [\"golden\", \"default\"]}";
    ObjectNode merged = call("POST", first + ":mergeVersionAliases", body).body();
    assertThat(merged.path("versionAliases")).extracting(JsonNode::asText).contains("golden");
    assertThat(get(model).body().path("versionId").asText()).isEqualTo("1");
    assertThat(get(model + "@golden").body().path("versionId").asText()).isEqualTo("1");

    undeploy(tuned(second, "endpoint"));
    running.clock().advance(Duration.ofSeconds(5));
    assertThat(call("DELETE", model + "@2:deleteVersion", "").code())
        .as("the other checkpoints' endpoints")
        .isEqualTo(FAILED_PRECONDITION);
    running.rest().get(second).body().at("/tunedModel/checkpoints").forEach(this::undeploy);
    running.clock().advance(Duration.ofSeconds(5));
    assertThat(call("DELETE", model + "@2:deleteVersion", "").code()).isEqualTo(OK);
    assertThat(get(model + "@2").code()).isEqualTo(NOT_FOUND);
    assertThat(call("DELETE", first + ":deleteVersion", "").code()).isEqualTo(FAILED_PRECONDITION);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "display_name | a b c",
        "display_name desc | c b a",
        "createTime | b c a",
        "create_time desc, displayName | a c b",
      })
  @DisplayName("models are listed in the order that the reference documents, page by page")
  void order(String orderBy, String expected) {
    for (String name : List.of("b", "c", "a")) {
      succeeded(request(name));
    }
    String query = "/models?pageSize=2&orderBy=" + orderBy.replace(" ", "%20");
    ObjectNode page = call("GET", SERVED + query, "").body();
    ObjectNode rest =
        call("GET", SERVED + query + "&pageToken=" + page.path("nextPageToken").asText(), "")
            .body();
    List<String> names = new ArrayList<>();
    for (ObjectNode each : List.of(page, rest)) {
      each.path("models").forEach(model -> names.add(model.path("displayName").asText()));
    }
    assertThat(String.join(" ", names)).isEqualTo(expected);
    assertThat(call("GET", SERVED + "/models?orderBy=labels", "").code())
        .isEqualTo(INVALID_ARGUMENT);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "labels:team | 1",
        "labels.team=support | 1",
        "labels.\"team\"!=support | 0",
        "baseModelName=\"gemini-3.5-flash\" | 1",
        "base_model_name=gemini-2.5-flash | 0",
        "displayName!=\"demo\" | 0",
      })
  @DisplayName("the filters that the reference documents, in both spellings")
  void filters(String filter, int found) {
    succeeded(lastCheckpointOnly("demo"));
    assertThat(list("models", filter).path("models")).hasSize(found);
  }

  @Test
  @DisplayName("operations are listed with their resource, and deleted when done")
  void operations() {
    String endpoint = tuned(succeeded(lastCheckpointOnly("demo")), "endpoint");
    String operation = undeploy(endpoint).name();
    assertThat(names(call("GET", endpoint + "/operations", "").body(), "operations"))
        .containsExactly(operation);
    assertThat(call("POST", operation + ":cancel", "{}").code()).as("no effect").isEqualTo(OK);
    assertThat(call("DELETE", operation, "").code()).isEqualTo(FAILED_PRECONDITION);
    running.clock().advance(Duration.ofSeconds(2));
    assertThat(call("POST", operation + ":wait?timeout=5s", "").body().path("done").asBoolean())
        .isTrue();
    assertThat(call("POST", operation + ":cancel", "{}").message()).endsWith("is not cancellable.");
    assertThat(call("DELETE", operation, "").code()).isEqualTo(OK);
    assertThat(get(operation).code()).isEqualTo(NOT_FOUND);
  }

  private String succeeded(ObjectNode request) {
    Result created = running.rest().create(PARENT, request);
    assertThat(created.code()).as(created.message()).isEqualTo(OK);
    running.clock().advance(ALL_OVER);
    return created.name();
  }

  private static ObjectNode lastCheckpointOnly(String name) {
    ObjectNode job = request(name);
    job.withObjectProperty("supervisedTuningSpec").put("exportLastCheckpointOnly", true);
    return job;
  }

  private String tuned(String job, String field) {
    return running.rest().get(job).body().path("tunedModel").path(field).asText();
  }

  private void undeploy(JsonNode checkpoint) {
    undeploy(checkpoint.path("endpoint").asText());
  }

  private Result undeploy(String endpoint) {
    String id = get(endpoint).body().at("/deployedModels/0/id").asText();
    return call(
        "POST", endpoint + ":undeployModel", Json.object().put("deployedModelId", id).toString());
  }

  private Result ask(String endpoint) {
    String body = "{\"contents\": {\"parts\": {\"text\": \"Hello?\"}}}";
    return call("POST", endpoint + ":generateContent", body);
  }

  private Result get(String name) {
    return running.rest().get(name);
  }

  private ObjectNode list(String collection, String filter) {
    return running.rest().page(SERVED + "/" + collection, 0, "", filter).body();
  }

  private Result call(String verb, String path, String body) {
    return running.rest().call(verb, "/v1/" + path, body, Wire.PATIENCE);
  }

  private static List<String> names(ObjectNode page, String collection) {
    return StreamSupport.stream(page.path(collection).spliterator(), false)
        .map(item -> item.path("name").asText())
        .toList();
  }
}

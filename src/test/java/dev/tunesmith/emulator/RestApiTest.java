package dev.tunesmith.emulator;

import static dev.tunesmith.emulator.RunningEmulator.PARENT;
import static dev.tunesmith.emulator.RunningEmulator.request;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tunesmith.emulator.RunningEmulator.Protocol;
import dev.tunesmith.emulator.Wire.Result;
import java.io.IOException;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The REST API")
class RestApiTest {
  private static final String JOBS = "/v1/" + PARENT + "/tuningJobs";

  @RegisterExtension final RunningEmulator running = new RunningEmulator();

  @Test
  @DisplayName("both protocols and both versions read and write one store")
  void oneStore() {
    RestWire v1 = running.rest();
    Wire v1beta1 = new RestWire(running.emulator().httpPort(), "v1beta1");
    Wire grpc = running.grpc();
    String fromRest = v1.create(PARENT, request("rest")).name();
    String fromBeta = v1beta1.create(PARENT, request("beta")).name();
    String fromGrpc = grpc.create(PARENT, request("grpc")).name();

    for (Wire wire : new Wire[] {v1, v1beta1, grpc}) {
      assertThat(wire.list(PARENT).names()).containsExactly(fromGrpc, fromBeta, fromRest);
      assertThat(Wire.same(wire.get(fromRest).body(), v1.get(fromRest).body())).isTrue();
    }
    assertThat(grpc.cancel(fromRest).code()).isEqualTo(CanonicalCode.OK);
    assertThat(v1.get(fromRest).state()).isEqualTo("JOB_STATE_CANCELLING");
  }

  @Test
  @DisplayName("reads snake_case and camelCase, mixed; writes camelCase")
  void spellings() {
    Result created =
        post(
            """
            {"base_model": "gemini-3.5-flash", "tuned_model_display_name": "demo",
             "supervisedTuningSpec": {"training_dataset_uri": "gs://my-bucket/t.jsonl",
               "hyper_parameters": {"epoch_count": "3", "adapterSize": "ADAPTER_SIZE_ONE"}}}
            """);
    assertThat(created.body().at("/supervisedTuningSpec/trainingDatasetUri").asText())
        .isEqualTo("gs://my-bucket/t.jsonl");
    assertThat(created.body().at("/supervisedTuningSpec/hyperParameters/epochCount").asText())
        .isEqualTo("3");
    assertThat(created.body().toString()).doesNotContain("_dataset_", "tuned_model", "epoch_");
  }

  @Test
  @DisplayName("writes 64-bit integers as strings and doubles as numbers")
  void numbers() {
    ObjectNode job = request("demo");
    job.withObjectProperty("supervisedTuningSpec")
        .withObjectProperty("hyperParameters")
        .put("learningRateMultiplier", 1.0);
    String parameters =
        post(job.toString()).body().at("/supervisedTuningSpec/hyperParameters").toString();
    assertThat(parameters).contains("\"epochCount\":\"4\"", "\"learningRateMultiplier\":1,");
  }

  @Test
  @DisplayName("ignores what only the service sets, as the service does")
  void outputOnly() {
    ObjectNode job = request("demo");
    job.put("name", "mine").put("state", "JOB_STATE_SUCCEEDED").put("createTime", "never");
    job.putObject("tunedModel").put("model", "mine");
    Result created = post(job.toString());

    assertThat(created.code()).isEqualTo(CanonicalCode.OK);
    assertThat(created.state()).isEqualTo("JOB_STATE_PENDING");
    assertThat(created.name()).isNotEqualTo("mine");
    assertThat(created.body().has("tunedModel")).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"x\": 1} | tuning_job | Invalid JSON payload received. Unknown name \"x\" at"
            + " 'tuning_job': Cannot find field.",
        "{\"supervisedTuningSpec\": {\"trainingDataUri\": \"a\"}} |"
            + " tuning_job.supervised_tuning_spec | Unknown name \"trainingDataUri\" at"
            + " 'tuning_job.supervised_tuning_spec'",
        "{\"supervisedTuningSpec\": {\"hyperParameters\": {\"epochCount\": \"many\"}}} |"
            + " tuning_job.supervised_tuning_spec.hyper_parameters.epoch_count | (TYPE_INT64),"
            + " \"many\"",
        "{\"description\": 7} | tuning_job.description | (TYPE_STRING), 7",
        "{\"supervisedTuningSpec\": []} | tuning_job.supervised_tuning_spec |"
            + " (type.googleapis.com/google.cloud.aiplatform.v1.SupervisedTuningSpec), []",
        "{\"baseModel\": \"a\", \"preTunedModel\": {\"tunedModelName\": \"b\"}} | tuning_job |"
            + " oneof field 'source_model' is already set. Cannot set 'preTunedModel'",
      })
  @DisplayName("refuses JSON that is no tuning job, and says where")
  void wrongJson(String body, String field, String message) {
    Result refused = post(body);
    assertThat(refused.code()).isEqualTo(CanonicalCode.INVALID_ARGUMENT);
    assertThat(refused.badFields()).containsExactly(field);
    assertThat(refused.message()).contains(message);
    assertThat(running.emulator().jobs()).isEmpty();
    assertThat(
            running
                .emulator()
                .calls()
                .of(RpcMethod.CREATE_TUNING_JOB, CanonicalCode.INVALID_ARGUMENT))
        .isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{", "[]", "7", "{\"a\": 1, \"a\": 2}", "{} {}"})
  @DisplayName("refuses what is no JSON object")
  void noJson(String body) {
    assertThat(post(body).message()).startsWith("Invalid JSON payload received. ");
  }

  @Test
  @DisplayName("an error is the recorded envelope with the recorded headers")
  void envelope() throws IOException {
    HttpResponse<String> response = running.rest().send("GET", JOBS + "/1", "", Wire.PATIENCE);
    ObjectNode expected = Json.object();
    ObjectNode error = expected.putObject("error");
    error.put("code", 404);
    error.put(
        "message",
        "The TuningJob \"projects/"
            + ProjectLocation.number("my-project")
            + "/locations/us-central1/tuningJobs/1\" does not exist.");
    error.put("status", "NOT_FOUND");

    assertThat(response.statusCode()).isEqualTo(404);
    assertThat(Json.MAPPER.readTree(response.body())).isEqualTo(expected);
    assertThat(response.headers().firstValue("Content-Type"))
        .hasValue("application/json; charset=UTF-8");
    assertThat(response.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
  }

  @ParameterizedTest
  @CsvSource({
    "DELETE, /v1/projects/p/locations/us-central1/tuningJobs/1",
    "PATCH, /v1/projects/p/locations/us-central1/tuningJobs/1",
    "GET, /v1/projects/p/locations/us-central1/tuningJobs/1:cancel",
    "GET, /v2/projects/p/locations/us-central1/tuningJobs",
  })
  @DisplayName("has no method to delete or change a job: a page as of Google's front end, no error")
  void noSuchMethod(String method, String path) throws IOException {
    HttpResponse<String> answer = running.rest().send(method, path, "", Wire.PATIENCE);
    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("text/html; charset=UTF-8");
    assertThat(answer.body()).contains("404.").doesNotContain("NOT_FOUND");
  }

  @Test
  @DisplayName("lists its routes at /")
  void routes() {
    ObjectNode routes = running.rest().call("GET", "/", "", Wire.PATIENCE).body();
    assertThat(routes.path("routes"))
        .extracting(JsonNode::asText)
        .contains(
            "POST /{v1|v1beta1}/{projects/*/locations/*}/tuningJobs",
            "GET /{v1|v1beta1}/{projects/*/locations/*/endpoints/*}");
    assertThat(routes.path("emulatorRoutes"))
        .extracting(JsonNode::asText)
        .contains("POST /emulator/v1/faults");
  }

  @ParameterizedTest
  @CsvSource({
    "GET, ?pageSize=many, page_size",
    "GET, ?page=2, ''",
    "POST, ?tuningJobId=mine, ''",
    "POST, ?requestId=1, ''",
  })
  @DisplayName("refuses parameters that the method does not have")
  void badParameters(String method, String query, String field) {
    String body = method.equals("POST") ? request("demo").toString() : "";
    Result refused = running.rest().call(method, JOBS + query, body, Wire.PATIENCE);
    assertThat(refused.code()).isEqualTo(CanonicalCode.INVALID_ARGUMENT);
    assertThat(refused.badFields()).containsExactly(field);
    assertThat(running.emulator().jobs()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"?page_size=1", "?pageSize=1&key=k&alt=json&prettyPrint=false&$.xgafv=2"})
  @DisplayName("takes parameters in both spellings, and those of every Google API")
  void parameters(String query) {
    post(request("one").toString());
    post(request("two").toString());
    Result page = running.rest().call("GET", JOBS + query, "", Wire.PATIENCE);
    assertThat(page.names()).hasSize(1);
    assertThat(page.nextPageToken()).isNotEmpty();
  }

  @ParameterizedTest
  @CsvSource({"'', OK", "{}, OK", "'{\"force\": true}', INVALID_ARGUMENT"})
  @DisplayName("cancel takes an empty object, or nothing at all")
  void cancelBody(String body, CanonicalCode code) {
    String name = post(request("demo").toString()).name();
    assertThat(running.rest().call("POST", "/v1/" + name + ":cancel", body, Wire.PATIENCE).code())
        .isEqualTo(code);
  }

  @ParameterizedTest
  @EnumSource(Protocol.class)
  @DisplayName("a malformed name is refused")
  void malformedNames(Protocol protocol) {
    Wire wire = running.wire(protocol);
    assertThat(wire.get("projects/p/locations/us-central1/tuningJobs/a b".replace(' ', '!')).code())
        .isEqualTo(CanonicalCode.INVALID_ARGUMENT);
    assertThat(wire.list("projects/P/locations/us-central1").code())
        .isEqualTo(CanonicalCode.INVALID_ARGUMENT);
  }

  private Result post(String body) {
    return running.rest().call("POST", JOBS, body, Wire.PATIENCE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'baseModel': 'gemini-3.5-flash', 'supervisedTuningSpec': {'trainingDatasetUri':"
            + " 'gs://my-bucket/t.jsonl',},}",
        "{baseModel: \"gemini-3.5-flash\", supervised_tuning_spec: {trainingDatasetUri:"
            + " 'gs://my-bucket/t.jsonl', exportLastCheckpointOnly: 'true', hyperParameters:"
            + " {epochCount: '4', adapterSize: '2'}}}",
      })
  @DisplayName("JSON is read as protobuf's parser reads it: commas, quotes, bare keys, spellings")
  void lenientJson(String body) {
    Result created = call("POST", "/v1/" + PARENT + "/tuningJobs", body);
    assertThat(created.code()).as(created.message()).isEqualTo(CanonicalCode.OK);
  }

  @Test
  @DisplayName("what clients call around tuning: context, tokens, locations, publisher models")
  void around() throws IOException {
    String job = running.rest().create(PARENT, request("demo")).name();
    running.clock().advance(RunningEmulator.ALL_OVER);
    String context = running.rest().get(job).body().path("experiment").asText();
    ObjectNode experiment = call("GET", "/v1beta1/" + context, "").body();
    assertThat(experiment.path("schemaTitle").asText()).isEqualTo("system.Experiment");
    // Google's Python library reads it unasked.
    assertThat(experiment.path("metadata").isObject()).isTrue();
    String store = context.replaceFirst("/contexts/.*", "");
    assertThat(call("GET", "/v1/" + store + "/contexts", "").body().path("contexts")).hasSize(1);

    String model = PARENT + "/publishers/google/models/gemini-3.5-flash";
    String contents =
        "{\"contents\": [{\"role\": \"user\", \"parts\": [{\"text\": \"Hello there\"}]}]}";
    assertThat(
            call("POST", "/v1/" + model + ":countTokens", contents)
                .body()
                .path("totalTokens")
                .asInt())
        .isEqualTo(3);
    assertThat(
            call("POST", "/v1/" + model + ":computeTokens", contents)
                .body()
                .at("/tokensInfo/0/tokens"))
        .hasSize(3);
    Result answer = call("POST", "/v1/" + model + ":generateContent", contents);
    assertThat(answer.body().path("responseId").asText()).isNotEmpty();
    assertThat(answer.body().toString()).contains("Hello there");
    assertThat(
            running
                .rest()
                .send("POST", "/v1/" + model + ":streamGenerateContent", contents, Wire.PATIENCE)
                .body())
        .startsWith("[")
        .endsWith("]");

    assertThat(call("GET", "/v1beta1/publishers/google/models/gemini-3.5-flash", "").code())
        .isEqualTo(CanonicalCode.OK);
    assertThat(call("GET", "/v1beta1/publishers/google/models", "").body().path("publisherModels"))
        .isNotEmpty();
    assertThat(call("GET", "/v1/projects/p/locations/us-central1", "").body().path("locationId"))
        .hasToString("\"us-central1\"");
    assertThat(call("GET", "/v1/projects/p/locations", "").body().path("locations")).isNotEmpty();
  }

  private Result call(String verb, String path, String body) {
    return running.rest().call(verb, path, body, Wire.PATIENCE);
  }
}

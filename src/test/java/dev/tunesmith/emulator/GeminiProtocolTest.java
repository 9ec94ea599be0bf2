package dev.tunesmith.emulator;

import static dev.tunesmith.emulator.GeminiWire.KEY;
import static dev.tunesmith.emulator.GeminiWire.question;
import static dev.tunesmith.emulator.GeminiWire.request;
import static dev.tunesmith.emulator.RunningEmulator.ALL_OVER;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tunesmith.emulator.Effect.CutShort;
import dev.tunesmith.emulator.Effect.Drop;
import dev.tunesmith.emulator.Effect.EndsAs;
import dev.tunesmith.emulator.Effect.Fail;
import dev.tunesmith.emulator.Effect.FilterIgnored;
import dev.tunesmith.emulator.Effect.Follows;
import dev.tunesmith.emulator.Effect.JobError;
import dev.tunesmith.emulator.Effect.ListLag;
import dev.tunesmith.emulator.Effect.NeverEnds;
import dev.tunesmith.emulator.Effect.Step;
import dev.tunesmith.emulator.Wire.Result;
import dev.tunesmith.support.ManualClock;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The Gemini API on the wire: keys, versions, faults")
class GeminiProtocolTest {
  @RegisterExtension
  final RunningEmulator running =
      new RunningEmulator(EmulatorOptions.defaults().withApiKeys(Set.of(KEY, "other")));

  @SuppressWarnings("NullAway.Init")
  private GeminiWire gemini;

  @BeforeEach
  void connect() {
    gemini = new GeminiWire(running);
  }

  @ParameterizedTest
  @CsvSource({
    "'', x-goog-api-key, test-key, 200",
    "?key=other, '', '', 200",
    "'', Authorization, Bearer token, 200",
    "?access_token=token, '', '', 200",
    "'', '', '', 403",
    "?key=, '', '', 403",
    "'', Authorization, Bearer, 403",
    "?key=wrong, '', '', 400",
    "'', x-goog-api-key, wrong, 400",
    "'', x-goog-api-key, TEST-KEY, 400",
  })
  @DisplayName("a call needs a valid key or a token")
  void keys(String query, String header, String value, int status) throws IOException {
    String[] headers = header.isEmpty() ? new String[0] : new String[] {header, value};
    HttpResponse<String> answer = gemini.send("GET", "/v1beta/tunedModels" + query, "", headers);
    assertThat(answer.statusCode()).isEqualTo(status);
    JsonNode error = Json.MAPPER.readTree(answer.body()).path("error");
    if (status == 403) {
      assertThat(error.path("status").asText()).isEqualTo("PERMISSION_DENIED");
      assertThat(error.path("message").asText()).contains("nregistered callers");
    }
    if (status == 400) {
      assertThat(error.path("status").asText()).isEqualTo("INVALID_ARGUMENT");
      assertThat(error.at("/details/0/@type").asText())
          .isEqualTo("type.googleapis.com/google.rpc.ErrorInfo");
      assertThat(error.at("/details/0/reason").asText()).isEqualTo("API_KEY_INVALID");
      assertThat(answer.body()).doesNotContain("wrong", "TEST-KEY", KEY);
    }
  }

  @Test
  @DisplayName(
      "without a list of keys any is valid, and none is still refused; Vertex AI needs none")
  void anyKey() throws IOException {
    try (Emulator open = Emulator.start(EmulatorOptions.defaults(), new ManualClock())) {
      GeminiWire wire = new GeminiWire(open.httpPort());
      assertThat(wire.send("GET", "/v1beta/models?key=x", "").statusCode()).isEqualTo(200);
      assertThat(wire.send("GET", "/v1beta/models", "").statusCode()).isEqualTo(403);
      assertThat(wire.send("GET", "/v1/" + RunningEmulator.PARENT + "/tuningJobs", "").statusCode())
          .isEqualTo(200);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "POST, /v1/tunedModels",
    "GET, /v1/tunedModels",
    "GET, /v1/tunedModels/a",
    "PATCH, /v1/tunedModels/a",
    "DELETE, /v1/tunedModels/a",
    "POST, /v1beta1/tunedModels",
    "PUT, /v1beta/tunedModels/a",
    "POST, /v1beta/tunedModels/a:cancel",
    "POST, /v1beta/tunedModels/a/operations/b:cancel",
    "GET, /v1beta/tunedModels/a/b/c/d",
  })
  @DisplayName(
      "a method that the version does not have is a page with 404, as of Google's front end")
  void noSuchMethod(String method, String path) throws IOException {
    HttpResponse<String> answer = gemini.send(method, path, "", "x-goog-api-key", KEY);
    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("text/html; charset=UTF-8");
  }

  @ParameterizedTest
  @CsvSource({
    "POST, /v1beta/tunedModels?id=a",
    "GET, /v1beta/tunedModels?page=1",
    "GET, /v1beta/tunedModels/a?mask=b",
    "PATCH, /v1beta/tunedModels/a?mask=b",
    "DELETE, /v1beta/tunedModels/a?force=true",
    "GET, /v1beta/models?filter=a",
  })
  @DisplayName("a parameter that the method does not have is refused")
  void badParameters(String method, String path) {
    assertThat(gemini.call(method, path, "").message()).contains("Cannot bind query parameter");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{", "[]", "7"})
  @DisplayName("what is no JSON object is refused")
  void noJson(String body) {
    assertThat(gemini.call("POST", "/v1beta/tunedModels", body).message())
        .startsWith("Invalid JSON payload received. ");
  }

  @ParameterizedTest
  @CsvSource({
    "CREATE_TUNED_MODEL, POST, /v1beta/tunedModels",
    "GET_TUNED_MODEL, GET, /v1beta/tunedModels/a",
    "LIST_TUNED_MODELS, GET, /v1beta/tunedModels",
    "UPDATE_TUNED_MODEL, PATCH, /v1beta/tunedModels/a",
    "DELETE_TUNED_MODEL, DELETE, /v1beta/tunedModels/a",
    "ASK_TUNED_MODEL, POST, /v1beta/tunedModels/a:generateContent",
    "ASK_TUNED_MODEL, POST, /v1/tunedModels/a:streamGenerateContent",
    "GET_TUNING_OPERATION, GET, /v1beta/tunedModels/a/operations/b",
    "LIST_TUNING_OPERATIONS, GET, /v1/tunedModels/a/operations",
    "CANCEL_TUNING_OPERATION, POST, /v1/tunedModels/a/operations/b:cancel",
    "GET_BASE_MODEL, GET, /v1beta/models/a",
    "LIST_BASE_MODELS, GET, /v1beta/models",
  })
  @DisplayName("a fault can be ordered for every method, by its name in JSON as well")
  void everyMethod(RpcMethod method, String verb, String path) {
    ObjectNode fault = Json.object();
    fault.putObject("match").put("method", method.rpcName());
    fault.putObject("effect").put("type", "fail").put("code", "RESOURCE_EXHAUSTED");
    gemini.call("POST", "/emulator/v1/faults", fault.toString());
    Result refused = gemini.call(verb, path, "");
    assertThat(refused.code()).isEqualTo(CanonicalCode.RESOURCE_EXHAUSTED);
    assertThat(refused.message()).doesNotContain("aiplatform");
    assertThat(running.emulator().calls().of(method, CanonicalCode.RESOURCE_EXHAUSTED))
        .isEqualTo(1);
    assertThat(RpcMethod.named(method.rpcName())).isEqualTo(method);
  }

  @Test
  @DisplayName("a create whose answer is lost has made the model")
  void lostReply() {
    running
        .emulator()
        .faults()
        .add(Fault.on(RpcMethod.CREATE_TUNED_MODEL, new Drop(true)).forDisplayName("mine").once());
    assertThat(gemini.create("a", request("other")).code()).isEqualTo(CanonicalCode.OK);
    assertThat(gemini.create("b", request("mine")).code()).isEqualTo(CanonicalCode.UNAVAILABLE);
    assertThat(gemini.create("b", request("mine")).code()).isEqualTo(CanonicalCode.ALREADY_EXISTS);
  }

  @Test
  @DisplayName("a fault matches the model that a later call is about")
  void matching() {
    gemini.create("a", request("mine"));
    gemini.create("b", request("other"));
    running
        .emulator()
        .faults()
        .add(
            Fault.on(
                    RpcMethod.GET_TUNED_MODEL,
                    new Fail(CanonicalCode.PERMISSION_DENIED, null, false))
                .forDisplayName("mine"));
    assertThat(gemini.get("tunedModels/a").message())
        .isEqualTo("You do not have permission to access tuned model tunedModels/a");
    assertThat(gemini.get("tunedModels/b").code()).isEqualTo(CanonicalCode.OK);
  }

  @Test
  @DisplayName("the life of a model can be ordered")
  void paths() {
    running
        .emulator()
        .faults()
        .add(
            Fault.on(
                    RpcMethod.CREATE_TUNED_MODEL,
                    new EndsAs("FAILED", null, null, new JobError(8, "No capacity.")))
                .once());
    running.emulator().faults().add(Fault.on(RpcMethod.CREATE_TUNED_MODEL, new NeverEnds()).once());
    running
        .emulator()
        .faults()
        .add(
            Fault.on(
                    RpcMethod.CREATE_TUNED_MODEL,
                    new Follows(
                        List.of(
                            new Step("CREATING", Duration.ofSeconds(1)),
                            new Step("PAUSED", Duration.ofHours(1)),
                            new Step("ACTIVE", Duration.ZERO))))
                .once());
    String failed = gemini.create("", request("one")).name();
    String endless = gemini.create("", request("two")).name();
    String paused = gemini.create("", request("three")).name();
    running.clock().advance(ALL_OVER);

    assertThat(gemini.get(failed).body().at("/error/message").asText()).isEqualTo("No capacity.");
    assertThat(gemini.get(endless).body().has("done")).isFalse();
    assertThat(gemini.get(paused).body().has("done")).isFalse();
    assertThat(gemini.get(paused.replaceFirst("/operations/.*", "")).state()).isEqualTo("PAUSED");
    running.clock().advance(Duration.ofHours(2));
    assertThat(gemini.get(paused).body().path("done").asBoolean()).isTrue();
  }

  @Test
  @DisplayName("a model can be listed late, and a filter ignored")
  void listing() {
    running.add(RpcMethod.CREATE_TUNED_MODEL, new ListLag(Duration.ofMinutes(1)));
    running.add(RpcMethod.LIST_TUNED_MODELS, new FilterIgnored());
    gemini.create("a", request("one"));
    assertThat(GeminiWire.names(gemini.list(""))).isEmpty();
    assertThat(gemini.get("tunedModels/a").code()).isEqualTo(CanonicalCode.OK);
    running.clock().advance(ALL_OVER);
    assertThat(GeminiWire.names(gemini.filtered("other"))).containsExactly("tunedModels/a");
  }

  @Test
  @DisplayName("a stream can end within an event")
  void cutShort() {
    String name = gemini.active(running, request("demo"));
    running.add(RpcMethod.ASK_TUNED_MODEL, new CutShort(40));
    String path = "/v1beta/" + name + ":streamGenerateContent?alt=sse";
    assertThat(gemini.call("POST", path, question("1").toString()).code())
        .isEqualTo(CanonicalCode.UNAVAILABLE);
  }

  @Test
  @DisplayName("a page is never larger than the emulator's option, nor than 1000")
  void largestPage() throws IOException {
    EmulatorOptions small = EmulatorOptions.defaults().withPageSize(2);
    try (Emulator emulator = Emulator.start(small, new ManualClock())) {
      GeminiWire wire = new GeminiWire(emulator.httpPort());
      for (int number = 0; number < 3; number++) {
        wire.create("", request("m"));
      }
      assertThat(GeminiWire.names(wire.list("?pageSize=1500"))).hasSize(2);
      assertThat(GeminiWire.names(wire.list(""))).hasSize(2);
      assertThat(wire.list("?pageSize=-1").badFields()).containsExactly("page_size");
    }
  }
}

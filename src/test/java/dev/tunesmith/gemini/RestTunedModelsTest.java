package dev.tunesmith.gemini;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tunesmith.gemini.TunedModels.Absent;
import dev.tunesmith.gemini.TunedModels.AlreadyExists;
import dev.tunesmith.gemini.TunedModels.Deleted;
import dev.tunesmith.gemini.TunedModels.Found;
import dev.tunesmith.gemini.TunedModels.FoundOperation;
import dev.tunesmith.gemini.TunedModels.Generated;
import dev.tunesmith.gemini.TunedModels.OutcomeUnknown;
import dev.tunesmith.gemini.TunedModels.Page;
import dev.tunesmith.gemini.TunedModels.Refused;
import dev.tunesmith.gemini.TunedModels.Started;
import dev.tunesmith.gemini.TunedModels.Unknown;
import dev.tunesmith.support.Jobs;
import dev.tunesmith.support.RawHttpServer;
import dev.tunesmith.support.RawHttpServer.Request;
import dev.tunesmith.vertex.Failure;
import dev.tunesmith.vertex.Failure.Kind;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Byte for byte on the wire: what is sent, and which answers count as the service's. */
@Timeout(60)
@DisplayName("The adapter of the Gemini API on the wire")
class RestTunedModelsTest {
  private static final String NAME = "tunedModels/increment-u3b7m";
  private static final String OPERATION = NAME + "/operations/000-111";
  private static final String MODEL =
      """
      {"name": "%s", "state": "ACTIVE", "newField": [1], "createTime": "2026-01-01T10:00:00.5Z",
       "updateTime": "yesterday",
       "tuningTask": {"startTime": "2026-01-01T10:00:01Z", "completeTime": "0000-00-00",
         "trainingData": {"examples": {"examples": [{"textInput": "secret", "output": "x"}]}},
         "snapshots": [
           {"step": 2, "epoch": 1, "meanLoss": 1.5, "computeTime": "2026-01-01T10:00:03Z"},
           {"step": 1, "meanLoss": 2.5, "computeTime": "soon"},
           {"step": 3, "epoch": 1, "meanLoss": "NaN"}]}}
      """
          .formatted(NAME);
  private static final ObjectNode BODY = Jobs.object("{\"baseModel\": \"models/m\", \"new\": [1]}");

  @Test
  @DisplayName("each call is the request that the reference gives, and is sent once")
  void requests() throws Exception {
    try (RawHttpServer server = RawHttpServer.answering(RawHttpServer.json(200, MODEL));
        RestTunedModels models = connect(server)) {
      models.create("an-id", BODY);
      models.get(NAME);
      models.list(null, "");
      models.list("t&o=k e/n", "owner:me \"a b\"");
      models.patch(NAME, Set.of("topK", "displayName"), BODY);
      models.delete(NAME);
      models.operation(OPERATION);
      models.operations(NAME);
      models.generate(NAME, BODY);
      models.stream(NAME, BODY, chunk -> {});

      assertThat(server.requests())
          .extracting(Request::line)
          .containsExactly(
              "POST /v1beta/tunedModels?tunedModelId=an-id HTTP/1.1",
              "GET /v1beta/" + NAME + " HTTP/1.1",
              "GET /v1beta/tunedModels?pageSize=100 HTTP/1.1",
              "GET /v1beta/tunedModels?pageSize=100&filter=owner%3Ame+%22a+b%22"
                  + "&pageToken=t%26o%3Dk+e%2Fn HTTP/1.1",
              "PATCH /v1beta/" + NAME + "?updateMask=displayName%2CtopK HTTP/1.1",
              "DELETE /v1beta/" + NAME + " HTTP/1.1",
              "GET /v1beta/" + OPERATION + " HTTP/1.1",
              "GET /v1beta/" + NAME + "/operations HTTP/1.1",
              "POST /v1beta/" + NAME + ":generateContent HTTP/1.1",
              "POST /v1beta/" + NAME + ":streamGenerateContent?alt=sse HTTP/1.1");
      assertThat(server.requests())
          .filteredOn(request -> request.line().startsWith("P"))
          .hasSize(4)
          .allSatisfy(
              request -> {
                assertThat(Jobs.object(request.body())).isEqualTo(BODY);
                assertThat(request.head()).containsIgnoringCase("content-type: application/json");
              });
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"..", ".", "1?x=y", "1#x", "1%2F..%2F2", "1:generateContent", "a/b", "ü", ""})
  @DisplayName("a name that anybody wrote into a status cannot lead to another path")
  void strangeNames(String id) throws Exception {
    try (RawHttpServer server = RawHttpServer.answering(RawHttpServer.json(200, MODEL));
        RestTunedModels models = connect(server)) {
      models.get("tunedModels/" + id);
      models.get(id);
      models.operation("tunedModels/" + id + "/operations/" + id);

      assertThat(server.requests())
          .allSatisfy(
              request ->
                  assertThat(request.line())
                      .matches("GET /v1beta/tunedModels/[^/?#:]+(/operations/[^/?#:]+)? HTTP/1.1"));
    }
  }

  @Test
  @DisplayName("a model: what is new is kept; training data and times that are none are not")
  void model() throws Exception {
    try (RawHttpServer server = RawHttpServer.answering(RawHttpServer.json(200, MODEL));
        RestTunedModels models = connect(server)) {
      TunedModelSnapshot model = ((Found) models.get(NAME)).model();

      assertThat(model.state()).isEqualTo(ModelState.Known.ACTIVE);
      assertThat(model.createTime()).isEqualTo("2026-01-01T10:00:00.500Z");
      assertThat(model.snapshots())
          .extracting(TuningSnapshot::step, TuningSnapshot::epoch, TuningSnapshot::meanLoss)
          .containsExactly(tuple(1, 0, 2.5), tuple(2, 1, 1.5));
      assertThat(model.body())
          .isEqualTo(
              Jobs.object(
                  """
                  {"name": "%s", "state": "ACTIVE", "newField": [1],
                   "createTime": "2026-01-01T10:00:00.500Z",
                   "tuningTask": {"startTime": "2026-01-01T10:00:01Z", "snapshots": [
                     {"step": 2, "epoch": 1, "meanLoss": 1.5, "computeTime": "2026-01-01T10:00:03Z"},
                     {"step": 1, "meanLoss": 2.5},
                     {"step": 3, "epoch": 1}]}}
                  """
                      .formatted(NAME)));
    }
  }

  @Test
  @DisplayName("an operation of any content is read: numbers in range, the error without secrets")
  void operation() throws Exception {
    String answer =
        """
        {"name": "%s", "done": true,
         "metadata": {"totalSteps": "many", "completedSteps": -1, "completedPercent": 1e9,
                      "snapshots": 7, "tunedModel": "models/other"},
         "error": {"code": 3, "message": "example is wrong. JSON: {\\"textInput\\": \\"secret\\"}"}}
        """
            .formatted(OPERATION);
    try (RawHttpServer server = RawHttpServer.answering(RawHttpServer.json(200, answer));
        RestTunedModels models = connect(server)) {
      Operation operation = ((FoundOperation) models.operation(OPERATION)).operation();

      assertThat(operation)
          .usingRecursiveComparison()
          .isEqualTo(
              new Operation(
                  OPERATION,
                  NAME,
                  0,
                  0,
                  List.of(),
                  true,
                  new Operation.OperationError(
                      "INVALID_ARGUMENT",
                      "example is wrong. JSON: (training data, left out here)")));
    }
  }

  // ---- whose answer it is

  @Test
  @DisplayName("what is no answer of the service leaves a create unknown, and all else unanswered")
  void notTheService() throws Exception {
    String page = "<html><title>404 Not Found</title></html>";
    try (RawHttpServer server = RawHttpServer.answering(RawHttpServer.json(404, page));
        RestTunedModels models = connect(server)) {
      assertThat(models.create("an-id", BODY))
          .isInstanceOfSatisfying(
              OutcomeUnknown.class,
              unknown -> {
                assertThat(unknown.failure().kind()).isEqualTo(Kind.CREATE_OUTCOME_UNKNOWN);
                assertThat(unknown.failure().message()).contains("instead of the Gemini API");
              });
      for (Object reply :
          new Object[] {
            models.get(NAME),
            models.list(null, ""),
            models.patch(NAME, Set.of("topK"), BODY),
            models.delete(NAME),
            models.operation(OPERATION),
            models.operations(NAME),
            models.generate(NAME, BODY),
            models.stream(NAME, BODY, chunk -> {}),
          }) {
        assertThat(reply)
            .isInstanceOfSatisfying(
                Unknown.class,
                unknown ->
                    assertThat(unknown.failure().kind()).isEqualTo(Kind.SERVICE_UNAVAILABLE));
      }
    }
  }

  @Test
  @DisplayName("ALREADY_EXISTS on a create is a reply of its own; elsewhere it is no answer")
  void alreadyExists() throws Exception {
    try (RawHttpServer server =
            RawHttpServer.answering(
                RawHttpServer.json(409, error(409, "ALREADY_EXISTS", "It exists.")));
        RestTunedModels models = connect(server)) {
      assertThat(models.create("an-id", BODY)).isEqualTo(new AlreadyExists());
      assertThat(models.get(NAME)).isInstanceOf(Unknown.class);
    }
  }

  @Test
  @DisplayName("NOT_FOUND: absent on a read; on a create a reason of its own that names the causes")
  void notFound() throws Exception {
    try (RawHttpServer server =
            RawHttpServer.answering(
                RawHttpServer.json(404, error(404, "NOT_FOUND", "Not found.")));
        RestTunedModels models = connect(server)) {
      assertThat(models.get(NAME)).isEqualTo(new Absent());
      assertThat(models.list(null, "")).isInstanceOf(Unknown.class);
      Failure failure = ((Refused) models.create("an-id", BODY)).failure();
      assertThat(failure.kind()).isEqualTo(Kind.NOT_FOUND);
      assertThat(failure.message())
          .contains("base model")
          .contains("does not exist")
          .endsWith("the Gemini API answered: Not found.");
    }
  }

  @Test
  @DisplayName("a model of another owner is not absent: the service says PERMISSION_DENIED")
  void notOurs() throws Exception {
    String words = "You do not have permission to access tuned model " + NAME;
    try (RawHttpServer server =
            RawHttpServer.answering(
                RawHttpServer.json(403, error(403, "PERMISSION_DENIED", words)));
        RestTunedModels models = connect(server)) {
      assertThat(models.get(NAME))
          .isInstanceOfSatisfying(
              Unknown.class,
              unknown -> {
                assertThat(unknown.failure().kind()).isEqualTo(Kind.PERMISSION_DENIED);
                assertThat(unknown.failure().message()).isEqualTo(words);
              });
      assertThat(models.delete(NAME)).isInstanceOf(Refused.class);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"tunedModels\": [{\"name\": \"tunedModels/a\"}, {}]}",
        "{\"tunedModels\": [{\"name\": \"models/a\"}]}",
        "{\"tunedModels\": [7]}",
        "{\"status\": \"secret\"}",
      })
  @DisplayName("a page that cannot be read as a whole is unknown, and is not quoted")
  void noPage(String page) throws Exception {
    try (RawHttpServer server = RawHttpServer.answering(RawHttpServer.json(200, page));
        RestTunedModels models = connect(server)) {
      assertThat(models.list(null, ""))
          .isInstanceOfSatisfying(
              Unknown.class,
              unknown -> assertThat(unknown.failure().message()).doesNotContain("secret"));
    }
  }

  @Test
  @DisplayName("an empty body of JSON is an empty page, and the answer to a delete")
  void empty() throws Exception {
    try (RawHttpServer server = RawHttpServer.answering(RawHttpServer.json(200, "{}"));
        RestTunedModels models = connect(server)) {
      assertThat(models.list(null, "")).isEqualTo(new Page(List.of(), null));
      assertThat(models.delete(NAME)).isEqualTo(new Deleted());
      assertThat(models.create("an-id", BODY)).isInstanceOf(OutcomeUnknown.class);
      assertThat(models.get(NAME)).isInstanceOf(Unknown.class);
      assertThat(models.generate(NAME, BODY)).isEqualTo(new Generated(Jobs.object("{}")));
    }
  }

  @Test
  @DisplayName("a create's answer is an operation")
  void started() throws Exception {
    try (RawHttpServer server =
            RawHttpServer.answering(RawHttpServer.json(200, "{\"name\": \"" + OPERATION + "\"}"));
        RestTunedModels models = connect(server)) {
      assertThat(models.create("an-id", BODY))
          .isInstanceOfSatisfying(
              Started.class,
              started -> assertThat(started.operation().tunedModel()).isEqualTo(NAME));
    }
  }

  private static RestTunedModels connect(RawHttpServer server) {
    Duration deadline = Duration.ofSeconds(3);
    return new RestTunedModels(
        new Access(
            URI.create("http://127.0.0.1:" + server.port()),
            new Access.ApiKey(() -> "a-key", "this test"),
            true),
        new Deadlines(deadline, deadline, deadline));
  }

  private static String error(int code, String status, String message) {
    return "{\"error\": {\"code\": %d, \"status\": \"%s\", \"message\": \"%s\"}}"
        .formatted(code, status, message);
  }
}

package dev.tunesmith.gemini;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tunesmith.gemini.TunedModels.Refused;
import dev.tunesmith.gemini.TunedModels.Unknown;
import dev.tunesmith.support.Jobs;
import dev.tunesmith.support.RawHttpServer;
import dev.tunesmith.vertex.Failure;
import dev.tunesmith.vertex.Failure.Kind;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** How the API key is sent, and that it is seen nowhere else. */
@Timeout(60)
@DisplayName("The API key")
class ApiKeyTest {
  private static final String NAME = "tunedModels/increment";
  private static final String SOURCE = "the Secret that spec.apiKeySecretRef names";
  // Not of the shape that the redactor knows by itself.
  private static final String KEY = "k3y.of~a-gateway";
  private static final ObjectNode BODY = Jobs.object("{}");

  @Test
  @DisplayName("is sent in its header and in no URL, without the line break of an editor")
  void header() throws Exception {
    try (RawHttpServer server = RawHttpServer.answering(RawHttpServer.json(200, "{}"));
        RestTunedModels models = connect(server, () -> KEY + "\n")) {
      callAll(models);

      assertThat(server.requests())
          .hasSize(9)
          .allSatisfy(
              request -> {
                assertThat(request.head()).contains("x-goog-api-key: " + KEY + "\r\n");
                assertThat(request.line()).doesNotContain(KEY);
              });
    }
  }

  @Test
  @DisplayName("is read at each call: a new one counts without a restart")
  void rotation() throws Exception {
    AtomicReference<String> key = new AtomicReference<>("first-key");
    try (RawHttpServer server = RawHttpServer.answering(RawHttpServer.json(200, "{}"));
        RestTunedModels models = connect(server, key::get)) {
      models.delete(NAME);
      key.set("second-key");
      models.delete(NAME);

      assertThat(server.requests().get(0).head()).contains("x-goog-api-key: first-key\r\n");
      assertThat(server.requests().get(1).head()).contains("x-goog-api-key: second-key\r\n");
    }
  }

  @Test
  @DisplayName("that is missing, empty or no key is named by its place, and nothing is sent")
  void missing() throws Exception {
    List<Supplier<String>> keys =
        List.of(
            () -> "",
            () -> " \n",
            () -> KEY + "\n" + KEY,
            () -> KEY + "ü",
            () -> {
              throw new IllegalStateException("secrets \"gemini\" not found");
            });
    try (RawHttpServer server = RawHttpServer.answering(RawHttpServer.json(200, "{}"))) {
      for (Supplier<String> key : keys) {
        try (RestTunedModels models = connect(server, key)) {
          Failure failure = ((Refused) models.create("an-id", BODY)).failure();
          assertThat(failure.kind()).isEqualTo(Kind.PERMISSION_DENIED);
          assertThat(failure.message()).contains(SOURCE).doesNotContain(KEY);
          assertThat(models.get(NAME))
              .isInstanceOfSatisfying(
                  Unknown.class,
                  unknown ->
                      assertThat(unknown.failure().kind()).isEqualTo(Kind.PERMISSION_DENIED));
        }
      }
      assertThat(server.requests()).isEmpty();
    }
    try (RestTunedModels models = connect("http://127.0.0.1:1", keys.getLast())) {
      assertThat(((Refused) models.delete(NAME)).failure().message())
          .endsWith("secrets \"gemini\" not found");
    }
  }

  @Test
  @DisplayName("that the service refuses as invalid: permission denied, with where to put another")
  void invalid() throws Exception {
    String answer =
        """
        {"error": {"code": 400, "status": "INVALID_ARGUMENT", "message": "API key not valid.",
          "details": [{"@type": "type.googleapis.com/google.rpc.ErrorInfo",
                       "reason": "API_KEY_INVALID", "domain": "googleapis.com"}]}}
        """;
    try (RawHttpServer server = RawHttpServer.answering(RawHttpServer.json(400, answer));
        RestTunedModels models = connect(server, () -> KEY)) {
      Failure failure = ((Refused) models.create("an-id", BODY)).failure();
      assertThat(failure.kind()).isEqualTo(Kind.PERMISSION_DENIED);
      assertThat(failure.message())
          .contains("refuses the API key")
          .contains(SOURCE)
          .endsWith("API key not valid.");
      assertThat(models.list(null, ""))
          .isInstanceOfSatisfying(
              Unknown.class,
              unknown -> assertThat(unknown.failure().kind()).isEqualTo(Kind.PERMISSION_DENIED));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 400 Bad\r\nContent-Length: 102\r\n\r\n{\"error\": {\"code\": 400, \"status\":"
            + " \"INVALID_ARGUMENT\", \"message\": \"not valid: k3y.of~a-gateway, so no\"}}     ",
        "HTTP/1.1 502 Bad\r\nContent-Length: 35\r\n\r\n<title>key k3y.of~a-gateway</title> ",
        "HTTP/1.1 k3y.of~a-gateway\r\n\r\n",
        "k3y.of~a-gateway\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: k3y.of~a-gateway\r\n\r\n{}",
        "HTTP/1.1 200 OK\r\nk3y.of~a-gateway\u0001: x\r\n\r\n{}",
        "HTTP/1.1 200 OK\r\nContent-Length: 24\r\n\r\n{\"k3y.of~a-gateway\": {} }",
        "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\ndata: k3y.of~a-gateway\n\n",
      })
  @DisplayName("that a peer quotes in its answer is in no reply and in no log")
  void quoted(String answer) throws Exception {
    Logger root = (Logger) LoggerFactory.getLogger("dev.tunesmith.gemini");
    Level before = root.getLevel();
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    log.start();
    root.setLevel(Level.TRACE);
    root.addAppender(log);
    try (RawHttpServer server = RawHttpServer.answering(answer);
        RestTunedModels models = connect(server, () -> KEY)) {
      assertThat(callAll(models)).allSatisfy(reply -> assertThat(reply).doesNotContain(KEY));
    } finally {
      root.detachAppender(log);
      root.setLevel(before);
    }
    assertThat(log.list)
        .isNotEmpty()
        .allSatisfy(
            event ->
                assertThat(
                        event.getFormattedMessage()
                            + (event.getThrowableProxy() == null
                                ? ""
                                : ThrowableProxyUtil.asString(event.getThrowableProxy())))
                    .doesNotContain(KEY));
  }

  @Test
  @DisplayName("that is short is removed where it stands by itself, and words keep its letters")
  void shortKey() throws Exception {
    String answer =
        """
        {"error": {"code": 403, "status": "PERMISSION_DENIED", "message": "an absent or bad a."}}
        """;
    try (RawHttpServer server = RawHttpServer.answering(RawHttpServer.json(403, answer));
        RestTunedModels models = connect(server, () -> "a")) {
      assertThat(((Refused) models.delete(NAME)).failure().message())
          .isEqualTo("an absent or bad (removed).");
    }
  }

  @Test
  @DisplayName("is in no text of the access")
  void toText() {
    Access access = new Access(Access.PUBLIC, new Access.ApiKey(() -> KEY, SOURCE), false);

    assertThat(access.toString()).contains(SOURCE).doesNotContain(KEY);
  }

  @Test
  @DisplayName("is sent with TLS only, except to an emulator; other credentials never")
  void plaintext() {
    URI emulator = URI.create("http://localhost:8081");
    Access.ApiKey key = new Access.ApiKey(() -> KEY, SOURCE);

    assertThat(new Access(emulator, key, true).plaintext()).isTrue();
    assertThatThrownBy(() -> new Access(emulator, key, false))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Access(emulator, new Access.ApplicationDefault(), true))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ftp://a.example",
        "a.example:443",
        "https:///x",
        "https://u:p@a.example",
        "https://a.example/x",
        "https://a.example?x=y",
        "https://a.example#x",
        "/x"
      })
  @DisplayName("is sent to an endpoint of scheme, host and port, and to nothing else")
  void endpoints(String endpoint) {
    assertThatThrownBy(
            () -> new Access(URI.create(endpoint), new Access.ApiKey(() -> KEY, SOURCE), false))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** All but a read of the operation; their replies as text. */
  private static List<String> callAll(TunedModels models) {
    List<Object> replies = new ArrayList<>();
    replies.add(models.create("an-id", BODY));
    replies.add(models.get(NAME));
    replies.add(models.list(null, "owner:me"));
    replies.add(models.patch(NAME, Set.of("topK"), BODY));
    replies.add(models.delete(NAME));
    replies.add(models.operation(NAME + "/operations/1"));
    replies.add(models.operations(NAME));
    replies.add(models.generate(NAME, BODY));
    replies.add(models.stream(NAME, BODY, chunk -> {}));
    return replies.stream().map(Object::toString).toList();
  }

  private static RestTunedModels connect(RawHttpServer server, Supplier<String> key) {
    return connect("http://127.0.0.1:" + server.port(), key);
  }

  private static RestTunedModels connect(String endpoint, Supplier<String> key) {
    Duration deadline = Duration.ofSeconds(3);
    return new RestTunedModels(
        new Access(URI.create(endpoint), new Access.ApiKey(key, SOURCE), true),
        new Deadlines(deadline, deadline, deadline));
  }
}

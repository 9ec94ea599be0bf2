package dev.tunesmith.gemini;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tunesmith.gemini.TunedModels.Absent;
import dev.tunesmith.gemini.TunedModels.Refused;
import dev.tunesmith.gemini.TunedModels.StreamReply;
import dev.tunesmith.gemini.TunedModels.Streamed;
import dev.tunesmith.gemini.TunedModels.Unknown;
import dev.tunesmith.support.Jobs;
import dev.tunesmith.support.RawHttpServer;
import dev.tunesmith.vertex.Failure.Kind;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Server-sent events on the wire: what is a part of an answer, and when the answer is whole. */
@Timeout(60)
@DisplayName("A streamed answer")
class StreamTest {
  private static final String HEAD = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n";
  private static final String FIRST = "data: {\"candidates\": [{\"index\": 0}]}\r\n\r\n";
  private static final String LAST =
      "data: {\"candidates\": [{\"finishReason\": \"STOP\"}]}\r\n\r\n";

  private final List<ObjectNode> chunks = new ArrayList<>();

  @Test
  @DisplayName("is handed on part by part, in order, whatever else the events have")
  void parts() throws Exception {
    String events =
        ": a comment\n"
            + FIRST
            + "event: x\nid: 1\ndata: {\"candidates\":\ndata:[]}\n\n"
            + "\n\n"
            + LAST;

    assertThat(stream(HEAD + events)).isEqualTo(new Streamed());
    assertThat(chunks)
        .containsExactly(
            Jobs.object("{\"candidates\": [{\"index\": 0}]}"),
            Jobs.object("{\"candidates\": []}"),
            Jobs.object("{\"candidates\": [{\"finishReason\": \"STOP\"}]}"));
  }

  @Test
  @DisplayName("that says that the prompt was blocked is complete")
  void blocked() throws Exception {
    assertThat(stream(HEAD + "data: {\"promptFeedback\": {\"blockReason\": \"SAFETY\"}}\n\n"))
        .isEqualTo(new Streamed());
  }

  @Test
  @DisplayName("without a last part is unknown, even where the connection ended well")
  void cutBetweenParts() throws Exception {
    assertUnknown(stream(HEAD + FIRST), "the answer ended before its last part");
    assertThat(chunks).hasSize(1);
  }

  @Test
  @DisplayName("that ends within a part is unknown")
  void cutWithinAPart() throws Exception {
    assertUnknown(stream(HEAD + FIRST + "data: {\"cand"), "ended within a part");
    assertThat(chunks).hasSize(1);
  }

  @Test
  @DisplayName("whose connection breaks is unknown")
  void brokenConnection() throws Exception {
    assertUnknown(
        stream(
            "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Length: 9000\r\n\r\n"
                + FIRST),
        "the connection to the service failed");
    assertThat(chunks).hasSize(1);
  }

  @Test
  @DisplayName("that stops is given up at the deadline, and nothing is handed on afterwards")
  void stalled() throws Exception {
    try (RawHttpServer server = RawHttpServer.stalling(HEAD + FIRST)) {
      assertUnknown(stream(server), "no answer from the service within the call's deadline");
      assertThat(chunks).hasSize(1);
    }
  }

  @Test
  @DisplayName(
      "is refused only before its first part: an error after it leaves a part of an answer")
  void errors() throws Exception {
    String error =
        "data: {\"error\": {\"code\": 429, \"status\": \"RESOURCE_EXHAUSTED\", \"message\":"
            + " \"quota\"}}\n\n";

    assertThat(stream(HEAD + error))
        .isInstanceOfSatisfying(
            Refused.class,
            refused -> assertThat(refused.failure().kind()).isEqualTo(Kind.QUOTA_EXCEEDED));
    assertThat(chunks).isEmpty();
    assertUnknown(stream(HEAD + FIRST + error), "quota");
    assertUnknown(stream(HEAD + "data: {\"error\": {\"code\": 429}}\n\n"), "HTTP 429");
  }

  @Test
  @DisplayName("of a model that does not exist is absent")
  void absent() throws Exception {
    String body = "{\"error\": {\"code\": 404, \"status\": \"NOT_FOUND\", \"message\": \"no\"}}";

    assertThat(
            stream(
                "HTTP/1.1 404 No\r\nContent-Type: application/json\r\nContent-Length: "
                    + body.length()
                    + "\r\n\r\n"
                    + body))
        .isEqualTo(new Absent());
  }

  @Test
  @DisplayName("of another kind than events is no answer of the service")
  void noEvents() throws Exception {
    for (String type : List.of("application/json", "text/html")) {
      assertUnknown(
          stream("HTTP/1.1 200 OK\r\nContent-Type: " + type + "\r\n\r\n[{}]"),
          "instead of the Gemini API");
    }
    assertUnknown(stream(HEAD + "data: hello\n\n"), "instead of the Gemini API");
    assertThat(chunks).isEmpty();
  }

  private StreamReply stream(String answer) throws Exception {
    try (RawHttpServer server = RawHttpServer.answering(answer)) {
      return stream(server);
    }
  }

  private StreamReply stream(RawHttpServer server) {
    Duration deadline = Duration.ofSeconds(2);
    try (RestTunedModels models =
        new RestTunedModels(
            new Access(
                URI.create("http://127.0.0.1:" + server.port()),
                new Access.ApiKey(() -> "a-key", "this test"),
                true),
            new Deadlines(deadline, deadline, deadline))) {
      return models.stream("tunedModels/increment", Jobs.object("{}"), chunks::add);
    }
  }

  private static void assertUnknown(StreamReply reply, String words) {
    assertThat(reply)
        .isInstanceOfSatisfying(
            Unknown.class, unknown -> assertThat(unknown.failure().message()).contains(words));
  }
}

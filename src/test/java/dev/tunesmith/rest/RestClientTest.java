package dev.tunesmith.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tunesmith.support.Jobs;
import dev.tunesmith.support.RawHttpServer;
import dev.tunesmith.vertex.CanonicalCode;
import dev.tunesmith.vertex.Reached;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every adapter on REST rests on, byte for byte on the wire. */
@Timeout(60)
@DisplayName("A call of a REST API")
class RestClientTest {
  private static final Duration DEADLINE = Duration.ofSeconds(3);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "403 | <html><title>403 Forbidden</title>corporate proxy</html> | Forbidden",
        "404 | <html><title>404 Not Found</title></html>               | Not Found",
        "400 | Bad Request                                             | HTTP 400",
        "401 | {\"error\": \"unauthorized\"}                           | HTTP 401",
        "407 | Proxy Authentication Required                           | HTTP 407",
        "409 | Conflict                                                | HTTP 409",
        "429 | {\"message\": \"slow down\"}                            | HTTP 429",
        "302 | moved                                                   | HTTP 302",
        "502 | <html><head><title>502 Server Error</title></head></html> | Server Error",
        "503 | no healthy upstream                                     | HTTP 503",
        "404 | {\"error\": {\"code\": 403, \"status\": \"NOT_FOUND\"}} | HTTP 404",
        "404 | {\"error\": {\"code\": 404, \"status\": \"GONE\"}}      | HTTP 404",
        "404 | {\"error\": {\"code\": 404, \"status\": \"NOT_FOUND\"   | HTTP 404",
        "409 | {\"error\": {\"code\": 409, \"status\": \"ALREADY_EXISTS\" | HTTP 409",
        "200 | <html><title>Please log in</title></html>               | Please log in",
        "200 | []                                                      | HTTP 200",
      })
  @DisplayName("takes the answer of a proxy or a load balancer for no answer of the service")
  void notTheService(int status, String body, String words) throws Exception {
    try (RawHttpServer server = RawHttpServer.answering(RawHttpServer.json(status, body))) {
      CallFailedException failed = failure(server);
      assertThat(failed.reached()).isEqualTo(Reached.CONNECTION);
      assertThat(failed).hasMessageContaining(words).hasMessageContaining("instead of the service");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "HTTP/1.1 400 Bad",
        "HTTP/1.1 400 Bad Request\r\nContent-Length: 9000\r\n\r\n{\"error\"",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{\"nam",
      })
  @DisplayName("whose connection ends without an answer, or within one, was sent, and once")
  void broken(String answer) throws Exception {
    try (RawHttpServer server = RawHttpServer.answering(answer)) {
      CallFailedException failed = failure(server);
      assertThat(failed.reached()).isEqualTo(Reached.CONNECTION);
      assertThat(failed).hasMessageContaining("the connection to the service failed");
      assertThat(server.requests()).hasSize(1);
    }
  }

  @Test
  @DisplayName("whose answer stops in the middle costs its deadline, and no more")
  void stalled() throws Exception {
    try (RawHttpServer server =
        RawHttpServer.stalling("HTTP/1.1 200 OK\r\nContent-Length: 9000\r\n\r\n{\"name\"")) {
      assertThat(failure(server))
          .hasMessageContaining("no answer from the service within the call's deadline")
          .extracting(CallFailedException::reached)
          .isEqualTo(Reached.CONNECTION);
    }
  }

  @Test
  @DisplayName("to a closed port may have been sent: that it was not is never guessed")
  void closedPort() throws Exception {
    RawHttpServer server = RawHttpServer.answering("");
    server.close();
    assertThat(failure(server).reached()).isEqualTo(Reached.CONNECTION);
  }

  @Test
  @DisplayName("that the service refuses says its own message, and what its details add")
  void refusal() throws Exception {
    String error =
        """
        {"error": {"code": 400, "status": "INVALID_ARGUMENT", "message": "bad request",
          "details": [{"@type": "type.googleapis.com/google.rpc.BadRequest", "fieldViolations": [
            {"field": "tuning_job.base_model", "description": "no such model"}]}]}}
        """;
    try (RawHttpServer server = RawHttpServer.answering(RawHttpServer.json(400, error))) {
      CallFailedException failed = failure(server);
      assertThat(failed.isAnswer(CanonicalCode.INVALID_ARGUMENT)).isTrue();
      assertThat(failed).hasMessage("bad request; tuning_job.base_model: no such model");
    }
  }

  @Test
  @DisplayName("reads an answer of many megabytes like any other")
  void large() throws Exception {
    String body = "{\"a\": \"" + "x".repeat(20 << 20) + "\"}";
    try (RawHttpServer server = RawHttpServer.answering(RawHttpServer.json(200, body));
        RestClient client = client()) {
      assertThat(
              client
                  .call(HttpRequest.newBuilder(), uri(server), Duration.ofSeconds(30))
                  .path("a")
                  .asText())
          .hasSize(20 << 20);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "1?x=y, 1%3Fx%3Dy",
    "1#x, 1%23x",
    "1%2F..%2F2, 1%252F..%252F2",
    "1:cancel, 1%3Acancel"
  })
  @DisplayName("goes to the resource that is named, whatever somebody wrote into a status")
  void paths(String name, String path) {
    assertThat(RestRequests.path("tuningJobs/" + name)).isEqualTo("tuningJobs/" + path);
  }

  @ParameterizedTest
  @ValueSource(strings = {"..", ".", "", "a//b", "a/../b"})
  @DisplayName("is not made to a name that leads elsewhere")
  void noPaths(String name) {
    assertThatThrownBy(() -> RestRequests.path("tuningJobs/" + name))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static CallFailedException failure(RawHttpServer server) {
    try (RestClient client = client()) {
      return catchThrowableOfType(
          CallFailedException.class,
          () -> client.call(RestRequests.post(Jobs.object("{}")), uri(server), DEADLINE));
    }
  }

  private static RestClient client() {
    return new RestClient("the service", Authorization.none());
  }

  private static URI uri(RawHttpServer server) {
    return URI.create("http://127.0.0.1:" + server.port() + "/x");
  }
}

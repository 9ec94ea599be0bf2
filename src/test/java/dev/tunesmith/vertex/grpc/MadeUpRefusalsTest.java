package dev.tunesmith.vertex.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tunesmith.lifecycle.JobName;
import dev.tunesmith.vertex.Failure;
import dev.tunesmith.vertex.TuningJobs.CreateReply;
import dev.tunesmith.vertex.TuningJobs.GetReply;
import dev.tunesmith.vertex.TuningJobs.OutcomeUnknown;
import dev.tunesmith.vertex.TuningJobs.Refused;
import dev.tunesmith.vertex.TuningJobs.Unknown;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The transport ends calls in many ways that read like a refusal of the service. None of them may
 * make a create "refused": the request was on the wire, and may have been accepted.
 */
@Timeout(60)
@DisplayName("A code that the transport made up never says that nothing was created")
class MadeUpRefusalsTest {
  private static final int REFUSED_STREAM = 7;
  private static final int CANCEL = 8;
  private static final int ENHANCE_YOUR_CALM = 11;
  private static final int INADEQUATE_SECURITY = 12;
  private static final JobName NAME =
      new JobName("projects/646700000009/locations/us-central1/tuningJobs/1");

  static Stream<Arguments> endings() {
    return Stream.of(
        ending("stream refused", "UNAVAILABLE", (c, s) -> c.reset(s, REFUSED_STREAM)),
        ending("stream cancelled", "CANCELLED", (c, s) -> c.reset(s, CANCEL)),
        ending("stream too busy", "RESOURCE_EXHAUSTED", (c, s) -> c.reset(s, ENHANCE_YOUR_CALM)),
        ending("not secure", "PERMISSION_DENIED", (c, s) -> c.reset(s, INADEQUATE_SECURITY)),
        ending(
            "connection ended before it",
            "UNAVAILABLE",
            (c, s) -> {
              c.goAway(0, 0);
              c.hangUp();
            }),
        ending(
            "connection pinged too often",
            "RESOURCE_EXHAUSTED",
            (c, s) -> {
              c.goAway(s, ENHANCE_YOUR_CALM);
              c.hangUp();
            }),
        ending("connection lost", "UNAVAILABLE", (c, s) -> c.hangUp()),
        ending("proxy: 401", "UNAUTHENTICATED", (c, s) -> html(c, s, "401")),
        ending("proxy: 403", "PERMISSION_DENIED", (c, s) -> html(c, s, "403")),
        ending("proxy: 404", "UNIMPLEMENTED", (c, s) -> html(c, s, "404")),
        ending("proxy: 429", "UNAVAILABLE", (c, s) -> html(c, s, "429")),
        ending("proxy: 502", "UNAVAILABLE", (c, s) -> html(c, s, "502")),
        ending(
            "gRPC trailers without a status",
            "PERMISSION_DENIED",
            (c, s) -> c.headersAndEnd(s, ":status", "403", "content-type", "application/grpc")));
  }

  @ParameterizedTest(name = "{0} ({1})")
  @MethodSource("endings")
  @DisplayName("the outcome of a create is unknown, and it was sent once")
  void create(String what, String code, RawHttp2Server.Script script) {
    try (RawHttp2Server server = new RawHttp2Server(script);
        GoogleTuningJobs jobs = connect(server)) {
      CreateReply reply = jobs.create(Requests.SCOPE, Requests.minimal(), Requests.OWNER);

      assertThat(reply).isInstanceOf(OutcomeUnknown.class);
      assertThat(((OutcomeUnknown) reply).failure().code()).isEqualTo(code);
      assertThat(((OutcomeUnknown) reply).failure().kind())
          .isEqualTo(Failure.Kind.CREATE_OUTCOME_UNKNOWN);
      assertThat(server.requests()).isOne();
    }
  }

  @ParameterizedTest(name = "{0} ({1})")
  @MethodSource("endings")
  @DisplayName("a get is unknown, and was sent once")
  void get(String what, String code, RawHttp2Server.Script script) {
    try (RawHttp2Server server = new RawHttp2Server(script);
        GoogleTuningJobs jobs = connect(server)) {
      GetReply reply = jobs.get(Requests.SCOPE, NAME);

      assertThat(reply).isInstanceOf(Unknown.class);
      assertThat(((Unknown) reply).failure().kind())
          .isIn(Failure.Kind.SERVICE_UNAVAILABLE, Failure.Kind.PERMISSION_DENIED);
      assertThat(server.requests()).isOne();
    }
  }

  @Test
  @DisplayName("the same server saying it in gRPC's own words is believed")
  void spokenRefusal() {
    try (RawHttp2Server server =
            new RawHttp2Server(
                (connection, stream) ->
                    connection.headersAndEnd(
                        stream,
                        ":status",
                        "200",
                        "content-type",
                        "application/grpc",
                        "grpc-status",
                        "7",
                        "grpc-message",
                        "no"));
        GoogleTuningJobs jobs = connect(server)) {
      CreateReply reply = jobs.create(Requests.SCOPE, Requests.minimal(), Requests.OWNER);

      assertThat(reply)
          .isEqualTo(
              new Refused(new Failure(Failure.Kind.PERMISSION_DENIED, "PERMISSION_DENIED", "no")));
    }
  }

  private static GoogleTuningJobs connect(RawHttp2Server server) {
    return new GoogleTuningJobs(
        GoogleSettings.emulator(server.endpoint())
            .withDeadlines(Duration.ofSeconds(5), Duration.ofSeconds(5)));
  }

  private static void html(RawHttp2Server.Connection connection, int stream, String status)
      throws java.io.IOException {
    connection.headersAndEnd(stream, ":status", status, "content-type", "text/html");
  }

  private static Arguments ending(String what, String code, RawHttp2Server.Script script) {
    return Arguments.of(what, code, script);
  }
}

package dev.tunesmith.vertex.grpc;

import static dev.tunesmith.vertex.Failure.Kind.CREATE_OUTCOME_UNKNOWN;
import static dev.tunesmith.vertex.Failure.Kind.INTERNAL_ERROR;
import static dev.tunesmith.vertex.Failure.Kind.PERMISSION_DENIED;
import static dev.tunesmith.vertex.Failure.Kind.REQUEST_REJECTED;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.api.gax.grpc.GrpcStatusCode;
import com.google.api.gax.rpc.ApiException;
import com.google.api.gax.rpc.ApiExceptionFactory;
import com.google.api.gax.rpc.ErrorDetails;
import com.google.protobuf.Any;
import com.google.rpc.BadRequest;
import dev.tunesmith.vertex.Failure;
import dev.tunesmith.vertex.Failure.Kind;
import dev.tunesmith.vertex.Reached;
import dev.tunesmith.vertex.Verb;
import io.grpc.Status;
import java.io.IOException;
import java.net.ConnectException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("What an error of the service means for us")
class FailureClassifierTest {

  /**
   * The whole table. Kinds by their first letters: RR RequestRejected, PD PermissionDenied, QE
   * QuotaExceeded, SU ServiceUnavailable, ?? CreateOutcomeUnknown, IE InternalError, -- Absent.
   *
   * <p>Columns: create, get, list, cancel as the service's own answer; create and get when the
   * connection was given the request but the peer said nothing; create and get when nothing was
   * sent.
   */
  private static final String TABLE =
      """
      code                | answered          | connection | nothing
                          | create get list cancel | create get | create get
      OK                  | ?? IE IE IE | ?? IE | ?? IE
      CANCELLED           | ?? SU SU SU | ?? SU | ?? SU
      UNKNOWN             | ?? SU SU SU | ?? SU | ?? SU
      INVALID_ARGUMENT    | RR RR RR RR | ?? SU | ?? SU
      DEADLINE_EXCEEDED   | ?? SU SU SU | ?? SU | ?? SU
      NOT_FOUND           | NF -- PD RR | ?? SU | ?? SU
      ALREADY_EXISTS      | ?? IE IE IE | ?? IE | ?? IE
      PERMISSION_DENIED   | PD PD PD PD | ?? PD | PD PD
      RESOURCE_EXHAUSTED  | QE QE QE QE | ?? SU | ?? SU
      FAILED_PRECONDITION | RR RR RR RR | ?? SU | ?? SU
      ABORTED             | ?? SU SU SU | ?? SU | ?? SU
      OUT_OF_RANGE        | RR RR RR RR | ?? SU | ?? SU
      UNIMPLEMENTED       | RR RR RR RR | ?? SU | ?? SU
      INTERNAL            | ?? SU SU SU | ?? SU | ?? SU
      UNAVAILABLE         | ?? SU SU SU | ?? SU | ?? SU
      DATA_LOSS           | ?? IE IE IE | ?? IE | ?? IE
      UNAUTHENTICATED     | PD PD PD PD | ?? PD | PD PD
      """;

  record Row(Status.Code code, Verb verb, Reached reached, String expected) {}

  static Stream<Row> table() {
    return TABLE
        .lines()
        .skip(2)
        .flatMap(
            line -> {
              List<String> cells = Arrays.stream(line.split("[| ]+")).map(String::strip).toList();
              Status.Code code = Status.Code.valueOf(cells.get(0));
              return Stream.of(
                  new Row(code, Verb.CREATE, Reached.SERVICE, cells.get(1)),
                  new Row(code, Verb.GET, Reached.SERVICE, cells.get(2)),
                  new Row(code, Verb.LIST, Reached.SERVICE, cells.get(3)),
                  new Row(code, Verb.CANCEL, Reached.SERVICE, cells.get(4)),
                  new Row(code, Verb.CREATE, Reached.CONNECTION, cells.get(5)),
                  new Row(code, Verb.GET, Reached.CONNECTION, cells.get(6)),
                  new Row(code, Verb.CREATE, Reached.NOTHING, cells.get(7)),
                  new Row(code, Verb.GET, Reached.NOTHING, cells.get(8)));
            });
  }

  @ParameterizedTest
  @MethodSource("table")
  @DisplayName("code by call by how far it got")
  void kinds(Row row) {
    ApiException e = apiException(row.code.toStatus().withDescription("words"));

    if (row.expected.equals("--")) {
      assertThat(FailureClassifier.isAbsent(e, row.reached)).isTrue();
      return;
    }
    assertThat(FailureClassifier.isAbsent(e, row.reached))
        .isEqualTo(row.code == Status.Code.NOT_FOUND && row.reached == Reached.SERVICE);
    Failure failure = FailureClassifier.of(row.verb, e, row.reached);
    assertThat(shortName(failure.kind())).isEqualTo(row.expected);
    assertThat(failure.code()).isEqualTo(row.code.name());
    assertThat(failure.message()).isNotBlank();
  }

  @Test
  @DisplayName("the table has every code of gRPC")
  void tableIsComplete() {
    assertThat(table().map(Row::code).distinct()).containsExactlyInAnyOrder(Status.Code.values());
  }

  @ParameterizedTest
  @EnumSource(Status.Code.class)
  @DisplayName("a raw gRPC error, also a wrapped one, is read like the client library's")
  void rawStatus(Status.Code code) {
    Status status = code.toStatus().withDescription("words");
    Failure expected = FailureClassifier.of(Verb.CREATE, apiException(status), Reached.SERVICE);

    assertThat(FailureClassifier.of(Verb.CREATE, status.asRuntimeException(), Reached.SERVICE))
        .isEqualTo(expected);
    assertThat(
            FailureClassifier.of(
                Verb.CREATE, new IllegalStateException(status.asException()), Reached.SERVICE))
        .isEqualTo(expected);
  }

  @Test
  @DisplayName(
      "an unforeseen exception leaves the outcome of a create unknown, and is our fault elsewhere")
  void unforeseen() {
    Exception e = new IllegalStateException();

    for (Reached reached : Reached.values()) {
      assertThat(FailureClassifier.of(Verb.CREATE, e, reached).kind())
          .isEqualTo(CREATE_OUTCOME_UNKNOWN);
      assertThat(FailureClassifier.of(Verb.LIST, e, reached).kind()).isEqualTo(INTERNAL_ERROR);
      assertThat(FailureClassifier.of(Verb.GET, e, reached).message())
          .contains("unforeseen")
          .doesNotContain("IllegalStateException");
    }
  }

  @Test
  @DisplayName("before anything is sent no outcome is unknown")
  void beforeSending() {
    assertThat(FailureClassifier.beforeSending(new IllegalArgumentException("no such size")))
        .isEqualTo(new Failure(REQUEST_REJECTED, "INVALID_ARGUMENT", "no such size"));
    assertThat(FailureClassifier.beforeSending(new NullPointerException()).kind())
        .isEqualTo(INTERNAL_ERROR);
    assertThat(FailureClassifier.beforeSending(new IOException("nothing found")))
        .satisfies(failure -> assertThat(failure.kind()).isEqualTo(PERMISSION_DENIED))
        .satisfies(
            failure ->
                assertThat(failure.message())
                    .contains("Workload Identity", "GOOGLE_APPLICATION_CREDENTIALS")
                    .endsWith("nothing found"));
  }

  @Test
  @DisplayName("a message names the cause below the library's own words, once")
  void causes() {
    Status status =
        Status.UNAVAILABLE
            .withDescription("io exception")
            .withCause(new IOException(new ConnectException("Connection refused: vertex:443")));

    assertThat(FailureClassifier.of(Verb.GET, apiException(status), Reached.NOTHING).message())
        .startsWith("io exception; ")
        .containsOnlyOnce("Connection refused: vertex:443");
  }

  @Test
  @DisplayName("a deadline's message is the same at every try, so that status does not churn")
  void deadlines() {
    Status late =
        Status.DEADLINE_EXCEEDED.withDescription(
            "CallOptions deadline exceeded after 0.99s. Name resolution delay 0.0 seconds."
                + " [closed=[], open=[[buffered_nanos=1, remote_addr=localhost/127.0.0.1:1]]]");

    assertThat(FailureClassifier.of(Verb.GET, apiException(late), Reached.CONNECTION).message())
        .isEqualTo("no answer from the service within the call's deadline");
    assertThat(FailureClassifier.of(Verb.GET, apiException(late), Reached.NOTHING).message())
        .isEqualTo("no connection to the service within the call's deadline");
  }

  @Test
  @DisplayName("violations in the details are told where the message leaves them out")
  void fieldViolations() {
    Status status =
        Status.INVALID_ARGUMENT.withDescription("Request contains an invalid argument.");
    BadRequest details =
        BadRequest.newBuilder()
            .addFieldViolations(
                BadRequest.FieldViolation.newBuilder()
                    .setField("tuning_job.base_model")
                    .setDescription("Base model x is not supported"))
            .build();

    assertThat(
            FailureClassifier.of(Verb.CREATE, apiException(status, details), Reached.SERVICE)
                .message())
        .isEqualTo(
            "Request contains an invalid argument.;"
                + " tuning_job.base_model: Base model x is not supported");
  }

  @Test
  @DisplayName("a credential in a message does not get out")
  void credentials() {
    Status status =
        Status.UNAUTHENTICATED.withDescription(
            "bad header authorization: Bearer ya29.abcdefghijkl");

    assertThat(FailureClassifier.of(Verb.GET, apiException(status), Reached.SERVICE).message())
        .isEqualTo("bad header authorization: Bearer (removed)");
  }

  private static String shortName(Kind kind) {
    return switch (kind) {
      case REQUEST_REJECTED -> "RR";
      case PERMISSION_DENIED -> "PD";
      case NOT_FOUND -> "NF";
      case QUOTA_EXCEEDED -> "QE";
      case SERVICE_UNAVAILABLE -> "SU";
      case CREATE_OUTCOME_UNKNOWN -> "??";
      case INTERNAL_ERROR -> "IE";
    };
  }

  private static ApiException apiException(Status status) {
    return ApiExceptionFactory.createException(
        status.asRuntimeException(), GrpcStatusCode.of(status.getCode()), false);
  }

  private static ApiException apiException(Status status, BadRequest details) {
    return ApiExceptionFactory.createException(
        status.asRuntimeException(),
        GrpcStatusCode.of(status.getCode()),
        false,
        ErrorDetails.builder().setRawErrorMessages(List.of(Any.pack(details))).build());
  }
}

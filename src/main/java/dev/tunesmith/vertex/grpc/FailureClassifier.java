package dev.tunesmith.vertex.grpc;

import com.google.api.gax.rpc.ApiException;
import com.google.rpc.BadRequest;
import dev.tunesmith.lifecycle.Failure;
import dev.tunesmith.lifecycle.Failure.Kind;
import dev.tunesmith.vertex.Verb;
import dev.tunesmith.vertex.grpc.SendEvidence.Reached;
import io.grpc.Status;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The only place that knows what an error of the client library means for us: code, call and how
 * far the call got, to {@link Kind}.
 *
 * <p>On create the question is money: only what the service itself refused, and what never left
 * this process, counts as "nothing was bought"; every doubt is {@link Kind#CREATE_OUTCOME_UNKNOWN}.
 */
final class FailureClassifier {
  private static final String NO_CREDENTIALS =
      "no Google Cloud credentials: give the operator's pod an identity (Workload Identity), or set"
          + " GOOGLE_APPLICATION_CREDENTIALS";

  private FailureClassifier() {}

  /**
   * A failure before anything was sent: making the message, or finding credentials.
   *
   * @param e what was thrown
   * @return never {@link Kind#CREATE_OUTCOME_UNKNOWN}
   */
  static Failure beforeSending(Exception e) {
    return switch (e) {
      // The client of a host cannot be made only for want of credentials: it connects later.
      case IOException io ->
          failure(
              Kind.PERMISSION_DENIED,
              Status.Code.UNAUTHENTICATED,
              NO_CREDENTIALS + "; " + message(io));
      case IllegalArgumentException unsayable ->
          failure(Kind.REQUEST_REJECTED, Status.Code.INVALID_ARGUMENT, message(unsayable));
      default -> failure(Kind.INTERNAL_ERROR, Status.Code.INTERNAL, message(e));
    };
  }

  /**
   * A failure of a call that may have been sent.
   *
   * @param verb the call
   * @param e what was thrown
   * @param reached how far the call got
   * @return the failure; on create {@link Kind#CREATE_OUTCOME_UNKNOWN} unless it is a definite
   *     refusal
   */
  static Failure of(Verb verb, Exception e, Reached reached) {
    Optional<Status> status = status(e);
    Status.Code code = status.map(Status::getCode).orElse(Status.Code.INTERNAL);
    boolean answered = reached == Reached.SERVICE && !isInferred(status);
    Kind kind = status.isPresent() ? kind(verb, code, answered, reached) : unforeseen(verb);
    return failure(kind, code, status.map(s -> message(s, e, reached)).orElseGet(() -> message(e)));
  }

  /**
   * Whether a get was answered with NOT_FOUND by the service itself.
   *
   * @param e what was thrown
   * @param reached how far the call got
   * @return true only for the service's own word
   */
  static boolean isAbsent(Exception e, Reached reached) {
    Optional<Status> status = status(e);
    return reached == Reached.SERVICE
        && !isInferred(status)
        && status.map(Status::getCode).filter(Status.Code.NOT_FOUND::equals).isPresent();
  }

  private static Kind unforeseen(Verb verb) {
    return verb == Verb.CREATE ? Kind.CREATE_OUTCOME_UNKNOWN : Kind.INTERNAL_ERROR;
  }

  private static Kind kind(Verb verb, Status.Code code, boolean answered, Reached reached) {
    Kind kind = kindOfAnswer(verb, code);
    if (verb == Verb.CREATE) {
      return isDefiniteRefusal(kind, answered, reached) ? kind : Kind.CREATE_OUTCOME_UNKNOWN;
    }
    // A refusal that the service did not utter says that it could not be asked. Except for
    // credentials: those fail on this side, and waiting for the service would not mend them.
    boolean couldNotAsk =
        !answered && kind != Kind.PERMISSION_DENIED && kind != Kind.INTERNAL_ERROR;
    return couldNotAsk ? Kind.SERVICE_UNAVAILABLE : kind;
  }

  private static boolean isDefiniteRefusal(Kind kind, boolean answered, Reached reached) {
    return switch (kind) {
      case REQUEST_REJECTED, QUOTA_EXCEEDED -> answered;
      // Credentials that could not be had: the request was never given to a connection.
      case PERMISSION_DENIED -> answered || reached == Reached.NOTHING;
      case SERVICE_UNAVAILABLE, CREATE_OUTCOME_UNKNOWN, INTERNAL_ERROR -> false;
    };
  }

  private static Kind kindOfAnswer(Verb verb, Status.Code code) {
    return switch (code) {
      case INVALID_ARGUMENT, FAILED_PRECONDITION, OUT_OF_RANGE, UNIMPLEMENTED ->
          Kind.REQUEST_REJECTED;
      case PERMISSION_DENIED, UNAUTHENTICATED -> Kind.PERMISSION_DENIED;
      case NOT_FOUND ->
          switch (verb) {
            // A project, a model or a data set that is not there, or not for us to see.
            case CREATE, LIST -> Kind.PERMISSION_DENIED;
            // A get's NOT_FOUND is an answer, so only an inferred one comes here.
            case GET, CANCEL, MODEL -> Kind.REQUEST_REJECTED;
          };
      case RESOURCE_EXHAUSTED -> Kind.QUOTA_EXCEEDED;
      // CANCELLED is also what a stream that a proxy reset looks like.
      case UNAVAILABLE, INTERNAL, UNKNOWN, ABORTED, DEADLINE_EXCEEDED, CANCELLED ->
          Kind.SERVICE_UNAVAILABLE;
      case OK, ALREADY_EXISTS, DATA_LOSS -> Kind.INTERNAL_ERROR;
    };
  }

  /** Trailers without a status: gRPC then makes one from the HTTP status, in these words. */
  private static boolean isInferred(Optional<Status> status) {
    return status
        .map(Status::getDescription)
        .filter(text -> text.contains("missing GRPC status"))
        .isPresent();
  }

  private static Optional<Status> status(Exception e) {
    for (Throwable t = e; t != null; t = t.getCause()) {
      if (t instanceof io.grpc.StatusRuntimeException runtime) {
        return Optional.of(runtime.getStatus());
      }
      if (t instanceof io.grpc.StatusException checked) {
        return Optional.of(checked.getStatus());
      }
    }
    return e instanceof ApiException api
        ? Optional.of(
            Status.fromCode(Status.Code.valueOf(api.getStatusCode().getCode().name()))
                .withDescription(api.getMessage()))
        : Optional.empty();
  }

  private static String message(Status status, Exception e, Reached reached) {
    if (reached != Reached.SERVICE && status.getCode() == Status.Code.DEADLINE_EXCEEDED) {
      // gRPC's own words carry measured times: a status made of them would change at every try.
      return reached == Reached.NOTHING
          ? "no connection to the service within the call's deadline"
          : "no answer from the service within the call's deadline";
    }
    List<String> parts = new ArrayList<>();
    if (reached == Reached.NOTHING && status.getCode() == Status.Code.UNAUTHENTICATED) {
      add(parts, NO_CREDENTIALS);
    }
    add(parts, status.getDescription());
    for (Throwable cause = status.getCause(); cause != null; cause = cause.getCause()) {
      add(parts, cause.getMessage());
    }
    for (String violation : fieldViolations(e)) {
      add(parts, violation);
    }
    return String.join("; ", parts);
  }

  private static List<String> fieldViolations(Exception e) {
    if (!(e instanceof ApiException api) || api.getErrorDetails() == null) {
      return List.of();
    }
    BadRequest badRequest = api.getErrorDetails().getBadRequest();
    return badRequest == null
        ? List.of()
        : badRequest.getFieldViolationsList().stream()
            .map(violation -> violation.getField() + ": " + violation.getDescription())
            .toList();
  }

  /** Leaves out what is already said: the service repeats itself in the details. */
  private static void add(List<String> parts, @Nullable String part) {
    if (part == null || part.isBlank()) {
      return;
    }
    String subject = part.contains(": ") ? part.substring(part.indexOf(": ") + 2) : part;
    if (parts.stream().noneMatch(said -> said.contains(part) || said.contains(subject))) {
      parts.add(part);
    }
  }

  private static String message(Exception e) {
    return e.getMessage() == null || e.getMessage().isBlank()
        ? "an unforeseen error in the operator; its log has the details"
        : e.getMessage();
  }

  private static Failure failure(Kind kind, Status.Code code, String message) {
    return new Failure(kind, code.name(), Redactor.clean(message));
  }
}

package dev.tunesmith.vertex;

import dev.tunesmith.vertex.Failure.Kind;
import org.slf4j.Logger;

/**
 * What a failed call means, whatever the transport: canonical code, call and how far the call got,
 * to {@link Failure}.
 *
 * <p>A create bills. So only what the service itself refused, and what was never sent, counts as
 * refused; everything else is {@link Kind#CREATE_OUTCOME_UNKNOWN}.
 */
public final class CallFailures {
  /** The message of a call that ended by its deadline before it had a connection. */
  public static final String NO_CONNECTION =
      "no connection to the service within the call's deadline";

  /** The message of a call that ended by its deadline without an answer. */
  public static final String NO_ANSWER = "no answer from the service within the call's deadline";

  /** The message of a call for which no credentials were found. */
  public static final String NO_CREDENTIALS =
      "no Google Cloud credentials: give the operator's pod an identity (Workload Identity), or set"
          + " GOOGLE_APPLICATION_CREDENTIALS";

  private CallFailures() {}

  /** A failed call; {@code message} is the service's, or says what happened instead. */
  public static Failure of(ServiceCall call, CanonicalCode code, Reached reached, String message) {
    Kind kind = kind(call, code, reached);
    return failure(kind, code, kind == Kind.NOT_FOUND ? call.notFoundWords() + message : message);
  }

  /** A call that failed by an error that no transport is known to have. */
  public static Failure unforeseen(ServiceCall call, Exception e) {
    Kind kind = call.creates() ? Kind.CREATE_OUTCOME_UNKNOWN : Kind.INTERNAL_ERROR;
    return failure(kind, CanonicalCode.INTERNAL, message(e));
  }

  /** A failure before anything was sent. */
  public static Failure beforeSending(Exception e) {
    return e instanceof IllegalArgumentException
        ? failure(Kind.REQUEST_REJECTED, CanonicalCode.INVALID_ARGUMENT, message(e))
        : failure(Kind.INTERNAL_ERROR, CanonicalCode.INTERNAL, message(e));
  }

  /** No credentials were found, so nothing was sent. */
  public static Failure withoutCredentials(Exception e) {
    return failure(
        Kind.PERMISSION_DENIED, CanonicalCode.UNAUTHENTICATED, NO_CREDENTIALS + "; " + message(e));
  }

  /** Logs a failure where its stack trace is still known; only an internal error needs one. */
  public static Failure logged(Logger log, ServiceCall call, Failure failure, Exception e) {
    switch (failure.kind()) {
      case INTERNAL_ERROR ->
          log.error("{} failed: {}", call.label(), failure.message(), Redactor.clean(e));
      case CREATE_OUTCOME_UNKNOWN ->
          log.warn("the outcome of a create is unknown: {}: {}", failure.code(), failure.message());
      case REQUEST_REJECTED, PERMISSION_DENIED, NOT_FOUND, QUOTA_EXCEEDED, SERVICE_UNAVAILABLE ->
          log.debug("{} failed: {}: {}", call.label(), failure.code(), failure.message());
    }
    return failure;
  }

  private static Failure failure(Kind kind, CanonicalCode code, String message) {
    return new Failure(kind, code.name(), Redactor.clean(message));
  }

  private static Kind kind(ServiceCall call, CanonicalCode code, Reached reached) {
    Kind kind = kindOfAnswer(call, code);
    if (call.creates()) {
      return isDefiniteRefusal(kind, reached) ? kind : Kind.CREATE_OUTCOME_UNKNOWN;
    }
    // A refusal that is not the service's own says that the service was not reached. Except for
    // credentials: those fail on this side, and waiting for the service would not help.
    boolean notReached =
        reached != Reached.SERVICE && kind != Kind.PERMISSION_DENIED && kind != Kind.INTERNAL_ERROR;
    return notReached ? Kind.SERVICE_UNAVAILABLE : kind;
  }

  private static boolean isDefiniteRefusal(Kind kind, Reached reached) {
    return switch (kind) {
      case REQUEST_REJECTED, NOT_FOUND, QUOTA_EXCEEDED -> reached == Reached.SERVICE;
      // Without credentials the request was given to no connection.
      case PERMISSION_DENIED -> reached != Reached.CONNECTION;
      case SERVICE_UNAVAILABLE, CREATE_OUTCOME_UNKNOWN, INTERNAL_ERROR -> false;
    };
  }

  private static Kind kindOfAnswer(ServiceCall call, CanonicalCode code) {
    return switch (code) {
      case INVALID_ARGUMENT, FAILED_PRECONDITION, OUT_OF_RANGE, UNIMPLEMENTED ->
          Kind.REQUEST_REJECTED;
      case PERMISSION_DENIED, UNAUTHENTICATED -> Kind.PERMISSION_DENIED;
      case NOT_FOUND -> call.onNotFound();
      case RESOURCE_EXHAUSTED -> Kind.QUOTA_EXCEEDED;
      // CANCELLED is also what a stream that a proxy reset looks like.
      case UNAVAILABLE, INTERNAL, UNKNOWN, ABORTED, DEADLINE_EXCEEDED, CANCELLED ->
          Kind.SERVICE_UNAVAILABLE;
      case OK, ALREADY_EXISTS, DATA_LOSS -> Kind.INTERNAL_ERROR;
    };
  }

  private static String message(Exception e) {
    return e.getMessage() == null || e.getMessage().isBlank()
        ? "an unforeseen error in the operator; its log has the details"
        : e.getMessage();
  }
}

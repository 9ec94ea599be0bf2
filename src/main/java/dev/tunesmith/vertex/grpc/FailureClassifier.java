package dev.tunesmith.vertex.grpc;

import com.google.api.gax.rpc.ApiException;
import com.google.rpc.BadRequest;
import dev.tunesmith.vertex.CallFailures;
import dev.tunesmith.vertex.CanonicalCode;
import dev.tunesmith.vertex.Failure;
import dev.tunesmith.vertex.Reached;
import dev.tunesmith.vertex.Verb;
import io.grpc.Status;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads an exception of the client library: which code, and whether the service itself said it. */
final class FailureClassifier {
  private FailureClassifier() {}

  /** A failure before anything was sent: making the message, or finding credentials. */
  static Failure beforeSending(Exception e) {
    // The client of a host cannot be made only for want of credentials: it connects later.
    return e instanceof IOException
        ? CallFailures.withoutCredentials(e)
        : CallFailures.beforeSending(e);
  }

  /** A failure of a call that may have been sent. */
  static Failure of(Verb verb, Exception e, Reached reached) {
    Optional<Status> status = status(e);
    return status
        .map(
            s ->
                CallFailures.of(
                    verb,
                    CanonicalCode.valueOf(s.getCode().name()),
                    said(s, reached),
                    message(s, e, reached)))
        .orElseGet(() -> CallFailures.unforeseen(verb, e));
  }

  /** Whether a get was answered with NOT_FOUND by the service itself. */
  static boolean isAbsent(Exception e, Reached reached) {
    return status(e)
        .filter(s -> s.getCode() == Status.Code.NOT_FOUND && said(s, reached) == Reached.SERVICE)
        .isPresent();
  }

  /** Trailers without a status: gRPC then makes one from the HTTP status, in these words. */
  private static Reached said(Status status, Reached reached) {
    String text = status.getDescription();
    return reached == Reached.SERVICE && text != null && text.contains("missing GRPC status")
        ? Reached.CONNECTION
        : reached;
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
      return reached == Reached.NOTHING ? CallFailures.NO_CONNECTION : CallFailures.NO_ANSWER;
    }
    List<String> parts = new ArrayList<>();
    if (reached == Reached.NOTHING && status.getCode() == Status.Code.UNAUTHENTICATED) {
      add(parts, CallFailures.NO_CREDENTIALS);
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
}

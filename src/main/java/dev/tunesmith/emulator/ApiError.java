package dev.tunesmith.emulator;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * An error as the service reports it.
 *
 * @param code the canonical code
 * @param message for people
 * @param details {@code google.rpc} messages in their JSON form, each with its {@code @type}
 */
record ApiError(CanonicalCode code, String message, ArrayNode details) {
  private static final String DOMAIN = "aiplatform.googleapis.com";

  static ApiError of(CanonicalCode code, String message) {
    return new ApiError(code, message, Json.array());
  }

  static ApiError invalid(String field, String message) {
    return new ApiError(
        CanonicalCode.INVALID_ARGUMENT,
        message,
        FieldErrors.details(Json.array().add(FieldErrors.violation(field, message))));
  }

  /**
   * An error that a fault causes, with the details that the service is known to give.
   *
   * @param message null for the service's usual one
   */
  static ApiError recorded(CanonicalCode code, @Nullable String message, Call call) {
    if (code != CanonicalCode.PERMISSION_DENIED || call.method().isGemini()) {
      return of(code, message == null ? code.usualMessage(call) : message);
    }
    String permission = call.method().permission();
    if (call.method().isStorage()) {
      return of(
          code,
          message == null
              ? "Permission '" + permission + "' denied on resource (or it may not exist)."
              : message);
    }
    ObjectNode info = Json.object();
    info.put("@type", "type.googleapis.com/google.rpc.ErrorInfo");
    info.put("reason", "IAM_PERMISSION_DENIED");
    info.put("domain", DOMAIN);
    info.putObject("metadata").put("permission", permission).put("resource", call.resource());
    return new ApiError(
        code,
        message == null
            ? "Permission '"
                + permission
                + "' denied on resource '//"
                + DOMAIN
                + "/"
                + call.resource()
                + "' (or it may not exist)."
            : message,
        Json.array().add(info));
  }

  /** The body of the REST answer. */
  ObjectNode envelope() {
    ObjectNode error = Json.object();
    error.put("code", code.httpStatus());
    error.put("message", message);
    error.put("status", code.name());
    if (!details.isEmpty()) {
      error.set("details", details.deepCopy());
    }
    return Json.object().set("error", error);
  }

  /** As an exception. */
  Refused refused() {
    return new Refused(this);
  }

  /** A call that the service refuses. */
  static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final transient ApiError error;

    private Refused(ApiError error) {
      super(error.code() + ": " + error.message());
      this.error = error;
    }

    ApiError error() {
      return error;
    }
  }
}

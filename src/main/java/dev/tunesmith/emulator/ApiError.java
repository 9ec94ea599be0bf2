package dev.tunesmith.emulator;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * An error as the service tells it.
 *
 * @param code the canonical code
 * @param message for people
 * @param details {@code google.rpc} messages in their JSON form, each with its {@code @type}
 */
record ApiError(CanonicalCode code, String message, ArrayNode details) {

  static ApiError of(CanonicalCode code, String message) {
    return new ApiError(code, message, Json.array());
  }

  static ApiError invalid(String field, String message) {
    return new ApiError(
        CanonicalCode.INVALID_ARGUMENT,
        message,
        FieldErrors.details(Json.array().add(FieldErrors.violation(field, message))));
  }

  /** The body that REST answers with. */
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

  /** As an exception: for code that has nothing better to do than stop. */
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

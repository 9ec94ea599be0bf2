package dev.tunesmith.emulator;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Collects what is wrong with a request, field by field, and reports all of it at once in the form
 * that was recorded from the service: numbered, tab separated, with a {@code BadRequest} detail.
 */
final class FieldErrors {
  private final ArrayNode violations = Json.array();
  private final StringBuilder text = new StringBuilder("List of found errors:\t");

  /**
   * Adds a violation; {@code field} is the path in the protobuf spelling, from the request down.
   */
  void add(String field, String message) {
    violations.add(violation(field, message));
    text.append(violations.size())
        .append(".Field: ")
        .append(field)
        .append("; Message: ")
        .append(message)
        .append('\t');
  }

  void throwIfAny() {
    if (!violations.isEmpty()) {
      throw new ApiError(CanonicalCode.INVALID_ARGUMENT, text.toString(), details(violations))
          .refused();
    }
  }

  static ObjectNode violation(String field, String message) {
    return Json.object().put("field", field).put("description", message);
  }

  static ArrayNode details(ArrayNode violations) {
    ObjectNode badRequest = Json.object();
    badRequest.put("@type", "type.googleapis.com/google.rpc.BadRequest");
    badRequest.set("fieldViolations", violations);
    return Json.array().add(badRequest);
  }
}

package dev.tunesmith.vertex;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/**
 * What every endpoint refuses in a request, before it is sent. Members that are not known here are
 * the service's to refuse, which costs nothing: it adds some each month.
 */
public final class EndpointRequest {
  private EndpointRequest() {}

  /** One message for each error, with the member's path; none quotes the request. */
  public static List<String> errors(ObjectNode request) {
    List<String> errors = new ArrayList<>();
    JsonNode contents = request.path("contents");
    if (!contents.isArray() || contents.isEmpty()) {
      errors.add("contents: give a list of at least one content");
    }
    for (int i = 0; i < contents.size(); i++) {
      JsonNode parts = contents.path(i).path("parts");
      if (!parts.isArray() || parts.isEmpty()) {
        errors.add("contents[" + i + "].parts: give a list of at least one part");
      }
    }
    return errors;
  }
}

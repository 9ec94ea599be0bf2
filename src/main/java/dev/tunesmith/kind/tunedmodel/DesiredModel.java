package dev.tunesmith.kind.tunedmodel;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tunesmith.gemini.TunedModelSnapshot;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The tuned model that a resource asks for.
 *
 * @param run the run's name
 * @param inputs the digest of what the model is made of
 * @param request the digest of all that the service may refuse a create for: the body, and as whom
 *     and where it is sent
 * @param body the request of {@code tunedModels.create}; null where errors leave nothing to send
 * @param mutable the fields that may be patched, of those that are set
 * @param errors all validation errors
 * @param warnings what the user should know and nothing bars
 */
record DesiredModel(
    String run,
    String inputs,
    String request,
    @Nullable ObjectNode body,
    Map<String, JsonNode> mutable,
    List<String> errors,
    List<String> warnings) {

  /** Copies. */
  DesiredModel {
    mutable = Map.copyOf(mutable);
    errors = List.copyOf(errors);
    warnings = List.copyOf(warnings);
  }

  /** What is set in the spec and is otherwise in the model. */
  Map<String, JsonNode> drift(TunedModelSnapshot model) {
    Map<String, JsonNode> drift = new TreeMap<>();
    mutable.forEach(
        (field, wanted) -> {
          JsonNode is = model.body().path(field);
          // The service keeps floats: 0.7 comes back as a neighbour of it.
          boolean nothing = wanted.isTextual() && wanted.asText().isEmpty() && !is.isValueNode();
          boolean same =
              nothing
                  || (wanted.isNumber()
                      ? is.isNumber() && wanted.floatValue() == is.floatValue()
                      : wanted.equals(is));
          if (!same) {
            drift.put(field, wanted);
          }
        });
    return drift;
  }
}

package dev.tunesmith.kind.tunedmodel;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The tuned model that a resource asks for.
 *
 * @param run the run's name
 * @param inputs the digest of what the model is made of
 * @param body the request of {@code tunedModels.create}; null where errors leave nothing to send
 * @param mutable the fields that may be patched, of those that are set
 * @param errors all validation errors
 * @param warnings what the user should know and nothing bars
 */
record DesiredModel(
    String run,
    String inputs,
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
}

package dev.tunesmith.emulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tunesmith.emulator.Shape.Field;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which fields an update changes. */
final class FieldMask {
  private FieldMask() {}

  /**
   * Reads {@code updateMask}; refuses a field that cannot be updated. The reference calls the mask
   * required; google-genai sends none, and then every field of the body is meant.
   *
   * @param message the request, with the mask
   * @param given the resource in it
   * @param editable the fields that can be updated, in groups
   * @return in lowerCamelCase, each once
   */
  static List<String> read(ObjectNode message, ObjectNode given, List<List<String>> editable) {
    String mask = message.path("updateMask").asText();
    List<String> paths =
        mask.isEmpty()
            ? given.properties().stream().map(Map.Entry::getKey).toList()
            : Arrays.stream(mask.split(",", -1)).map(String::strip).toList();
    List<String> fields = new ArrayList<>();
    for (String path : paths) {
      // A part of a map or message is the whole of it.
      String name = path.replaceFirst("\\..*", "");
      Optional<String> field =
          editable.stream()
              .flatMap(List::stream)
              .filter(known -> known.equals(name) || Field.snake(known).equals(name))
              .findFirst();
      if (field.isEmpty()) {
        throw ApiError.invalid("update_mask", "Field '" + path + "' cannot be updated.").refused();
      }
      if (!fields.contains(field.get())) {
        fields.add(field.get());
      }
    }
    if (fields.isEmpty()) {
      throw ApiError.invalid("update_mask", "Required field is not set: update_mask.").refused();
    }
    return fields;
  }
}

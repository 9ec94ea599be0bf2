package dev.tunesmith.cli.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Holds a value against a schema as the API server does: unknown, missing and wrongly typed fields,
 * words and bounds. It knows those keywords that the definition's {@code spec} uses; a test fails
 * when it uses another one.
 */
final class SchemaCheck {
  /** Of a value, so much is repeated in a message. */
  private static final int SHOWN = 60;

  private final Manifest manifest;
  private final List<ValidationError> mistakes = new ArrayList<>();

  private SchemaCheck(Manifest manifest) {
    this.manifest = manifest;
  }

  /**
   * All mistakes of a value.
   *
   * @param manifest where it stands
   * @param path the value's
   * @param value as it is stored
   * @param schema what it has to be
   */
  static List<ValidationError> of(
      Manifest manifest, String path, JsonNode value, JSONSchemaProps schema) {
    SchemaCheck check = new SchemaCheck(manifest);
    check.value(path, value, schema);
    return List.copyOf(check.mistakes);
  }

  /**
   * The unknown fields of a value that is otherwise not looked at: {@code status}, which a create
   * drops.
   */
  static List<ValidationError> unknownFields(
      Manifest manifest, String path, JsonNode value, JSONSchemaProps schema) {
    SchemaCheck check = new SchemaCheck(manifest);
    check.unknown(path, value, schema);
    return List.copyOf(check.mistakes);
  }

  private void value(String path, JsonNode value, JSONSchemaProps schema) {
    if (!hasType(value, schema.getType())) {
      String hint =
          "string".equals(schema.getType()) && value.isValueNode() ? ": write it in quotes" : "";
      add(path, path + " must be of type " + schema.getType() + ", not " + shown(value) + hint);
      return;
    }
    if (value.isObject()) {
      object(path, value, schema);
    } else if (value.isArray() && schema.getItems() != null) {
      for (int i = 0; i < value.size(); i++) {
        value(path + "[" + i + "]", value.get(i), schema.getItems().getSchema());
      }
    } else if (value.isTextual()) {
      text(path, value.textValue(), schema);
    } else if (value.isNumber()) {
      number(path, value, schema);
    }
    if (schema.getEnum() != null && !schema.getEnum().isEmpty()) {
      oneOf(path, value, schema);
    }
  }

  private static boolean hasType(JsonNode value, String type) {
    return switch (type) {
      case "object" -> value.isObject();
      case "array" -> value.isArray();
      case "string" -> value.isTextual();
      case "boolean" -> value.isBoolean();
      case "integer" -> value.isNumber() && value.canConvertToExactIntegral(); // 5.0 is one
      case "number" -> value.isNumber();
      default -> true;
    };
  }

  private void object(String path, JsonNode value, JSONSchemaProps schema) {
    for (Map.Entry<String, JsonNode> field : value.properties()) {
      String at = path.isEmpty() ? field.getKey() : path + "." + field.getKey();
      JSONSchemaProps known = StoredForm.field(schema, field.getKey());
      if (known != null) {
        value(at, field.getValue(), known);
      } else if (!keepsUnknown(schema)) {
        add(at, "unknown field " + at);
      }
    }
    if (schema.getRequired() != null) {
      schema.getRequired().stream()
          .filter(name -> !value.has(name))
          .forEach(name -> add(path, path + "." + name + " is missing"));
    }
    if (schema.getMaxProperties() != null && value.size() > schema.getMaxProperties()) {
      add(
          path,
          "%s may have up to %d entries, not %d"
              .formatted(path, schema.getMaxProperties(), value.size()));
    }
  }

  private static boolean keepsUnknown(JSONSchemaProps schema) {
    return Boolean.TRUE.equals(schema.getXKubernetesPreserveUnknownFields());
  }

  private void unknown(String path, JsonNode value, JSONSchemaProps schema) {
    if (value.isArray() && schema.getItems() != null) {
      for (int i = 0; i < value.size(); i++) {
        unknown(path + "[" + i + "]", value.get(i), schema.getItems().getSchema());
      }
    }
    for (Map.Entry<String, JsonNode> field : value.properties()) {
      String at = path + "." + field.getKey();
      JSONSchemaProps known = StoredForm.field(schema, field.getKey());
      if (known != null) {
        unknown(at, field.getValue(), known);
      } else if (!keepsUnknown(schema)) {
        add(at, "unknown field " + at);
      }
    }
  }

  private void text(String path, String text, JSONSchemaProps schema) {
    int length = text.codePointCount(0, text.length());
    if (schema.getMaxLength() != null && length > schema.getMaxLength()) {
      add(
          path,
          "%s may have up to %d characters, not %d".formatted(path, schema.getMaxLength(), length));
    }
    if (schema.getMinLength() != null && length < schema.getMinLength()) {
      add(
          path,
          length == 0
              ? path + " must not be empty"
              : "%s must have at least %d characters, not %d"
                  .formatted(path, schema.getMinLength(), length));
    }
  }

  private void number(String path, JsonNode value, JSONSchemaProps schema) {
    double number = value.doubleValue();
    Double least = schema.getMinimum();
    Double most = schema.getMaximum();
    boolean beyond = Boolean.TRUE.equals(schema.getExclusiveMinimum());
    if (least != null && (beyond ? number <= least : number < least)) {
      add(
          path,
          "%s must be %s %s, not %s"
              .formatted(path, beyond ? "more than" : "at least", plain(least), shown(value)));
    }
    if (most != null && number > most) {
      add(path, "%s must be at most %s, not %s".formatted(path, plain(most), shown(value)));
    }
  }

  private static String plain(double bound) {
    return BigDecimal.valueOf(bound).stripTrailingZeros().toPlainString();
  }

  private void oneOf(String path, JsonNode value, JSONSchemaProps schema) {
    if (schema.getEnum().stream().noneMatch(allowed -> allowed.equals(value))) {
      String all =
          schema.getEnum().stream().map(JsonNode::asText).collect(Collectors.joining(", "));
      add(path, path + " must be one of " + all + ", not " + shown(value));
    }
  }

  private static String shown(JsonNode value) {
    String text =
        value.isContainerNode() ? (value.isObject() ? "an object" : "a list") : value.toString();
    return text.length() <= SHOWN
        ? text
        : text.substring(0, text.offsetByCodePoints(0, SHOWN / 2)) + "…";
  }

  private void add(String path, String message) {
    mistakes.add(manifest.mistake(path, message));
  }
}

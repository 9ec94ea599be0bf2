package dev.tunesmith.cli.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tunesmith.kind.UnknownFields;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Checks a value against a structural schema as the API server does: unknown, missing and wrongly
 * typed fields, enums and bounds. It implements the keywords that the CRD's {@code spec} uses; a
 * test fails when the CRD uses another one.
 */
final class SchemaCheck {
  private static final int SHOWN_CHARACTERS = 60;

  /** Larger numbers are shown with an exponent. */
  private static final double LARGEST_PLAIN = 1e30;

  private final Manifest manifest;
  private final List<ValidationError> errors = new ArrayList<>();

  private SchemaCheck(Manifest manifest) {
    this.manifest = manifest;
  }

  /**
   * All errors of a value.
   *
   * @param path the value's path in the manifest
   * @param value in its stored form
   */
  static List<ValidationError> of(
      Manifest manifest, String path, JsonNode value, JSONSchemaProps schema) {
    SchemaCheck check = new SchemaCheck(manifest);
    check.unknown(path, value, schema);
    check.value(path, value, schema);
    return check.errors;
  }

  /** The unknown fields alone. */
  static List<ValidationError> unknownFields(
      Manifest manifest, String path, JsonNode value, JSONSchemaProps schema) {
    SchemaCheck check = new SchemaCheck(manifest);
    check.unknown(path, value, schema);
    return check.errors;
  }

  /** The schema of a field; null when the field is unknown. */
  static @Nullable JSONSchemaProps field(JSONSchemaProps schema, String name) {
    JSONSchemaProps known =
        schema.getProperties() == null ? null : schema.getProperties().get(name);
    if (known == null && schema.getAdditionalProperties() != null) {
      return schema.getAdditionalProperties().getSchema();
    }
    return known;
  }

  /**
   * What the API server validates and stores: without nulls, with defaults. Unknown fields stay.
   */
  static JsonNode stored(JsonNode value, JSONSchemaProps schema) {
    if (value.isArray() && schema.getItems() != null) {
      ArrayNode items = JsonNodeFactory.instance.arrayNode();
      value.forEach(item -> items.add(stored(item, schema.getItems().getSchema())));
      return items;
    }
    if (!value.isObject()) {
      return value;
    }
    ObjectNode stored = JsonNodeFactory.instance.objectNode();
    for (Map.Entry<String, JsonNode> field : value.properties()) {
      JSONSchemaProps known = field(schema, field.getKey());
      if (known == null) {
        stored.set(field.getKey(), field.getValue());
      } else if (!field.getValue().isNull() || Boolean.TRUE.equals(known.getNullable())) {
        stored.set(field.getKey(), stored(field.getValue(), known));
      }
    }
    if (schema.getProperties() != null) {
      schema
          .getProperties()
          .forEach(
              (name, known) -> {
                if (known.getDefault() != null && !stored.has(name)) {
                  stored.set(name, known.getDefault());
                }
              });
    }
    return stored;
  }

  private void unknown(String path, JsonNode value, JSONSchemaProps schema) {
    if (value.isArray() && schema.getItems() != null) {
      for (int i = 0; i < value.size(); i++) {
        unknown(path + "[" + i + "]", value.get(i), schema.getItems().getSchema());
      }
    }
    if (!"object".equals(schema.getType())) {
      return;
    }
    for (Map.Entry<String, JsonNode> field : value.properties()) {
      String at = path + "." + field.getKey();
      JSONSchemaProps known = field(schema, field.getKey());
      if (known != null) {
        unknown(at, field.getValue(), known);
      } else if (!Boolean.TRUE.equals(schema.getXKubernetesPreserveUnknownFields())) {
        add(
            at,
            UnknownFields.message(
                at, schema.getProperties() == null ? Set.of() : schema.getProperties().keySet()));
      }
    }
  }

  private void value(String path, JsonNode value, JSONSchemaProps schema) {
    if (value.isNull() && Boolean.TRUE.equals(schema.getNullable())) {
      return;
    }
    if (!hasType(value, schema.getType())) {
      if (hasEnum(schema)) {
        noneOf(path, value, schema);
      } else {
        String type = schema.getType();
        add(path, path + " must be of type " + type + ", not " + shown(value) + hint(value, type));
      }
      return;
    }
    if (value.isObject()) {
      object(path, value, schema);
    } else if (value.isArray() && schema.getItems() != null) {
      list(path, value, schema);
    } else if (value.isTextual()) {
      text(path, value.textValue(), schema);
    } else if (value.isNumber()) {
      number(path, value, schema);
    }
    if (hasEnum(schema) && !schema.getEnum().contains(value)) {
      noneOf(path, value, schema);
    }
  }

  private static boolean hasEnum(JSONSchemaProps schema) {
    return schema.getEnum() != null && !schema.getEnum().isEmpty();
  }

  private void noneOf(String path, JsonNode value, JSONSchemaProps schema) {
    String all = schema.getEnum().stream().map(JsonNode::asText).collect(Collectors.joining(", "));
    add(path, path + " must be one of " + all + ", not " + shown(value));
  }

  private static String hint(JsonNode value, String type) {
    if ("string".equals(type) && value.isValueNode()) {
      return ": write it in quotes";
    }
    return value.isTextual() && hasType(YamlScalar.plain(value.textValue()), type)
        ? ": write it without quotes"
        : "";
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
      JSONSchemaProps known = field(schema, field.getKey());
      if (known != null) {
        value(path + "." + field.getKey(), field.getValue(), known);
      }
    }
    if (schema.getRequired() != null) {
      schema.getRequired().stream()
          .filter(name -> !value.has(name))
          .forEach(name -> add(path, path + "." + name + " is missing"));
    }
    Long most = schema.getMaxProperties();
    if (most != null && value.size() > most) {
      add(path, "%s may have up to %d entries, not %d".formatted(path, most, value.size()));
    }
  }

  private void list(String path, JsonNode value, JSONSchemaProps schema) {
    for (int i = 0; i < value.size(); i++) {
      value(path + "[" + i + "]", value.get(i), schema.getItems().getSchema());
    }
    Long least = schema.getMinItems();
    Long most = schema.getMaxItems();
    if (most != null && value.size() > most) {
      add(path, "%s may have up to %d items, not %d".formatted(path, most, value.size()));
    }
    if (least != null && value.size() < least) {
      add(path, "%s must have at least %d items, not %d".formatted(path, least, value.size()));
    }
  }

  private void text(String path, String text, JSONSchemaProps schema) {
    int length = text.codePointCount(0, text.length());
    Long least = schema.getMinLength();
    Long most = schema.getMaxLength();
    if (most != null && length > most) {
      add(path, "%s may have up to %d characters, not %d".formatted(path, most, length));
    }
    if (least != null && length < least) {
      add(
          path,
          length == 0
              ? path + " must not be empty"
              : "%s must have at least %d characters, not %d".formatted(path, least, length));
    }
  }

  private void number(String path, JsonNode value, JSONSchemaProps schema) {
    double number = value.doubleValue();
    Double least = schema.getMinimum();
    Double most = schema.getMaximum();
    boolean exclusive = Boolean.TRUE.equals(schema.getExclusiveMinimum());
    if (least != null && (exclusive ? number <= least : number < least)) {
      String bound = exclusive ? "more than" : "at least";
      add(path, "%s must be %s %s, not %s".formatted(path, bound, plain(least), shown(value)));
    }
    if (most != null && number > most) {
      add(path, "%s must be at most %s, not %s".formatted(path, plain(most), shown(value)));
    }
  }

  private static String plain(double bound) {
    return BigDecimal.valueOf(bound).stripTrailingZeros().toPlainString();
  }

  private static String shown(JsonNode value) {
    String text =
        value.isContainerNode()
            ? (value.isObject() ? "an object" : "a list")
            : value.isDouble() && Math.abs(value.doubleValue()) < LARGEST_PLAIN
                ? plain(value.doubleValue())
                : value.toString();
    return text.length() <= SHOWN_CHARACTERS
        ? text
        : text.substring(0, text.offsetByCodePoints(0, SHOWN_CHARACTERS / 2)) + "…";
  }

  private void add(String path, String message) {
    errors.add(manifest.error(path, message));
  }
}

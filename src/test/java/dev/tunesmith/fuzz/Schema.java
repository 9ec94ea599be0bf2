package dev.tunesmith.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the custom resource's schema says of a value, its CEL rules apart: quick, and no more than
 * an approximation of the API server, which judges the same cases in {@link SpecFuzzIT} and {@link
 * StatusFuzzIT}.
 */
final class Schema {
  private static final Path FILE = Path.of("crds", "tuningjobs.tunesmith.dev-v1.yml");

  private final JSONSchemaProps root;

  private Schema(JSONSchemaProps root) {
    this.root = root;
  }

  /** Of {@code spec}, {@code status}, or a field below one of them. */
  static Schema of(String... path) {
    try {
      CustomResourceDefinition crd =
          Serialization.unmarshal(Files.readString(FILE), CustomResourceDefinition.class);
      JSONSchemaProps schema =
          crd.getSpec().getVersions().getFirst().getSchema().getOpenAPIV3Schema();
      for (String field : path) {
        schema = Objects.requireNonNull(schema.getProperties().get(field), field);
      }
      return new Schema(schema);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Why a value is refused; empty when it is taken. */
  List<String> violations(JsonNode value) {
    List<String> violations = new ArrayList<>();
    check("", value, root, violations);
    return violations;
  }

  /** The paths of the fields that the schema keeps without knowing them. */
  List<String> unknownFields(String path, JsonNode value) {
    List<String> unknown = new ArrayList<>();
    collect(path, value, root, unknown);
    return unknown;
  }

  private static void collect(
      String path, JsonNode value, JSONSchemaProps schema, List<String> unknown) {
    if (!value.isObject() || properties(schema).isEmpty()) {
      return;
    }
    for (Map.Entry<String, JsonNode> field : value.properties()) {
      JSONSchemaProps known = properties(schema).get(field.getKey());
      String at = path + "." + field.getKey();
      if (known == null) {
        unknown.add(at);
      } else {
        collect(at, field.getValue(), known, unknown);
      }
    }
  }

  private static void check(
      String path, JsonNode value, JSONSchemaProps schema, List<String> violations) {
    if (!hasType(value, schema)) {
      violations.add(path + " is no " + schema.getType());
      return;
    }
    if (!list(schema.getEnum()).isEmpty() && !schema.getEnum().contains(value)) {
      violations.add(path + " is none of " + schema.getEnum());
    }
    if (value.isTextual()) {
      text(path, value.textValue(), schema, violations);
    } else if (value.isNumber()) {
      number(path, value, schema, violations);
    } else if (value.isArray()) {
      array(path, value, schema, violations);
    } else if (value.isObject()) {
      object(path, value, schema, violations);
    }
  }

  private static boolean hasType(JsonNode value, JSONSchemaProps schema) {
    return switch (schema.getType()) {
      case "object" -> value.isObject();
      case "array" -> value.isArray();
      case "string" -> value.isTextual();
      case "boolean" -> value.isBoolean();
      // The API server takes 5.0, too, and stores 5.
      case "integer" ->
          value.isIntegralNumber()
              && ("int32".equals(schema.getFormat())
                  ? value.canConvertToInt()
                  : value.canConvertToLong());
      case "number" -> value.isNumber() && Double.isFinite(value.doubleValue());
      default -> throw new IllegalStateException(schema.getType());
    };
  }

  private static void text(
      String path, String text, JSONSchemaProps schema, List<String> violations) {
    int length = text.codePointCount(0, text.length());
    if (schema.getMaxLength() != null && length > schema.getMaxLength()) {
      violations.add(path + " has " + length + " characters");
    }
    if (schema.getMinLength() != null && length < schema.getMinLength()) {
      violations.add(path + " is empty");
    }
    if (schema.getPattern() != null && !Pattern.compile(schema.getPattern()).matcher(text).find()) {
      violations.add(path + " does not match " + schema.getPattern() + ": " + text);
    }
    if ("date-time".equals(schema.getFormat()) && !isTime(text)) {
      violations.add(path + " is no time: " + text);
    }
  }

  private static boolean isTime(String text) {
    try {
      OffsetDateTime.parse(text);
      return true;
    } catch (DateTimeParseException e) {
      return false;
    }
  }

  private static void number(
      String path, JsonNode value, JSONSchemaProps schema, List<String> violations) {
    double number = value.doubleValue();
    Double min = schema.getMinimum();
    boolean under =
        min != null
            && (Boolean.TRUE.equals(schema.getExclusiveMinimum()) ? number <= min : number < min);
    boolean over = schema.getMaximum() != null && number > schema.getMaximum();
    if (under || over) {
      violations.add(path + " is out of bounds: " + value);
    }
  }

  private static void array(
      String path, JsonNode value, JSONSchemaProps schema, List<String> violations) {
    if (schema.getMaxItems() != null && value.size() > schema.getMaxItems()) {
      violations.add(path + " has " + value.size() + " items");
    }
    Set<String> keys = new HashSet<>();
    for (JsonNode item : value) {
      check(path + "[]", item, schema.getItems().getSchema(), violations);
      String key =
          list(schema.getXKubernetesListMapKeys()).stream()
              .map(k -> item.path(k).asText())
              .toList()
              .toString();
      if ("map".equals(schema.getXKubernetesListType()) && !keys.add(key)) {
        violations.add(path + " has two of " + key);
      }
    }
  }

  private static void object(
      String path, JsonNode value, JSONSchemaProps schema, List<String> violations) {
    if (schema.getMaxProperties() != null && value.size() > schema.getMaxProperties()) {
      violations.add(path + " has " + value.size() + " entries");
    }
    for (Map.Entry<String, JsonNode> field : value.properties()) {
      JSONSchemaProps known = properties(schema).get(field.getKey());
      if (known == null && schema.getAdditionalProperties() != null) {
        known = schema.getAdditionalProperties().getSchema();
      }
      if (known != null) {
        check(path + "." + field.getKey(), field.getValue(), known, violations);
      }
    }
    for (String required : list(schema.getRequired())) {
      if (!value.has(required)) {
        violations.add(path + "." + required + " is missing");
      }
    }
  }

  private static Map<String, JSONSchemaProps> properties(JSONSchemaProps schema) {
    return schema.getProperties() == null ? Map.of() : schema.getProperties();
  }

  private static <T> List<T> list(@Nullable List<T> list) {
    return list == null ? List.of() : list;
  }
}

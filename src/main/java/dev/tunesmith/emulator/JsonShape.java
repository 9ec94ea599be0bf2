package dev.tunesmith.emulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.tunesmith.emulator.Shape.Enumeration;
import dev.tunesmith.emulator.Shape.Field;
import dev.tunesmith.emulator.Shape.ListOf;
import dev.tunesmith.emulator.Shape.MapOf;
import dev.tunesmith.emulator.Shape.Nested;
import dev.tunesmith.emulator.Shape.Opaque;
import dev.tunesmith.emulator.Shape.Present;
import dev.tunesmith.emulator.Shape.Scalar;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads a request's JSON as Google's REST front end does: both spellings of every field, numbers
 * and booleans also as strings, enumerations by name or number, a list of one without its brackets,
 * no unknown field, at most one field of a union. The result has one spelling: lowerCamelCase,
 * 64-bit integers as strings; nulls, empty values and output-only fields are left out. All
 * violations are reported together.
 */
final class JsonShape {
  private static final String PREFIX = "Invalid JSON payload received. ";
  private static final int MOST_DIGITS = 400;

  private final ApiVersion version;
  private final ArrayNode violations = Json.array();
  private final StringBuilder text = new StringBuilder();

  private JsonShape(ApiVersion version) {
    this.version = version;
  }

  /**
   * Reads a message.
   *
   * @param body what was sent
   * @param shape the message that it must be
   * @param path where the message is in the request, in the protobuf spelling; empty when the
   *     message is the request
   */
  static ObjectNode read(JsonNode body, Shape shape, String path, ApiVersion version) {
    JsonShape reader = new JsonShape(version);
    ObjectNode read = reader.message(body, shape, path).orElseGet(Json::object);
    if (!reader.violations.isEmpty()) {
      throw new ApiError(
              CanonicalCode.INVALID_ARGUMENT,
              reader.text.toString(),
              FieldErrors.details(reader.violations))
          .refused();
    }
    return read;
  }

  private Optional<ObjectNode> message(JsonNode node, Shape shape, String path) {
    if (!node.isObject()) {
      invalid(path, typeName(new Nested(shape)), node);
      return Optional.empty();
    }
    ObjectNode read = Json.object();
    Set<String> chosen = new HashSet<>();
    for (Map.Entry<String, JsonNode> member : node.properties()) {
      @Nullable Field field = shape.field(member.getKey(), version);
      if (field == null) {
        unknown(member.getKey(), path);
      } else if (!member.getValue().isNull() && !field.outputOnly()) {
        if (field.oneof() != null && !chosen.add(field.oneof())) {
          setTwice(path, field.oneof(), member.getKey());
        }
        value(member.getValue(), field.type(), join(path, field.snakeName()))
            .ifPresent(value -> read.set(field.name(), value));
      }
    }
    return Optional.of(read);
  }

  private Optional<? extends JsonNode> value(JsonNode node, Shape.Type type, String path) {
    return switch (type) {
      case MapOf map -> map(node, map, path);
      case ListOf list -> array(node, list, path);
      case Nested nested -> message(node, nested.shape(), path);
      case Opaque opaque -> {
        if (!node.isObject()) {
          invalid(path, typeName(opaque), node);
          yield Optional.empty();
        }
        yield Optional.of(node.deepCopy());
      }
      case Enumeration enumeration -> single(node, enumeration(node, enumeration), type, path);
      case Present present -> single(node, scalar(node, present.scalar()), type, path);
      case Scalar scalar -> single(node, scalar(node, scalar), type, path);
    };
  }

  private Optional<JsonNode> single(
      JsonNode node, @Nullable JsonNode read, Shape.Type type, String path) {
    if (read == null) {
      invalid(path, typeName(type), node);
      return Optional.empty();
    }
    return isUnset(read, type) ? Optional.empty() : Optional.of(read);
  }

  private Optional<? extends JsonNode> map(JsonNode node, MapOf type, String path) {
    if (!node.isObject()) {
      invalid(path, "Map", node);
      return Optional.empty();
    }
    ObjectNode read = Json.object();
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      // Unlike a field, an entry of a map is there even with an empty value.
      value(entry.getValue(), type.value(), path + "[" + entry.getKey() + "]")
          .ifPresentOrElse(
              value -> read.set(entry.getKey(), value), () -> read.put(entry.getKey(), ""));
    }
    return read.isEmpty() ? Optional.empty() : Optional.of(read);
  }

  private Optional<? extends JsonNode> array(JsonNode node, ListOf type, String path) {
    // A list of one may be written without its brackets.
    ArrayNode given = node instanceof ArrayNode array ? array : Json.array().add(node);
    ArrayNode read = Json.array();
    for (int index = 0; index < given.size(); index++) {
      value(given.path(index), type.element(), path + "[" + index + "]").ifPresent(read::add);
    }
    return read.isEmpty() ? Optional.empty() : Optional.of(read);
  }

  private static @Nullable JsonNode scalar(JsonNode node, Scalar type) {
    return switch (type) {
      case STRING -> node.isTextual() ? node : null;
      case BOOL -> bool(node);
      case INT64 -> integer(node, Long.SIZE);
      case INT32 -> integer(node, Integer.SIZE);
      case DOUBLE, FLOAT -> number(node);
    };
  }

  private static @Nullable JsonNode bool(JsonNode node) {
    if (node.isTextual() && Set.of("true", "false").contains(node.asText())) {
      return BooleanNode.valueOf(node.asText().equals("true"));
    }
    return node.isBoolean() ? node : null;
  }

  /** A name, or a number, which may be in quotes. */
  private static @Nullable JsonNode enumeration(JsonNode node, Enumeration type) {
    if (node.isTextual() && type.values().contains(node.asText())) {
      return node;
    }
    @Nullable JsonNode number = integer(node, Integer.SIZE);
    return number != null && number.intValue() >= 0 && number.intValue() < type.values().size()
        ? TextNode.valueOf(type.values().get(number.intValue()))
        : null;
  }

  private static @Nullable JsonNode integer(JsonNode node, int bits) {
    @Nullable BigDecimal value = decimal(node);
    if (value == null || value.stripTrailingZeros().scale() > 0) {
      return null;
    }
    BigInteger whole = value.toBigInteger();
    if (whole.bitLength() >= bits) {
      return null;
    }
    return bits == Long.SIZE
        ? TextNode.valueOf(whole.toString())
        : IntNode.valueOf(whole.intValueExact());
  }

  private static @Nullable JsonNode number(JsonNode node) {
    @Nullable BigDecimal value = decimal(node);
    return value == null ? null : Json.MAPPER.getNodeFactory().numberNode(value);
  }

  private static @Nullable BigDecimal decimal(JsonNode node) {
    try {
      if (!node.isNumber() && !node.isTextual()) {
        return null;
      }
      BigDecimal value = new BigDecimal(node.asText());
      // No double is larger than this, and writing out its digits would take all the memory.
      boolean readable = Math.abs(value.precision() - (long) value.scale()) < MOST_DIGITS;
      return readable && Double.isFinite(value.doubleValue()) ? value : null;
    } catch (NumberFormatException e) {
      return null;
    }
  }

  private static boolean isUnset(JsonNode value, Shape.Type type) {
    return switch (type) {
      case Enumeration enumeration -> value.asText().equals(enumeration.values().getFirst());
      case Scalar scalar ->
          switch (scalar) {
            case STRING -> value.asText().isEmpty();
            case BOOL -> !value.booleanValue();
            case INT32, INT64, DOUBLE, FLOAT -> new BigDecimal(value.asText()).signum() == 0;
          };
      case Present present -> false;
      case Nested nested -> false;
      case Opaque opaque -> false;
      case ListOf list -> value.isEmpty();
      case MapOf map -> value.isEmpty();
    };
  }

  private String typeName(Shape.Type type) {
    return switch (type) {
      case Scalar scalar -> "TYPE_" + scalar;
      case Present present -> typeName(present.scalar());
      case Enumeration enumeration -> message(enumeration.name());
      case Nested nested -> message(nested.shape().name());
      case Opaque opaque -> message(opaque.name());
      case ListOf list -> typeName(list.element());
      case MapOf map -> "Map";
    };
  }

  private String message(String name) {
    return "type.googleapis.com/" + version.typePackage() + name;
  }

  private static String join(String path, String field) {
    return path.isEmpty() ? field : path + "." + field;
  }

  private void unknown(String name, String path) {
    String where = path.isEmpty() ? "" : " at '" + path + "'";
    violation(path, PREFIX + "Unknown name \"" + name + "\"" + where + ": Cannot find field.");
  }

  private void setTwice(String path, String oneof, String name) {
    violation(
        path,
        "Invalid value at '"
            + path
            + "' (oneof), oneof field '"
            + oneof
            + "' is already set. Cannot set '"
            + name
            + "'");
  }

  private void invalid(String path, String type, JsonNode node) {
    violation(path, "Invalid value at '" + path + "' (" + type + "), " + node);
  }

  private void violation(String path, String description) {
    text.append(text.isEmpty() ? "" : "\n").append(description);
    violations.add(FieldErrors.violation(path, description));
  }
}

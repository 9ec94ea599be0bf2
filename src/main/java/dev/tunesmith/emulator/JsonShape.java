package dev.tunesmith.emulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.api.FieldBehavior;
import com.google.api.FieldBehaviorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.OneofDescriptor;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads a request's JSON the way Google's REST front end does: both spellings of every field,
 * 64-bit integers as numbers or strings, enumerations by name or number, nothing unknown, never two
 * of a union. The outcome has one spelling: lowerCamelCase, 64-bit integers as strings; nulls,
 * empty values and what only the service may set are left out.
 *
 * <p>Protobuf's own parser would do, but it stops at the first mistake, tells it in other words
 * than the service, and could never read what REST has and the protobuf definition has not.
 */
final class JsonShape {
  private static final String PREFIX = "Invalid JSON payload received. ";
  private static final int MOST_DIGITS = 400;

  private final ArrayNode violations = Json.array();
  private final StringBuilder text = new StringBuilder();

  private JsonShape() {}

  /**
   * Reads a message.
   *
   * @param body what was sent
   * @param type the message that it must be
   * @param path where the message is in the request, in the protobuf spelling
   */
  static ObjectNode read(JsonNode body, Descriptor type, String path) {
    JsonShape shape = new JsonShape();
    ObjectNode read = shape.message(body, type, path).orElseGet(Json::object);
    if (!shape.violations.isEmpty()) {
      throw new ApiError(
              CanonicalCode.INVALID_ARGUMENT,
              shape.text.toString(),
              FieldErrors.details(shape.violations))
          .refused();
    }
    return read;
  }

  private Optional<ObjectNode> message(JsonNode node, Descriptor type, String path) {
    if (!node.isObject()) {
      invalid(path, "type.googleapis.com/" + type.getFullName(), node);
      return Optional.empty();
    }
    ObjectNode read = Json.object();
    Map<OneofDescriptor, FieldDescriptor> chosen = new HashMap<>();
    for (Map.Entry<String, JsonNode> member : node.properties()) {
      @Nullable FieldDescriptor field = field(type, member.getKey());
      if (field == null) {
        unknown(member.getKey(), path);
      } else if (!member.getValue().isNull() && !isOutputOnly(field)) {
        choose(chosen, field, member.getKey(), path);
        value(member.getValue(), field, path + "." + field.getName())
            .ifPresent(value -> read.set(field.getJsonName(), value));
      }
    }
    return Optional.of(read);
  }

  private static @Nullable FieldDescriptor field(Descriptor type, String name) {
    for (FieldDescriptor field : type.getFields()) {
      if (field.getJsonName().equals(name) || field.getName().equals(name)) {
        return field;
      }
    }
    return null;
  }

  private static boolean isOutputOnly(FieldDescriptor field) {
    return field
        .getOptions()
        .getExtension(FieldBehaviorProto.fieldBehavior)
        .contains(FieldBehavior.OUTPUT_ONLY);
  }

  private void choose(
      Map<OneofDescriptor, FieldDescriptor> chosen,
      FieldDescriptor field,
      String name,
      String path) {
    @Nullable OneofDescriptor oneof = field.getRealContainingOneof();
    if (oneof != null && chosen.put(oneof, field) != null) {
      violation(
          path,
          "Invalid value at '"
              + path
              + "' (oneof), oneof field '"
              + oneof.getName()
              + "' is already set. Cannot set '"
              + name
              + "'");
    }
  }

  private Optional<? extends JsonNode> value(JsonNode node, FieldDescriptor field, String path) {
    if (field.isMapField()) {
      return map(node, field, path);
    }
    if (field.isRepeated()) {
      return array(node, field, path);
    }
    return single(node, field, path);
  }

  private Optional<? extends JsonNode> map(JsonNode node, FieldDescriptor field, String path) {
    if (!node.isObject()) {
      invalid(path, "Map", node);
      return Optional.empty();
    }
    FieldDescriptor valueField = field.getMessageType().findFieldByName("value");
    ObjectNode read = Json.object();
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      // A label may be empty: unlike a field, an entry of a map is there even then.
      single(entry.getValue(), valueField, path + "[" + entry.getKey() + "]")
          .ifPresentOrElse(
              value -> read.set(entry.getKey(), value), () -> read.put(entry.getKey(), ""));
    }
    return read.isEmpty() ? Optional.empty() : Optional.of(read);
  }

  private Optional<? extends JsonNode> array(JsonNode node, FieldDescriptor field, String path) {
    if (!node.isArray()) {
      invalid(path, typeName(field), node);
      return Optional.empty();
    }
    ArrayNode read = Json.array();
    for (int index = 0; index < node.size(); index++) {
      single(node.path(index), field, path + "[" + index + "]").ifPresent(read::add);
    }
    return read.isEmpty() ? Optional.empty() : Optional.of(read);
  }

  private Optional<? extends JsonNode> single(JsonNode node, FieldDescriptor field, String path) {
    @Nullable JsonNode read =
        switch (field.getJavaType()) {
          case MESSAGE -> message(node, field.getMessageType(), path).orElse(null);
          case STRING -> node.isTextual() ? node : null;
          case BOOLEAN -> node.isBoolean() ? node : null;
          case ENUM -> enumeration(node, field);
          case LONG -> integer(node, Long.SIZE);
          case INT -> integer(node, Integer.SIZE);
          case DOUBLE, FLOAT -> number(node);
          case BYTE_STRING -> node.isTextual() ? node : null;
        };
    if (read == null) {
      // A message has told its own mistakes.
      if (field.getJavaType() != FieldDescriptor.JavaType.MESSAGE) {
        invalid(path, typeName(field), node);
      }
      return Optional.empty();
    }
    return isUnset(read, field) ? Optional.empty() : Optional.of(read);
  }

  private static @Nullable JsonNode enumeration(JsonNode node, FieldDescriptor field) {
    var value =
        node.isInt()
            ? field.getEnumType().findValueByNumber(node.intValue())
            : field.getEnumType().findValueByName(node.asText());
    return value == null ? null : Json.MAPPER.getNodeFactory().textNode(value.getName());
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
        ? Json.MAPPER.getNodeFactory().textNode(whole.toString())
        : Json.MAPPER.getNodeFactory().numberNode(whole.intValueExact());
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
      // Far beyond this no double is, and to write the digits out would take all the memory.
      boolean readable = Math.abs(value.precision() - (long) value.scale()) < MOST_DIGITS;
      return readable && Double.isFinite(value.doubleValue()) ? value : null;
    } catch (NumberFormatException e) {
      return null;
    }
  }

  private static boolean isUnset(JsonNode value, FieldDescriptor field) {
    return switch (field.getJavaType()) {
      case MESSAGE -> false;
      case STRING, BYTE_STRING -> value.asText().isEmpty();
      case BOOLEAN -> !value.booleanValue();
      case ENUM -> field.getEnumType().findValueByName(value.asText()).getNumber() == 0;
      case LONG, INT, DOUBLE, FLOAT -> new BigDecimal(value.asText()).signum() == 0;
    };
  }

  private static String typeName(FieldDescriptor field) {
    return switch (field.getJavaType()) {
      case MESSAGE -> "type.googleapis.com/" + field.getMessageType().getFullName();
      case ENUM -> "type.googleapis.com/" + field.getEnumType().getFullName();
      case STRING, BYTE_STRING, BOOLEAN, LONG, INT, DOUBLE, FLOAT -> "TYPE_" + field.getType();
    };
  }

  private void unknown(String name, String path) {
    violation(path, PREFIX + "Unknown name \"" + name + "\" at '" + path + "': Cannot find field.");
  }

  private void invalid(String path, String type, JsonNode node) {
    violation(path, "Invalid value at '" + path + "' (" + type + "), " + node);
  }

  private void violation(String path, String description) {
    text.append(text.isEmpty() ? "" : "\n").append(description);
    violations.add(FieldErrors.violation(path, description));
  }
}

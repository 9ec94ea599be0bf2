package dev.tunesmith.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tunesmith.api.v1alpha1.Bounds;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.client.utils.Serialization;

/**
 * A status with every field that the schema has, each as far out as its bound allows: made from the
 * schema, so that a field which is added tomorrow is in it.
 */
final class ExtremeStatus {
  /** What a service might say: quotes, controls, line separators, letters beyond 16 bits. */
  private static final String HOSTILE = "\"\\\u0000\u001b<&>\u2028\uFFFDüЖ語𝄞";

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  /** How long the lists are. */
  enum Lists {
    /** One entry each. */
    ONE,
    /** As many as the bound allows. */
    FULL
  }

  private final Lists lists;

  private ExtremeStatus(Lists lists) {
    this.lists = lists;
  }

  static Record of(CrdKind kind, Lists lists) {
    JSONSchemaProps schema =
        SchemaNode.all(GeneratedCrd.definition(kind)).stream()
            .filter(node -> node.path().equals(".status"))
            .findFirst()
            .orElseThrow()
            .schema();
    var extreme = new ExtremeStatus(lists);
    ObjectNode status = extreme.object(schema);
    status.set("conditions", extreme.conditions());
    return Serialization.unmarshal(status.toString(), kind.status());
  }

  private JsonNode value(JSONSchemaProps schema) {
    return switch (schema.getType()) {
      case "string" -> JSON.textNode(hostile(schema.getMaxLength()));
      case "integer" -> integer(schema.getFormat());
      case "boolean" -> JSON.booleanNode(true);
      case "number" -> JSON.numberNode(-Double.MAX_VALUE);
      case "array" -> array(schema);
      case "object" -> object(schema);
      default -> throw new IllegalStateException("no value for type " + schema.getType());
    };
  }

  private static JsonNode integer(String format) {
    return format.equals("int32")
        ? JSON.numberNode(Integer.MIN_VALUE)
        : JSON.numberNode(Long.MIN_VALUE);
  }

  private ArrayNode array(JSONSchemaProps schema) {
    ArrayNode array = JSON.arrayNode();
    for (int i = 0; i < length(schema.getMaxItems()); i++) {
      array.add(value(schema.getItems().getSchema()));
    }
    return array;
  }

  private ObjectNode object(JSONSchemaProps schema) {
    ObjectNode object = JSON.objectNode();
    schema
        .getProperties()
        .forEach(
            (name, property) -> {
              // Conditions are the operator's words and have rules; they are set apart.
              if (!name.equals("conditions")) {
                object.set(name, value(property));
              }
            });
    return object;
  }

  private ArrayNode conditions() {
    ArrayNode conditions = JSON.arrayNode();
    for (int i = 0; i < length(Bounds.CONDITIONS); i++) {
      conditions
          .addObject()
          .put("type", "Type" + i)
          .put("status", "Unknown")
          .put("observedGeneration", Long.MAX_VALUE)
          .put("lastTransitionTime", "2026-11-23T10:00:00Z")
          .put("reason", "R".repeat(Bounds.REASON))
          .put("message", hostile(Bounds.CONDITION_MESSAGE));
    }
    return conditions;
  }

  private long length(long bound) {
    return switch (lists) {
      case ONE -> 1;
      case FULL -> bound;
    };
  }

  /** As many code points as the bound allows: the server must not count bytes or chars. */
  static String hostile(long codePoints) {
    int length = Math.toIntExact(codePoints);
    String repeated = HOSTILE.repeat(length / HOSTILE.codePointCount(0, HOSTILE.length()) + 1);
    return repeated.substring(0, repeated.offsetByCodePoints(0, length));
  }
}

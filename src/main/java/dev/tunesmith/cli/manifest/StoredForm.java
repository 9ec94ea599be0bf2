package dev.tunesmith.cli.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the API server makes of a value before it judges it: a null sets nothing, and what is not
 * set gets its default. What the schema does not know stays as it is.
 */
final class StoredForm {
  private StoredForm() {}

  static JsonNode of(JsonNode value, JSONSchemaProps schema) {
    if (value instanceof ObjectNode object) {
      return object(object, schema);
    }
    if (value.isArray() && schema.getItems() != null) {
      ArrayNode items = JsonNodeFactory.instance.arrayNode();
      value.forEach(item -> items.add(of(item, schema.getItems().getSchema())));
      return items;
    }
    return value;
  }

  private static ObjectNode object(ObjectNode object, JSONSchemaProps schema) {
    ObjectNode stored = JsonNodeFactory.instance.objectNode();
    for (Map.Entry<String, JsonNode> field : object.properties()) {
      JSONSchemaProps known = field(schema, field.getKey());
      if (known == null) {
        stored.set(field.getKey(), field.getValue());
      } else if (!field.getValue().isNull() || Boolean.TRUE.equals(known.getNullable())) {
        stored.set(field.getKey(), of(field.getValue(), known));
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

  /** The schema of a field; null when it has none. */
  static @Nullable JSONSchemaProps field(JSONSchemaProps schema, String name) {
    JSONSchemaProps known =
        schema.getProperties() == null ? null : schema.getProperties().get(name);
    if (known == null && schema.getAdditionalProperties() != null) {
      return schema.getAdditionalProperties().getSchema();
    }
    return known;
  }
}

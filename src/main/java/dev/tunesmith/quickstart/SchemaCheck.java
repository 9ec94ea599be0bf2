package dev.tunesmith.quickstart;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Checks a manifest's spec against the structure in the custom resource definition: unknown,
 * missing and wrongly typed fields. Rules and patterns are an API server's work; what this finds is
 * told alike on all of them, and on the mock server, which checks nothing.
 */
final class SchemaCheck {
  private final Manifest manifest;
  private final List<Mistake> mistakes = new ArrayList<>();

  private SchemaCheck(Manifest manifest) {
    this.manifest = manifest;
  }

  /** All mistakes of a manifest's spec. */
  static List<Mistake> of(Manifest manifest, CustomResourceDefinition definition) {
    JSONSchemaProps root =
        definition.getSpec().getVersions().getFirst().getSchema().getOpenAPIV3Schema();
    SchemaCheck check = new SchemaCheck(manifest);
    JsonNode spec = manifest.content().path("spec");
    JSONSchemaProps schema = root.getProperties().get("spec");
    if (spec.isObject() && schema != null) {
      check.value("spec", spec, schema);
    } else {
      check.add("", "spec is missing, or has no fields");
    }
    return List.copyOf(check.mistakes);
  }

  private void value(String path, JsonNode value, JSONSchemaProps schema) {
    if (value.isNull()) {
      return; // pruned, as an absent field
    }
    if (!hasType(value, schema.getType())) {
      String hint =
          "string".equals(schema.getType()) && value.isValueNode() ? ": write it in quotes" : "";
      add(path, path + " must be of type " + schema.getType() + ", not " + value + hint);
    } else if (value.isObject()) {
      object(path, value, schema);
    } else if (value.isArray() && schema.getItems() != null) {
      for (int i = 0; i < value.size(); i++) {
        value(path + "[" + i + "]", value.get(i), schema.getItems().getSchema());
      }
    } else if (schema.getEnum() != null && !schema.getEnum().isEmpty()) {
      oneOf(path, value, schema);
    }
  }

  private static boolean hasType(JsonNode value, String type) {
    return switch (type) {
      case "object" -> value.isObject();
      case "array" -> value.isArray();
      case "string" -> value.isTextual();
      case "boolean" -> value.isBoolean();
      case "integer" -> value.isIntegralNumber();
      case "number" -> value.isNumber();
      default -> true;
    };
  }

  private void object(String path, JsonNode value, JSONSchemaProps schema) {
    Map<String, JSONSchemaProps> known =
        schema.getProperties() == null ? Map.of() : schema.getProperties();
    for (Map.Entry<String, JsonNode> field : value.properties()) {
      String at = path + "." + field.getKey();
      if (known.containsKey(field.getKey())) {
        value(at, field.getValue(), known.get(field.getKey()));
      } else if (schema.getAdditionalProperties() != null) {
        value(at, field.getValue(), schema.getAdditionalProperties().getSchema());
      } else if (!Boolean.TRUE.equals(schema.getXKubernetesPreserveUnknownFields())) {
        add(at, "unknown field " + at);
      }
    }
    if (schema.getRequired() != null) {
      schema.getRequired().stream()
          .filter(name -> !value.hasNonNull(name))
          .forEach(name -> add(path, path + "." + name + " is missing"));
    }
  }

  private void oneOf(String path, JsonNode value, JSONSchemaProps schema) {
    if (schema.getEnum().stream().noneMatch(allowed -> allowed.equals(value))) {
      String all =
          schema.getEnum().stream().map(JsonNode::asText).collect(Collectors.joining(", "));
      add(path, path + " must be one of " + all + ", not " + value);
    }
  }

  private void add(String path, String message) {
    mistakes.add(manifest.mistake(path, message));
  }
}

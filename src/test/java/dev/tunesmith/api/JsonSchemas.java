package dev.tunesmith.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * JSON Schemas of the kinds in {@code schemas/}, for editors and kubeconform: draft 7, which all of
 * them read. They have no CEL rules, which JSON Schema cannot express, and they are stricter than
 * the API server where it keeps unknown fields for the operator to refuse.
 */
final class JsonSchemas {
  private static final Path FOLDER = Path.of("schemas");
  private static final String DRAFT = "http://json-schema.org/draft-07/schema#";
  private static final String VERSION = "v1alpha1";
  private static final String PROPERTIES = "properties";
  private static final String ADDITIONAL = "additionalProperties";
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  /** What a JSON Schema has under the same name, and with the same meaning. */
  private static final List<String> SAME =
      List.of(
          "description",
          "type",
          "enum",
          "default",
          "pattern",
          "minLength",
          "maxLength",
          "minItems",
          "maxItems",
          "minProperties",
          "maxProperties",
          "required");

  private JsonSchemas() {}

  /** The file of a kind, named as kubeconform looks it up. */
  static Path file(CrdKind kind) {
    return FOLDER.resolve(kind.singular() + "_" + VERSION + ".json");
  }

  /** The file for both kinds: other kinds in the same YAML pass. */
  static Path fileOfAll() {
    return FOLDER.resolve("tunesmith.json");
  }

  /** The schema of a kind. */
  static String of(CrdKind kind, CustomResourceDefinition crd) {
    JsonNode root =
        JSON.valueToTree(crd.getSpec().getVersions().getFirst().getSchema().getOpenAPIV3Schema());
    ObjectNode schema = JSON.createObjectNode().put("$schema", DRAFT);
    schema.put("title", kind.type().getSimpleName());
    schema.setAll(converted(root));
    ObjectNode properties = (ObjectNode) schema.get(PROPERTIES);
    properties.putObject("apiVersion").put("const", crd.getSpec().getGroup() + "/" + VERSION);
    properties.putObject("kind").put("const", kind.type().getSimpleName());
    properties.putObject("metadata").put("type", "object");
    schema.putArray("required").add("apiVersion").add("kind").add("metadata").add("spec");
    return text(schema);
  }

  /** The schema that chooses by the kind. */
  static String ofAll() {
    ObjectNode schema = JSON.createObjectNode().put("$schema", DRAFT).put("title", "Tunesmith");
    for (CrdKind kind : CrdKind.values()) {
      ObjectNode choice = schema.withArray("allOf").addObject();
      ObjectNode condition = choice.putObject("if");
      condition.putObject(PROPERTIES).putObject("kind").put("const", kind.type().getSimpleName());
      condition.putArray("required").add("kind");
      choice.putObject("then").put("$ref", file(kind).getFileName().toString());
    }
    return text(schema);
  }

  private static ObjectNode converted(JsonNode from) {
    ObjectNode to = JSON.createObjectNode();
    SAME.stream().filter(from::has).forEach(name -> to.set(name, from.get(name)));
    limit(from, to, "minimum", "exclusiveMinimum");
    limit(from, to, "maximum", "exclusiveMaximum");
    if (from.path("format").asText().equals("date-time")) {
      to.put("format", "date-time");
    }
    if (from.has("items")) {
      to.set("items", converted(from.get("items")));
    }
    if (from.path(ADDITIONAL).isObject()) {
      to.set(ADDITIONAL, converted(from.get(ADDITIONAL)));
    } else if (from.has(PROPERTIES)) {
      ObjectNode properties = to.putObject(PROPERTIES);
      for (Map.Entry<String, JsonNode> property : from.get(PROPERTIES).properties()) {
        properties.set(property.getKey(), converted(property.getValue()));
      }
      to.put(ADDITIONAL, false);
    }
    return to;
  }

  /** OpenAPI 3.0 says by a second field that the limit itself is excluded. */
  private static void limit(JsonNode from, ObjectNode to, String name, String exclusive) {
    if (from.has(name)) {
      to.set(from.path(exclusive).asBoolean() ? exclusive : name, from.get(name));
    }
  }

  private static String text(JsonNode schema) {
    try {
      return JSON.writeValueAsString(schema) + "\n";
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}

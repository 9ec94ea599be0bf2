package dev.tunesmith.api;

import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import java.util.ArrayList;
import java.util.List;

/**
 * One place in the CRD's schema.
 *
 * @param path {@code .spec.tuning.labels}; {@code []} stands for a list's items, <code>{}</code>
 *     for a map's values, the empty string for the root
 * @param schema what is said there
 */
record SchemaNode(String path, JSONSchemaProps schema) {

  /** Every place in a definition with one version, the root first. */
  static List<SchemaNode> all(CustomResourceDefinition crd) {
    var nodes = new ArrayList<SchemaNode>();
    new SchemaNode("", crd.getSpec().getVersions().getFirst().getSchema().getOpenAPIV3Schema())
        .addTo(nodes);
    return nodes;
  }

  /** Whether this is a property, which a user sees in {@code kubectl explain}. */
  boolean isField() {
    return !path.isEmpty() && !path.endsWith("[]") && !path.endsWith("{}");
  }

  /** Whether the path is the prefix or lies below it. */
  boolean isWithin(String prefix) {
    return path.equals(prefix)
        || path.startsWith(prefix + ".")
        || path.startsWith(prefix + "[")
        || path.startsWith(prefix + "{");
  }

  boolean isObject() {
    return "object".equals(schema.getType()) && schema.getAdditionalProperties() == null;
  }

  /** The path: a failing assertion must not print the schema of the whole resource. */
  @Override
  public String toString() {
    return path.isEmpty() ? "(root)" : path;
  }

  /** The places right below. */
  List<SchemaNode> children() {
    var children = new ArrayList<SchemaNode>();
    if (schema.getProperties() != null) {
      schema
          .getProperties()
          .forEach((name, property) -> children.add(new SchemaNode(path + "." + name, property)));
    }
    if (schema.getItems() != null) {
      children.add(new SchemaNode(path + "[]", schema.getItems().getSchema()));
    }
    if (schema.getAdditionalProperties() != null) {
      children.add(new SchemaNode(path + "{}", schema.getAdditionalProperties().getSchema()));
    }
    return children;
  }

  private void addTo(List<SchemaNode> nodes) {
    nodes.add(this);
    children().forEach(child -> child.addTo(nodes));
  }
}

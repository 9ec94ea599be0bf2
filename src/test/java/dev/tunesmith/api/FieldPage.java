package dev.tunesmith.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The page of a kind's fields in {@code docs/reference}, as the CRD has them. */
final class FieldPage {
  private FieldPage() {}

  /** The page's file. */
  static Path file(CrdKind kind) {
    return Path.of("docs", "reference", kind.singular() + "-fields.md");
  }

  /**
   * The page.
   *
   * @param crd the kind's
   */
  static String render(CrdKind kind, CustomResourceDefinition crd) {
    List<SchemaNode> fields = SchemaNode.all(crd).stream().filter(SchemaNode::isField).toList();
    return """
    # Fields of %s

    %s

    Made from the CRD: `./mvnw -q test -Dtest=CrdFilesTest -Dupdate`. `kubectl explain %s.spec` shows the same. Fields in **bold** are required where
    the object that they are in is given. A rule is a CEL rule: the API server refuses what violates it, with these words.

    ## spec

    %s
    ## status

    The operator writes it, and nothing else should.

    %s\
    """
        .formatted(
            kind.type().getSimpleName(),
            kind.description(),
            kind.singular(),
            table(fields, ".spec"),
            table(fields, ".status"));
  }

  private static String table(List<SchemaNode> fields, String root) {
    return "| field | type | what it is |\n|---|---|---|\n"
        + fields.stream()
            .filter(field -> field.isWithin(root))
            .map(field -> row(field, fields, root))
            .collect(Collectors.joining());
  }

  private static String row(SchemaNode field, List<SchemaNode> all, String root) {
    String name = field.path().equals(root) ? root : field.path().substring(root.length());
    String shown = "`" + name.substring(1) + "`";
    return "| %s | %s | %s |%n"
        .formatted(
            isRequired(field, all) ? "**" + shown + "**" : shown,
            type(field.schema()),
            cell(description(field.schema())));
  }

  private static boolean isRequired(SchemaNode field, List<SchemaNode> all) {
    int dot = field.path().lastIndexOf('.');
    String parent = field.path().substring(0, dot);
    return all.stream()
        .filter(each -> each.path().equals(parent.replaceAll("(\\[]|\\{})$", "")))
        .map(each -> within(each.schema(), parent))
        .anyMatch(schema -> schema.getRequired().contains(field.path().substring(dot + 1)));
  }

  /** The items' schema of a list, the values' of a map, and otherwise itself. */
  private static JSONSchemaProps within(JSONSchemaProps schema, String path) {
    if (path.endsWith("[]")) {
      return schema.getItems().getSchema();
    }
    return path.endsWith("{}") ? schema.getAdditionalProperties().getSchema() : schema;
  }

  private static String type(JSONSchemaProps schema) {
    if (Boolean.TRUE.equals(schema.getXKubernetesPreserveUnknownFields())
        && schema.getProperties() == null) {
      return "any";
    }
    if (schema.getItems() != null) {
      return "list of " + type(schema.getItems().getSchema());
    }
    if (schema.getAdditionalProperties() != null) {
      return "map of " + type(schema.getAdditionalProperties().getSchema());
    }
    return Objects.requireNonNullElse(schema.getType(), "any");
  }

  private static String description(JSONSchemaProps schema) {
    List<String> parts = new ArrayList<>();
    add(parts, "%s", schema.getDescription());
    if (schema.getEnum() != null && !schema.getEnum().isEmpty()) {
      parts.add(
          "One of "
              + schema.getEnum().stream()
                  .map(JsonNode::asText)
                  .map(value -> "`" + value + "`")
                  .collect(Collectors.joining(", "))
              + ".");
    }
    add(
        parts,
        exclusive(schema.getExclusiveMinimum(), "More than %s.", "At least %s."),
        schema.getMinimum());
    add(
        parts,
        exclusive(schema.getExclusiveMaximum(), "Less than %s.", "At most %s."),
        schema.getMaximum());
    add(parts, "At most %s characters.", schema.getMaxLength());
    add(parts, "At most %s items.", schema.getMaxItems());
    add(parts, "At most %s entries.", schema.getMaxProperties());
    add(parts, "Pattern `%s`.", schema.getPattern());
    add(parts, "Default `%s`.", schema.getDefault());
    schema.getXKubernetesValidations().forEach(rule -> add(parts, "Rule: *%s*", rule.getMessage()));
    return String.join(" ", parts);
  }

  private static String exclusive(@Nullable Boolean exclusive, String yes, String no) {
    return Boolean.TRUE.equals(exclusive) ? yes : no;
  }

  private static void add(List<String> parts, String format, @Nullable Object value) {
    if (value != null) {
      parts.add(format.formatted(value instanceof Double d ? number(d) : value));
    }
  }

  private static String number(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : Double.toString(value);
  }

  private static String cell(String text) {
    return text.replace("|", "\\|").replaceAll("\\s+", " ").replace("<", "&lt;");
  }
}

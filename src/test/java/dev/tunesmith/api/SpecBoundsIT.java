package dev.tunesmith.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.tunesmith.support.apiserver.KubeApiServer;
import dev.tunesmith.support.apiserver.TestNamespace;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The bounds of {@code spec} that are no CEL rules, all of them: lengths, limits of numbers,
 * enumerations, and required fields. Each is overstepped by one in an otherwise valid resource.
 */
@KubeApiServer
final class SpecBoundsIT {
  /** The valid example of each kind that has most objects. */
  private static final String MOST_OBJECTS = "everything";

  /**
   * A value beyond a bound.
   *
   * @param kind the resource's
   * @param path the field, as the server names it
   * @param value what is put there; null for nothing at all
   * @param message what the server must say
   */
  record Overstep(CrdKind kind, String path, @Nullable JsonNode value, String message) {
    @Override
    public String toString() {
      return kind + " " + path + ": " + message;
    }
  }

  @ParameterizedTest
  @MethodSource("oversteps")
  @DisplayName("one step beyond a bound of spec is refused, and the bound is named")
  void overstepIsRefused(Overstep overstep, TestNamespace namespace) {
    ObjectNode resource = resourceWith(overstep);

    var refusal =
        catchThrowableOfType(
            KubernetesClientException.class,
            () -> namespace.client().resource(resource.toString()).create());

    assertThat(refusal).as("refusal").isNotNull();
    assertThat(refusal).hasMessageContaining(overstep.path() + ": " + overstep.message());
  }

  static Stream<Overstep> oversteps() {
    return Arrays.stream(CrdKind.values()).flatMap(SpecBoundsIT::oversteps);
  }

  private static Stream<Overstep> oversteps(CrdKind kind) {
    return SchemaNode.all(GeneratedCrd.definition(kind)).stream()
        .filter(node -> node.isWithin(".spec"))
        .flatMap(node -> oversteps(kind, node).stream());
  }

  private static List<Overstep> oversteps(CrdKind kind, SchemaNode node) {
    String path = node.path().substring(1).replace("[]", "[0]");
    JSONSchemaProps schema = node.schema();
    var oversteps = new ArrayList<Overstep>();
    for (String required : schema.getRequired()) {
      oversteps.add(new Overstep(kind, path + "." + required, null, "Required value"));
    }
    if (!node.isField()) {
      return oversteps;
    }
    if (schema.getMaxLength() != null) {
      String tooLong = "a".repeat(Math.toIntExact(schema.getMaxLength()) + 1);
      oversteps.add(
          new Overstep(
              kind,
              path,
              TextNode.valueOf(tooLong),
              "Too long: may not be more than " + schema.getMaxLength() + " bytes"));
    }
    if (schema.getMinLength() != null) {
      oversteps.add(new Overstep(kind, path, TextNode.valueOf(""), "Invalid value: \"\""));
    }
    if (!schema.getEnum().isEmpty()) {
      oversteps.add(
          new Overstep(kind, path, TextNode.valueOf("ADAPTER_SIZE_THREE"), "Unsupported value"));
    }
    if (schema.getMaxProperties() != null) {
      oversteps.add(
          new Overstep(
              kind,
              path,
              entries(schema.getMaxProperties() + 1),
              "Too many: "
                  + (schema.getMaxProperties() + 1)
                  + ": must have at most "
                  + schema.getMaxProperties()
                  + " items"));
    }
    if (schema.getMinItems() != null) {
      oversteps.add(
          new Overstep(kind, path, JsonNodeFactory.instance.arrayNode(), "Invalid value: 0"));
    }
    if (schema.getMaxItems() != null) {
      long tooMany = schema.getMaxItems() + 1;
      oversteps.add(
          new Overstep(
              kind,
              path,
              items(tooMany),
              "Too many: %d: must have at most %d items".formatted(tooMany, schema.getMaxItems())));
    }
    oversteps.addAll(numberOversteps(kind, path, schema));
    return oversteps;
  }

  private static List<Overstep> numberOversteps(CrdKind kind, String path, JSONSchemaProps schema) {
    if (schema.getMinimum() == null) {
      return List.of();
    }
    boolean integer = "integer".equals(schema.getType());
    double min = schema.getMinimum();
    double max = schema.getMaximum();
    boolean exclusive = Boolean.TRUE.equals(schema.getExclusiveMinimum());
    List<JsonNode> values =
        integer
            ? List.of(
                LongNode.valueOf((long) min - 1),
                LongNode.valueOf((long) max + 1),
                DoubleNode.valueOf(min + 0.5))
            : List.of(
                DoubleNode.valueOf(exclusive ? min : Math.nextDown(min)),
                DoubleNode.valueOf(Math.nextUp(max)));
    return values.stream().map(value -> new Overstep(kind, path, value, "Invalid value")).toList();
  }

  private static ObjectNode entries(long count) {
    ObjectNode map = JsonNodeFactory.instance.objectNode();
    for (int i = 0; i < count; i++) {
      map.put("label-" + i, "");
    }
    return map;
  }

  /** The list's rules are judged after its length. */
  private static ArrayNode items(long count) {
    ArrayNode list = JsonNodeFactory.instance.arrayNode();
    for (int i = 0; i < count; i++) {
      list.addObject();
    }
    return list;
  }

  private static ObjectNode resourceWith(Overstep overstep) {
    int dot = overstep.path().lastIndexOf('.');
    String field = overstep.path().substring(dot + 1);
    String parentPath = overstep.path().substring(0, dot).replace("[", ".").replace("]", "");
    String pointer = "/" + parentPath.replace('.', '/');
    ObjectNode resource = base(overstep.kind(), pointer);
    ObjectNode parent = resource.withObject(pointer);
    parent.remove(field);
    if (overstep.value() != null) {
      parent.set(field, overstep.value());
    }
    return resource;
  }

  /** An example that has the object, or else the one with most objects. */
  private static ObjectNode base(CrdKind kind, String pointer) {
    ObjectNode base = (ObjectNode) Examples.read(Examples.valid(kind, MOST_OBJECTS));
    return base.at(pointer).isObject()
        ? base
        : Examples.in(kind, "valid").stream()
            .map(file -> (ObjectNode) Examples.read(file))
            .filter(example -> example.at(pointer).isObject())
            .findFirst()
            .orElse(base);
  }
}

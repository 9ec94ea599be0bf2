package dev.tunesmith.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.tunesmith.support.apiserver.KubeApiServer;
import dev.tunesmith.support.apiserver.TestNamespace;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.nio.file.Path;
import java.util.ArrayList;
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
  private static final Path FULL = Path.of("src/test/resources/crd/valid/everything.yaml");
  private static final Path CONTINUOUS = Path.of("src/test/resources/crd/valid/continuous.yaml");

  /**
   * A value beyond a bound.
   *
   * @param path the field, as the server names it
   * @param value what is put there; null for nothing at all
   * @param message what the server must say
   */
  record Overstep(String path, @Nullable JsonNode value, String message) {
    @Override
    public String toString() {
      return path + ": " + message;
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
    return SchemaNode.all(GeneratedCrd.definition()).stream()
        .filter(node -> node.isWithin(".spec") && node.isField())
        .flatMap(node -> oversteps(node).stream());
  }

  private static List<Overstep> oversteps(SchemaNode node) {
    String path = node.path().substring(1).replace("[]", "[0]");
    JSONSchemaProps schema = node.schema();
    var oversteps = new ArrayList<Overstep>();
    for (String required : schema.getRequired()) {
      oversteps.add(new Overstep(path + "." + required, null, "Required value"));
    }
    if (schema.getMaxLength() != null) {
      String tooLong = "a".repeat(Math.toIntExact(schema.getMaxLength()) + 1);
      oversteps.add(
          new Overstep(
              path,
              TextNode.valueOf(tooLong),
              "Too long: may not be more than " + schema.getMaxLength() + " bytes"));
    }
    if (schema.getMinLength() != null) {
      oversteps.add(new Overstep(path, TextNode.valueOf(""), "Invalid value: \"\""));
    }
    if (!schema.getEnum().isEmpty()) {
      oversteps.add(
          new Overstep(path, TextNode.valueOf("ADAPTER_SIZE_THREE"), "Unsupported value"));
    }
    if (schema.getMaxProperties() != null) {
      oversteps.add(
          new Overstep(
              path,
              entries(schema.getMaxProperties() + 1),
              "Too many: "
                  + (schema.getMaxProperties() + 1)
                  + ": must have at most "
                  + schema.getMaxProperties()
                  + " items"));
    }
    oversteps.addAll(numberOversteps(path, schema));
    return oversteps;
  }

  private static List<Overstep> numberOversteps(String path, JSONSchemaProps schema) {
    if (schema.getMinimum() == null) {
      return List.of();
    }
    boolean integer = "integer".equals(schema.getType());
    double min = schema.getMinimum();
    double max = schema.getMaximum();
    return integer
        ? List.of(
            new Overstep(path, LongNode.valueOf((long) min - 1), "Invalid value"),
            new Overstep(path, LongNode.valueOf((long) max + 1), "Invalid value"),
            new Overstep(path, DoubleNode.valueOf(min + 0.5), "Invalid value"))
        : List.of(
            new Overstep(path, DoubleNode.valueOf(min), "Invalid value"),
            new Overstep(path, DoubleNode.valueOf(Math.nextUp(max)), "Invalid value"));
  }

  private static ObjectNode entries(long count) {
    ObjectNode map = JsonNodeFactory.instance.objectNode();
    for (int i = 0; i < count; i++) {
      map.put("label-" + i, "");
    }
    return map;
  }

  private static ObjectNode resourceWith(Overstep overstep) {
    Path base = overstep.path().contains("preTunedModel") ? CONTINUOUS : FULL;
    var resource = (ObjectNode) Examples.read(base).deepCopy();
    int dot = overstep.path().lastIndexOf('.');
    String field = overstep.path().substring(dot + 1);
    String parentPath = overstep.path().substring(0, dot).replace("[", ".").replace("]", "");
    ObjectNode parent = resource.withObject("/" + parentPath.replace('.', '/'));
    parent.remove(field);
    if (overstep.value() != null) {
      parent.set(field, overstep.value());
    }
    return resource;
  }
}

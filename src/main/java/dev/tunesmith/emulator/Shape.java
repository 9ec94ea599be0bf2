package dev.tunesmith.emulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a message of the REST API may hold. Written down here and not taken from the protobuf
 * classes, since REST has fields and whole methods that the published protobuf messages lack.
 *
 * @param name the message's name in error texts, such as {@code SupervisedTuningSpec}
 * @param fields in the order of the reference
 */
record Shape(String name, List<Field> fields) {
  /** A message without fields. */
  static final Shape NOTHING = new Shape("", List.of());

  Shape {
    fields = List.copyOf(fields);
  }

  static Shape of(String name, Field... fields) {
    return new Shape(name, List.of(fields));
  }

  /** The same with more fields, at the end. */
  Shape with(List<Field> more) {
    List<Field> all = new ArrayList<>(fields);
    all.addAll(more);
    return new Shape(name, all);
  }

  /** Finds a field by either of its spellings, if the version has it. */
  @Nullable Field field(String spelling, ApiVersion version) {
    for (Field field : fields) {
      if ((field.name().equals(spelling) || field.snakeName().equals(spelling))
          && (!field.beta() || version.isBeta())) {
        return field;
      }
    }
    return null;
  }

  /** The part of a message that a version has: a copy without what only v1beta1 has. */
  ObjectNode visible(JsonNode message, ApiVersion version) {
    ObjectNode visible = Json.object();
    for (Map.Entry<String, JsonNode> member : message.properties()) {
      @Nullable Field field = field(member.getKey(), version);
      if (field != null) {
        visible.set(
            member.getKey(),
            field.type() instanceof Nested nested
                ? nested.shape().visible(member.getValue(), version)
                : member.getValue().deepCopy());
      }
    }
    return visible;
  }

  /** What a value may be. */
  sealed interface Type {}

  /** A single value without parts; the names are those of protobuf. */
  enum Scalar implements Type {
    STRING,
    BOOL,
    INT32,
    INT64,
    DOUBLE,
    FLOAT
  }

  /** A single value that is there even when it is zero or empty: {@code optional} in protobuf. */
  record Present(Scalar scalar) implements Type {}

  /** JSON that is taken as it is: messages of other services, whose fields are not checked. */
  record Opaque(String name) implements Type {}

  /**
   * An enumeration.
   *
   * @param values by their numbers; the first one means unset
   */
  record Enumeration(String name, List<String> values) implements Type {}

  /** A message within the message. */
  record Nested(Shape shape) implements Type {}

  /** A list. */
  record ListOf(Type element) implements Type {}

  /** A map with strings as keys. */
  record MapOf(Type value) implements Type {}

  /**
   * A field.
   *
   * @param name in lowerCamelCase
   * @param type of its value; of no meaning when the field is output only
   * @param oneof the union that it belongs to; null when to none
   * @param beta whether only v1beta1 has it
   * @param outputOnly whether the service alone sets it: a value in a request is ignored
   */
  record Field(String name, Type type, @Nullable String oneof, boolean beta, boolean outputOnly) {

    static Field of(String name, Type type) {
      return new Field(name, type, null, false, false);
    }

    static Field of(String name, Shape shape) {
      return of(name, new Nested(shape));
    }

    static Field output(String name) {
      return new Field(name, Scalar.STRING, null, false, true);
    }

    Field in(String union) {
      return new Field(name, type, union, beta, outputOnly);
    }

    Field onlyBeta() {
      return new Field(name, type, oneof, true, outputOnly);
    }

    /** The name in protobuf's spelling, which REST reads as well and error texts use. */
    String snakeName() {
      return snake(name);
    }

    static String snake(String camelCase) {
      return camelCase.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
    }
  }
}

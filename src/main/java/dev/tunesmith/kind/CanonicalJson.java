package dev.tunesmith.kind;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The one spelling of what the user set: keys sorted, no spaces, nothing that was not set, numbers
 * in plain decimal digits without trailing zeros. It is the body of the create, and labels that
 * identify a job are digests of it.
 *
 * <p>The spelling is frozen: a job created by one version has to be found by the next. A field that
 * is not set leaves no trace, so a field that an API record gains changes no digest of resources
 * without it.
 */
public final class CanonicalJson {
  private static final ObjectMapper QUOTING = new ObjectMapper();

  private CanonicalJson() {}

  /**
   * Spells a value.
   *
   * @param value an API record, whose unknown fields are left out; or a map, a collection, a
   *     string, a number, a boolean or null
   */
  public static String of(@Nullable Object value) {
    return write(value);
  }

  private static String write(@Nullable Object value) {
    return switch (value) {
      case null -> "null";
      case String text -> quoted(text);
      case Number number -> decimal(number);
      case Record record -> object(ApiRecords.fields(record), false);
      case Map<?, ?> map -> object(map, false);
      case Collection<?> elements ->
          elements.stream().map(CanonicalJson::element).collect(Collectors.joining(",", "[", "]"));
      default -> value.toString();
    };
  }

  /** In a list, an empty object chooses a member of a union, such as a metric without settings. */
  private static String element(@Nullable Object value) {
    return switch (value) {
      case Record record -> object(ApiRecords.fields(record), true);
      case Map<?, ?> map -> object(map, true);
      case null, default -> write(value);
    };
  }

  private static String object(Map<?, ?> fields, boolean emptyObjectsCount) {
    Map<String, String> written = new TreeMap<>();
    fields.forEach(
        (name, value) -> {
          boolean isObject = value instanceof Record || value instanceof Map<?, ?>;
          if (isSet(value) || (emptyObjectsCount && isObject)) {
            written.put(String.valueOf(name), write(value));
          }
        });
    return written.entrySet().stream()
        .map(field -> quoted(field.getKey()) + ":" + field.getValue())
        .collect(Collectors.joining(",", "{", "}"));
  }

  /**
   * An empty object, map or list sets nothing, however deep, but in a list, or where its type has
   * no fields; JSON has no NaN and no infinity.
   */
  private static boolean isSet(@Nullable Object value) {
    return switch (value) {
      case null -> false;
      case Double number -> Double.isFinite(number);
      case Record record -> isChoice(record) || isSet(ApiRecords.fields(record));
      case Map<?, ?> map -> map.values().stream().anyMatch(CanonicalJson::isSet);
      case Collection<?> elements -> !elements.isEmpty();
      default -> true;
    };
  }

  /** A member of a union without settings: being there is what it says. */
  private static boolean isChoice(Record record) {
    return ApiRecords.components(record.getClass()).isEmpty() && !ApiRecords.isAnyFields(record);
  }

  private static String decimal(Number number) {
    if (!Double.isFinite(number.doubleValue())) {
      return "null"; // read where no API server has checked it
    }
    return new BigDecimal(number.toString()).stripTrailingZeros().toPlainString();
  }

  private static String quoted(String text) {
    try {
      return QUOTING.writeValueAsString(TextNode.valueOf(text));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a string is always JSON", e);
    }
  }
}

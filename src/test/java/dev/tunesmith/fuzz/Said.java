package dev.tunesmith.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a body says, however it is spelt: without what sets nothing (null, an empty text, false, an
 * empty map of labels, an empty object), and with integers that REST writes as text.
 */
final class Said {
  private Said() {}

  static Object of(JsonNode node) {
    return value(node, "");
  }

  /** Without streams, whose frames would not leave room for what is nested deep. */
  private static Object value(JsonNode node, String name) {
    if (node.isObject()) {
      return object(node, name);
    }
    if (!node.isArray()) {
      return leaf(node);
    }
    List<Object> elements = new ArrayList<>(node.size());
    for (JsonNode element : node) {
      elements.add(value(element, ""));
    }
    return elements;
  }

  private static Map<String, Object> object(JsonNode node, String name) {
    Map<String, Object> said = new TreeMap<>();
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      JsonNode value = field.getValue();
      Object inner = value(value, field.getKey());
      boolean label = name.equals("labels") && !value.isNull();
      boolean nothing = inner instanceof Map<?, ?> map ? map.isEmpty() : isUnset(inner) && !label;
      if (!nothing) {
        said.put(utf8(field.getKey()), inner);
      }
    }
    return said;
  }

  private static boolean isUnset(Object leaf) {
    return leaf.equals("") || leaf.equals("false") || leaf.equals("null") || leaf.equals(List.of());
  }

  private static Object leaf(JsonNode node) {
    if (node.isDouble() && !Double.isFinite(node.doubleValue())) {
      return node.asText(); // written as text: JSON has no infinity
    }
    if (node.isNumber()) {
      return new BigDecimal(node.asText()).stripTrailingZeros().toPlainString();
    }
    return node.isTextual() ? utf8(node.textValue()) : node.toString();
  }

  /** Half a surrogate pair cannot be sent: it goes out as a question mark. */
  private static String utf8(String text) {
    byte[] bytes = text.getBytes(UTF_8);
    return new String(bytes, UTF_8);
  }
}

package dev.tunesmith.cli.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BigIntegerNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.events.ScalarEvent;

/**
 * What a scalar means to kubectl and the API server, which follow neither YAML 1.1 nor 1.2: {@code
 * yes} and {@code y} are true, {@code 010} is eight, {@code 1e2} is a hundred, {@code 12:30} and
 * {@code 2026-11-25} are text. Source: resolve.go of go-yaml v2, which sigs.k8s.io/yaml contains.
 */
final class YamlScalar {
  private static final String TAGS = "tag:yaml.org,2002:";
  static final String FLOAT_TAG = TAGS + "float";

  private static final Map<String, JsonNode> WORDS = words();

  /** The digits of integers by their radix, up to a length beyond any integer that fits. */
  private static final Map<Integer, Pattern> INTEGERS =
      Map.of(
          2, Pattern.compile("[-+]?0[bB]([01]{1,999})"),
          8, Pattern.compile("[-+]?0[oO]?([0-7]{1,999})"),
          10, Pattern.compile("[-+]?(0|[1-9][0-9]{0,999})"),
          16, Pattern.compile("[-+]?0[xX]([0-9a-fA-F]{1,999})"));

  private static final Pattern FLOAT =
      Pattern.compile("[-+]?([.][0-9]+|[0-9]+([.][0-9]*)?)([eE][-+]?[0-9]+)?");

  private YamlScalar() {}

  private static Map<String, JsonNode> words() {
    Map<JsonNode, String> meanings =
        Map.of(
            NullNode.getInstance(),
            "~ null Null NULL",
            BooleanNode.TRUE,
            "y Y yes Yes YES true True TRUE on On ON",
            BooleanNode.FALSE,
            "n N no No NO false False FALSE off Off OFF",
            DoubleNode.valueOf(Double.NaN),
            ".nan .NaN .NAN",
            DoubleNode.valueOf(Double.POSITIVE_INFINITY),
            ".inf .Inf .INF +.inf +.Inf +.INF",
            DoubleNode.valueOf(Double.NEGATIVE_INFINITY),
            "-.inf -.Inf -.INF");
    Map<String, JsonNode> words = new HashMap<>(Map.of("", NullNode.getInstance()));
    meanings.forEach(
        (meaning, all) -> {
          for (String word : all.split(" ", -1)) {
            words.put(word, meaning);
          }
        });
    return Map.copyOf(words);
  }

  /** Whether it has neither quotes nor a tag. */
  static boolean isPlain(ScalarEvent scalar) {
    return scalar.getTag() == null && scalar.getImplicit().canOmitTagInPlainScalar();
  }

  /**
   * The value.
   *
   * @throws SyntaxException when it does not fit its tag
   */
  static JsonNode of(ScalarEvent scalar) throws SyntaxException {
    String text = scalar.getValue();
    String tag = scalar.getTag();
    if (tag == null) {
      return isPlain(scalar) ? plain(text) : TextNode.valueOf(text);
    }
    JsonNode plain = plain(text);
    JsonNode value =
        switch (tag) {
          case TAGS + "null" -> plain.isNull() ? plain : null;
          case TAGS + "bool" -> plain.isBoolean() ? plain : null;
          case TAGS + "int" -> plain.isIntegralNumber() ? plain : null;
          case FLOAT_TAG -> plain.isNumber() ? plain : tooLarge(text);
          case TAGS + "binary" -> binary(text);
          default -> TextNode.valueOf(text);
        };
    if (value == null) {
      throw SyntaxException.at(
          scalar, "'" + text + "' is not a valid !!" + tag.substring(TAGS.length()));
    }
    return value;
  }

  /** What a text means without quotes. */
  static JsonNode plain(String text) {
    JsonNode word = WORDS.get(text);
    if (word != null) {
      return word;
    }
    JsonNode number = "+-.0123456789".indexOf(text.charAt(0)) < 0 ? null : number(text);
    return number == null ? TextNode.valueOf(text) : number;
  }

  private static @Nullable JsonNode number(String text) {
    String digits = text.replace("_", "");
    for (Map.Entry<Integer, Pattern> integer : INTEGERS.entrySet()) {
      Matcher matcher = integer.getValue().matcher(digits);
      if (matcher.matches()) {
        BigInteger size = new BigInteger(matcher.group(1), integer.getKey());
        BigInteger value = digits.startsWith("-") ? size.negate() : size;
        if (value.bitLength() < Long.SIZE) {
          return LongNode.valueOf(value.longValue());
        }
        if (value.bitLength() == Long.SIZE && value.signum() > 0) {
          return BigIntegerNode.valueOf(value);
        }
      }
    }
    if (FLOAT.matcher(digits).matches()) {
      double value = Double.parseDouble(digits);
      return Double.isInfinite(value) ? null : DoubleNode.valueOf(value);
    }
    return null;
  }

  /** Without the tag, a number beyond those of 64 bits is text. */
  private static @Nullable JsonNode tooLarge(String text) {
    return FLOAT.matcher(text).matches() ? DoubleNode.valueOf(Double.parseDouble(text)) : null;
  }

  private static @Nullable JsonNode binary(String text) {
    try {
      byte[] bytes = Base64.getDecoder().decode(text.replaceAll("[\\r\\n]", ""));
      return TextNode.valueOf(new String(bytes, StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}

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
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.events.ScalarEvent;

/**
 * What a scalar means to kubectl and the API server, whose YAML is neither 1.1 nor 1.2: {@code yes}
 * and {@code y} are true, {@code 010} is eight, {@code 1e2} is a hundred, {@code 12:30} and {@code
 * 2026-11-25} are text.
 */
final class YamlScalar {
  private static final String TAGS = "tag:yaml.org,2002:";

  private static final Set<String> TRUE =
      Set.of("y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON");
  private static final Set<String> FALSE =
      Set.of("n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF");
  private static final Set<String> NULL = Set.of("", "~", "null", "Null", "NULL");

  private static final Pattern INTEGER =
      Pattern.compile(
          "([-+]?)(?:0[xX](?<hex>[0-9a-fA-F]+)|0[bB](?<binary>[01]+)|0[oO]?(?<octal>[0-7]+)"
              + "|(?<decimal>0|[1-9][0-9]*))");
  private static final Pattern FLOAT =
      Pattern.compile("[-+]?([.][0-9]+|[0-9]+([.][0-9]*)?)([eE][-+]?[0-9]+)?");
  private static final Pattern NO_NUMBER = Pattern.compile("[-+]?[.](inf|Inf|INF|nan|NaN|NAN)");

  private YamlScalar() {}

  static JsonNode of(ScalarEvent scalar, int line) throws SyntaxException {
    String tag = scalar.getTag();
    String text = scalar.getValue();
    if (tag == null) {
      return scalar.getImplicit().canOmitTagInPlainScalar() ? plain(text) : TextNode.valueOf(text);
    }
    if (!tag.startsWith(TAGS)) {
      return TextNode.valueOf(text);
    }
    JsonNode read = plain(text);
    boolean fits =
        switch (tag.substring(TAGS.length())) {
          case "int" -> read.isIntegralNumber();
          case "float" -> read.isNumber();
          case "bool" -> read.isBoolean();
          case "null" -> read.isNull();
          case "binary" -> {
            read = TextNode.valueOf(decoded(text, line));
            yield true;
          }
          default -> {
            read = TextNode.valueOf(text);
            yield true;
          }
        };
    if (!fits) {
      throw new SyntaxException(
          line, "no YAML: '" + text + "' is no !!" + tag.substring(TAGS.length()));
    }
    return read;
  }

  private static String decoded(String text, int line) throws SyntaxException {
    try {
      return new String(Base64.getDecoder().decode(text), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new SyntaxException(line, "no YAML: !!binary must be base64");
    }
  }

  private static JsonNode plain(String text) {
    if (NULL.contains(text)) {
      return NullNode.getInstance();
    }
    if (TRUE.contains(text) || FALSE.contains(text)) {
      return BooleanNode.valueOf(TRUE.contains(text));
    }
    JsonNode number = "+-.0123456789".indexOf(text.charAt(0)) < 0 ? null : number(text);
    return number == null ? TextNode.valueOf(text) : number;
  }

  private static @Nullable JsonNode number(String text) {
    if (NO_NUMBER.matcher(text).matches()) {
      return DoubleNode.valueOf(Double.NaN);
    }
    String digits = text.replace("_", "");
    Matcher integer = INTEGER.matcher(digits);
    if (integer.matches()) {
      BigInteger value = integer(integer);
      return value.bitLength() < Long.SIZE
          ? LongNode.valueOf(value.longValue())
          : BigIntegerNode.valueOf(value);
    }
    if (FLOAT.matcher(digits).matches()) {
      double value = Double.parseDouble(digits);
      return Double.isInfinite(value) ? null : DoubleNode.valueOf(value);
    }
    return null;
  }

  private static BigInteger integer(Matcher matcher) {
    BigInteger value;
    if (matcher.group("hex") != null) {
      value = new BigInteger(matcher.group("hex"), 16);
    } else if (matcher.group("binary") != null) {
      value = new BigInteger(matcher.group("binary"), 2);
    } else if (matcher.group("octal") != null) {
      value = new BigInteger(matcher.group("octal"), 8);
    } else {
      value = new BigInteger(matcher.group("decimal"));
    }
    return matcher.group(1).equals("-") ? value.negate() : value;
  }
}

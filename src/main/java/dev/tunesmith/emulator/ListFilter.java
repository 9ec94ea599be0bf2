package dev.tunesmith.emulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tunesmith.emulator.Shape.Field;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The part of Google's list filter that the references of models and endpoints document: {@code =}
 * and {@code !=} on a field or a label, {@code labels.k:*} and {@code labels:k}, joined by {@code
 * AND}; names in either spelling, a label's key in quotes where it has a space. The filter of
 * tuning jobs is not documented; here it is the same, and a fault can make it do nothing ({@link
 * Effect.FilterIgnored}).
 */
final class ListFilter {
  private static final String LABELS = "labels.";
  private static final Pattern AND = Pattern.compile("\\s+AND\\s+");
  private static final Pattern HAS_LABEL =
      Pattern.compile("\\s*labels\\s*:\\s*(?:\"([^\"]*)\"|([^\\s\"*]+))\\s*");
  private static final Pattern TERM =
      Pattern.compile(
          "\\s*(labels\\.(?:\"[^\"]*\"|[^\\s=!:\"]+)|[A-Za-z_]+)\\s*(!=|=|:)\\s*(?:\"([^\"]*)\"|([^\\s\"]+))\\s*");
  private static final String BASE_MODEL = "/baseModelSource/genieSource/baseModelUri";
  private static final Map<String, String> FIELDS =
      Map.of(
          "state", "/state",
          "baseModel", "/baseModel",
          "tunedModelDisplayName", "/tunedModelDisplayName",
          "displayName", "/displayName",
          "baseModelName", BASE_MODEL,
          "model", "/name",
          "endpoint", "/name");

  private ListFilter() {}

  /** Reads a filter; refuses one that is not supported. */
  static Predicate<ObjectNode> parse(String filter) {
    if (filter.isBlank()) {
      return item -> true;
    }
    List<Predicate<ObjectNode>> terms =
        Arrays.stream(AND.split(filter)).map(term -> term(term, filter)).toList();
    return item -> terms.stream().allMatch(term -> term.test(item));
  }

  private static Predicate<ObjectNode> term(String term, String filter) {
    Matcher label = HAS_LABEL.matcher(term);
    if (label.matches()) {
      String key = label.group(1) == null ? label.group(2) : label.group(1);
      return item -> item.path("labels").has(key);
    }
    Matcher matcher = TERM.matcher(term);
    if (!matcher.matches()) {
      throw invalid(filter);
    }
    String path = matcher.group(1);
    String operator = matcher.group(2);
    String value = matcher.group(3) == null ? matcher.group(4) : matcher.group(3);
    boolean exists = operator.equals(":") && value.equals("*");
    if (operator.equals(":") && !exists) {
      throw invalid(filter);
    }
    boolean negated = operator.equals("!=");
    Function<ObjectNode, JsonNode> field = field(path, filter);
    return item -> {
      JsonNode actual = field.apply(item);
      return exists ? !actual.isMissingNode() : negated != matches(actual.asText(), value);
    };
  }

  private static Function<ObjectNode, JsonNode> field(String path, String filter) {
    if (path.startsWith(LABELS)) {
      String key = path.substring(LABELS.length()).replace("\"", "");
      return item -> item.path("labels").path(key);
    }
    return FIELDS.entrySet().stream()
        .filter(known -> known.getKey().equals(path) || Field.snake(known.getKey()).equals(path))
        .findFirst()
        .<Function<ObjectNode, JsonNode>>map(known -> item -> item.at(known.getValue()))
        .orElseThrow(() -> invalid(filter));
  }

  /** A resource is found by its whole name or by its id. */
  private static boolean matches(String actual, String value) {
    return actual.equals(value)
        || ((actual.startsWith("projects/") || actual.startsWith("publishers/"))
            && actual.substring(actual.lastIndexOf('/') + 1).equals(value));
  }

  private static ApiError.Refused invalid(String filter) {
    return ApiError.invalid("filter", "Invalid filter: '" + filter + "'.").refused();
  }
}

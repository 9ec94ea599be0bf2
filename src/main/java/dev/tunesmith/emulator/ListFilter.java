package dev.tunesmith.emulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The part of Google's list filter that the references of models and endpoints document: {@code
 * display_name="x"}, {@code labels.k=v}, {@code labels.k:*}, joined by {@code AND}. The filter of
 * tuning jobs is not documented; here it is the same, and a fault can make it do nothing ({@link
 * Effect.FilterIgnored}).
 */
final class ListFilter {
  private static final String LABELS = "labels.";
  private static final Pattern AND = Pattern.compile("\\s+AND\\s+");
  private static final Pattern TERM =
      Pattern.compile(
          "\\s*(labels\\.[^\\s=!:]+|[A-Za-z_]+)\\s*(!=|=|:)\\s*(?:\"([^\"]*)\"|([^\\s\"]+))\\s*");
  private static final Map<String, String> FIELDS =
      Map.of(
          "state", "state",
          "base_model", "baseModel",
          "tuned_model_display_name", "tunedModelDisplayName",
          "display_name", "displayName",
          "model", "name",
          "endpoint", "name");

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
      return item -> item.path("labels").path(path.substring(LABELS.length()));
    }
    String field = FIELDS.get(path);
    if (field == null) {
      throw invalid(filter);
    }
    return item -> item.path(field);
  }

  /** A resource is found by its whole name or by its id. */
  private static boolean matches(String actual, String value) {
    return actual.equals(value)
        || (actual.startsWith("projects/")
            && actual.substring(actual.lastIndexOf('/') + 1).equals(value));
  }

  private static ApiError.Refused invalid(String filter) {
    return ApiError.invalid("filter", "Invalid filter: '" + filter + "'.").refused();
  }
}

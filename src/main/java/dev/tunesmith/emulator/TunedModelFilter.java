package dev.tunesmith.emulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The filter of {@code tunedModels.list}: words that the display name or the description must have,
 * all of them and in any case, words within quotes in that order; and the operators {@code
 * owner:me}, {@code writers:me}, {@code readers:me} and {@code readers:everyone}. Every model
 * belongs to the caller, an owner may do what a writer and a reader may, and none is shared with
 * everyone.
 */
final class TunedModelFilter {
  private static final Pattern TERM = Pattern.compile("\"([^\"]*)\"|(\\S+)");
  private static final Pattern OPERATOR = Pattern.compile("(owner|writers|readers):(.*)");

  private TunedModelFilter() {}

  /** Reads a filter; refuses an operator that is not documented. */
  static Predicate<ObjectNode> parse(String filter) {
    List<Predicate<ObjectNode>> terms = new ArrayList<>();
    Matcher matcher = TERM.matcher(filter);
    while (matcher.find()) {
      terms.add(
          matcher.group(1) == null ? term(matcher.group(2), filter) : words(matcher.group(1)));
    }
    return model -> terms.stream().allMatch(term -> term.test(model));
  }

  private static Predicate<ObjectNode> term(String term, String filter) {
    Matcher operator = OPERATOR.matcher(term);
    if (!operator.matches()) {
      return words(term);
    }
    if (operator.group(2).equals("me")) {
      return model -> true;
    }
    if (term.equals("readers:everyone")) {
      return model -> false;
    }
    throw ApiError.invalid(
            "filter",
            "Invalid filter: '"
                + filter
                + "'. The operators are owner:me, writers:me, readers:me and readers:everyone.")
        .refused();
  }

  private static Predicate<ObjectNode> words(String text) {
    String words = normal(text);
    return model ->
        normal(model.path("displayName").asText()).contains(words)
            || normal(model.path("description").asText()).contains(words);
  }

  /** Words in lower case, each with a space on both sides. */
  private static String normal(String text) {
    return " " + text.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]+", " ").strip() + " ";
  }
}

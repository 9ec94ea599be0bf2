package dev.tunesmith.kind;

import dev.tunesmith.api.v1alpha1.Nesting;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Finds the fields of {@code spec.tuning} that the API does not know. Argo CD's client-side apply
 * and Helm 3 would let the API server prune a misspelt field in silence, and the job would train,
 * and bill, with defaults; so the schema keeps them, and here they are refused. So is a value that
 * is sent as it is and nested too deep.
 */
public final class UnknownFields {
  /** This many edits are another word, not a misspelling. */
  private static final int FAR = 3;

  private UnknownFields() {}

  /** One sentence for each, naming the field's path and the field that was probably meant. */
  public static List<String> messages(String path, Record object) {
    List<String> messages = new ArrayList<>();
    add(messages, path, object);
    return List.copyOf(messages);
  }

  private static void add(List<String> messages, String path, Record object) {
    Set<String> unknown = new TreeSet<>();
    ApiRecords.unknownFields(object).keySet().forEach(name -> unknown.add(String.valueOf(name)));
    for (String field : unknown) {
      messages.add(
          message(
              path + "." + field,
              ApiRecords.components(object.getClass()).stream()
                  .map(RecordComponent::getName)
                  .toList()));
    }
    if (!ApiRecords.isAnyFields(object)) {
      ApiRecords.fields(object)
          .forEach((name, value) -> within(messages, path + "." + name, value));
    } else if (Nesting.isTooDeep(ApiRecords.fields(object))) {
      messages.add("%s may be nested at most %d levels deep".formatted(path, Nesting.LEVELS));
    }
  }

  private static void within(List<String> messages, String path, @Nullable Object value) {
    if (value instanceof Record object) {
      add(messages, path, object);
    } else if (value instanceof List<?> elements) {
      for (int i = 0; i < elements.size(); i++) {
        within(messages, path + "[" + i + "]", elements.get(i));
      }
    }
  }

  /**
   * A sentence on an unknown field, naming the one that was probably meant.
   *
   * @param known the names of those that there are in its place
   */
  public static String message(String path, Collection<String> known) {
    String message = "unknown field " + path;
    return meant(path.substring(path.lastIndexOf('.') + 1), known)
        .map(name -> message + ": did you mean " + name + "?")
        .orElse(message);
  }

  private static Optional<String> meant(String field, Collection<String> known) {
    return known.stream()
        .filter(name -> distance(plain(name), plain(field)) < FAR)
        .min(
            (a, b) ->
                Integer.compare(
                    distance(plain(a), plain(field)), distance(plain(b), plain(field))));
  }

  /** The service's guides mix snake_case and camelCase. */
  private static String plain(String name) {
    return name.replace("_", "").replace("-", "").toLowerCase(Locale.ROOT);
  }

  /** Levenshtein distance; of very different lengths, the difference of the lengths. */
  private static int distance(String a, String b) {
    int least = Math.abs(a.length() - b.length());
    if (least > FAR) {
      return least;
    }
    int[] row = new int[b.length() + 1];
    Arrays.setAll(row, i -> i);
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(change, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }
}

package dev.tunesmith.app;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads single values and writes down what is wrong with them. A wrong value reads as some right
 * one, so that reading goes on and finds the next mistake; {@link #throwIfAny} keeps it from being
 * used.
 */
final class Mistakes {
  private final List<String> mistakes = new ArrayList<>();
  private final Set<String> options = new LinkedHashSet<>();

  void add(String option, String what) {
    options.add(option);
    mistakes.add(option + " (" + EnvironmentDefaults.variable(option) + "): " + what);
  }

  boolean noneOf(String... names) {
    return Arrays.stream(names).noneMatch(options::contains);
  }

  void throwIfAny() {
    if (!mistakes.isEmpty()) {
      throw new InvalidOptionsException(mistakes);
    }
  }

  String matching(String option, String value, Pattern pattern, String what) {
    if (!pattern.matcher(value).matches()) {
      add(option, "'" + value + "' is not " + what);
    }
    return value;
  }

  @Nullable String optional(String option, @Nullable String value, Pattern pattern, String what) {
    return value == null ? null : matching(option, value, pattern, what);
  }

  Set<String> all(String option, List<String> values, Pattern pattern, String what) {
    return values.stream()
        .map(String::strip)
        .filter(value -> !value.isEmpty()) // a comma at the end
        .map(value -> matching(option, value, pattern, what))
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  boolean bool(String option, String value) {
    String lower = value.toLowerCase(Locale.ROOT);
    if (!lower.equals("true") && !lower.equals("false")) {
      add(option, "'" + value + "' is neither true nor false");
    }
    return lower.equals("true");
  }

  int number(String option, String value, int least, int most) {
    try {
      int number = Integer.parseInt(value);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // said below
    }
    add(option, "'" + value + "' is not a number from " + least + " to " + most);
    return least;
  }

  Duration duration(String option, String value) {
    try {
      return Durations.parse(value);
    } catch (IllegalArgumentException e) {
      add(option, String.valueOf(e.getMessage()));
      return Duration.ofDays(1);
    }
  }

  <E extends Enum<E>> E oneOf(String option, String value, Class<E> type) {
    E[] constants = type.getEnumConstants();
    for (E constant : constants) {
      if (constant.name().equalsIgnoreCase(value)) {
        return constant;
      }
    }
    String choices =
        Arrays.stream(constants)
            .map(constant -> constant.name().toLowerCase(Locale.ROOT))
            .collect(Collectors.joining(", "));
    add(option, "'" + value + "' is none of " + choices);
    return constants[0];
  }
}

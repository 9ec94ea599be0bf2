package dev.tunesmith.app;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as people write them: {@code 10s}, {@code 1h30m}, {@code 90d}, or ISO-8601. */
public final class Durations {
  private static final Pattern PART = Pattern.compile("(\\d{1,12})(ms|s|m|h|d)");
  private static final Pattern WHOLE = Pattern.compile("(?:" + PART.pattern() + ")+");

  private Durations() {}

  /**
   * Reads a duration.
   *
   * @param text the text
   * @return the duration, positive
   * @throws IllegalArgumentException for anything else, saying what is expected
   */
  public static Duration parse(String text) {
    Duration duration;
    try {
      duration = WHOLE.matcher(text).matches() ? sum(text) : iso(text);
    } catch (DateTimeParseException | ArithmeticException e) {
      throw new IllegalArgumentException(
          "'" + text + "' is no duration: write it like 500ms, 10s, 2m, 1h30m, 90d or PT10S", e);
    }
    if (!duration.isPositive()) {
      throw new IllegalArgumentException("'" + text + "' must be more than nothing");
    }
    return duration;
  }

  /**
   * Writes a duration the way it can be read again.
   *
   * @param duration the duration
   * @return such as {@code 1m10s}
   */
  static String format(Duration duration) {
    return duration.isZero() ? "0s" : duration.toString().substring(2).toLowerCase(Locale.ROOT);
  }

  private static Duration iso(String text) {
    return Duration.parse(text);
  }

  private static Duration sum(String text) {
    Duration sum = Duration.ZERO;
    Matcher parts = PART.matcher(text);
    while (parts.find()) {
      long count = Long.parseLong(parts.group(1));
      sum =
          sum.plus(
              switch (parts.group(2)) {
                case "ms" -> Duration.ofMillis(count);
                case "s" -> Duration.ofSeconds(count);
                case "m" -> Duration.ofMinutes(count);
                case "h" -> Duration.ofHours(count);
                default -> Duration.ofDays(count);
              });
    }
    return sum;
  }
}

package dev.tunesmith.app;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Durations on the command line: {@code 10s}, {@code 1h30m}, {@code 90d}, or ISO-8601. */
public final class Durations implements ITypeConverter<Duration> {
  private static final Pattern SHORT =
      Pattern.compile(
          "(?=.)(?:(\\d{1,6})d)?(?:(\\d{1,9})h)?(?:(\\d{1,9})m(?!s))?(?:(\\d{1,9})s)?(?:(\\d{1,9})ms)?");

  /** Timers count in nanoseconds, which end after 292 years. */
  private static final Duration LONGEST = Duration.ofDays(3_650);

  @Override
  public Duration convert(String text) {
    Duration duration;
    try {
      Matcher parts = SHORT.matcher(text);
      duration = parts.matches() ? sum(parts) : Duration.parse(text);
    } catch (DateTimeParseException e) {
      throw new TypeConversionException(
          "'" + text + "' is not a duration; write it like 500ms, 10s, 2m, 1h30m, 90d or PT10S");
    }
    if (!duration.isPositive() || duration.compareTo(LONGEST) > 0) {
      throw new TypeConversionException(
          "'" + text + "' is out of range; give more than 0s and at most " + format(LONGEST));
    }
    return duration;
  }

  private static Duration sum(Matcher parts) {
    return Duration.ofDays(number(parts, 1))
        .plusHours(number(parts, 2))
        .plusMinutes(number(parts, 3))
        .plusSeconds(number(parts, 4))
        .plusMillis(number(parts, 5));
  }

  private static long number(Matcher parts, int group) {
    return parts.group(group) == null ? 0 : Long.parseLong(parts.group(group));
  }

  /** Writes a duration as it can be read again, such as {@code 1m10s}. */
  static String format(Duration duration) {
    return duration.isZero() ? "0s" : duration.toString().substring(2).toLowerCase(Locale.ROOT);
  }
}

package dev.tunesmith.kind;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Brings what the service says within the schema's bounds, so that no write fails because of it.
 */
public final class Truncation {
  private static final String MORE = "…";

  /**
   * Half of a surrogate pair: on the way to the API server it would become something else, and what
   * is read back would never equal what was written.
   */
  private static final Pattern HALF = Pattern.compile("\\p{Cs}");

  private Truncation() {}

  /** Null stays null. The limit counts code points, as the API server does. */
  public static @Nullable String text(@Nullable String text, int bound) {
    return text == null ? null : required(text, bound);
  }

  public static String required(String given, int bound) {
    String text = HALF.matcher(given).replaceAll("\uFFFD");
    if (text.codePointCount(0, text.length()) <= bound) {
      return text;
    }
    return text.substring(0, text.offsetByCodePoints(0, bound - 1)) + MORE;
  }

  public static @Nullable String time(@Nullable Instant time) {
    return time == null ? null : time.toString();
  }

  /** Kubernetes' own times have whole seconds. */
  public static String seconds(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS).toString();
  }
}

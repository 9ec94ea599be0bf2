package dev.tunesmith.status;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * Brings what the service says within the schema's bounds, so that no write fails because of it.
 */
final class Shortened {
  private static final String MORE = "…";

  private Shortened() {}

  /** Null stays null. The bound counts code points, as the API server does. */
  static @Nullable String text(@Nullable String text, int bound) {
    return text == null ? null : required(text, bound);
  }

  static String required(String text, int bound) {
    if (text.codePointCount(0, text.length()) <= bound) {
      return text;
    }
    return text.substring(0, text.offsetByCodePoints(0, bound - 1)) + MORE;
  }

  static @Nullable String time(@Nullable Instant time) {
    return time == null ? null : time.toString();
  }

  /** Kubernetes' own times have whole seconds. */
  static String seconds(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS).toString();
  }
}

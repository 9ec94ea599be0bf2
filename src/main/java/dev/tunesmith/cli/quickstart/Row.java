package dev.tunesmith.cli.quickstart;

import java.time.Duration;

/**
 * A line of {@code kubectl get} (the printer columns of both CRDs), without the age. What is absent
 * is "".
 *
 * @param name the resource
 * @param model {@code status.model}, or {@code status.baseModel} of a TunedModel
 * @param state {@code status.state}
 * @param percent {@code status.percent}
 * @param ready status of the condition Ready
 * @param reason {@code status.reason}
 * @param run {@code spec.run}
 */
record Row(
    String name,
    String model,
    String state,
    String percent,
    String ready,
    String reason,
    String run) {
  private static final String COLUMNS = "%-24s %-27s %-11s %-8s %-7s %-14s %-5s %s";

  /** kubectl's header. */
  static String header() {
    return COLUMNS.formatted("NAME", "MODEL", "STATE", "PERCENT", "READY", "REASON", "RUN", "AGE");
  }

  String line(Duration age) {
    return COLUMNS.formatted(name, model, state, percent, ready, reason, run, human(age));
  }

  /** As kubectl writes ages: seconds up to two minutes, then with less and less precision. */
  static String human(Duration age) {
    long seconds = Math.max(0, age.toSeconds());
    if (seconds < 120) {
      return seconds + "s";
    }
    if (seconds < 600) {
      return parts(seconds / 60, "m", seconds % 60, "s");
    }
    long minutes = seconds / 60;
    if (minutes < 180) {
      return minutes + "m";
    }
    if (minutes < 480) {
      return parts(minutes / 60, "h", minutes % 60, "m");
    }
    long hours = minutes / 60;
    if (hours < 48) {
      return hours + "h";
    }
    return hours < 192 ? parts(hours / 24, "d", hours % 24, "h") : hours / 24 + "d";
  }

  private static String parts(long first, String unit, long second, String smaller) {
    return first + unit + (second == 0 ? "" : second + smaller);
  }
}

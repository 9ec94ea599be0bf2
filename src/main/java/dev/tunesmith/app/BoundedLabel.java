package dev.tunesmith.app;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A label whose values people choose, such as a project: the first ones are kept by name, all
 * further ones are told as one, so that no manifest can make the number of time series grow.
 */
final class BoundedLabel {
  /** Where a resource has none (yet). */
  static final String NONE = "none";

  private final int most;
  private final Set<String> known = ConcurrentHashMap.newKeySet();

  /**
   * A label.
   *
   * @param most how many values are kept by name
   */
  BoundedLabel(int most) {
    this.most = most;
  }

  /** The value as the label tells it. */
  String of(@Nullable String value) {
    if (value == null || value.isBlank()) {
      return NONE;
    }
    // Two threads may each add the last one: the bound is a bound on growth, not a promise.
    if (known.contains(value) || (known.size() < most && known.add(value))) {
      return value;
    }
    return Metrics.OTHER;
  }
}

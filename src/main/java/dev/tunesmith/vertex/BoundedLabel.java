package dev.tunesmith.vertex;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A label whose values people choose, such as a project: the first ones are kept by name, all
 * further ones share one value, so that no resource can make the number of time series grow.
 */
public final class BoundedLabel {
  /** How many values of a label are kept by name. */
  public static final int MOST_VALUES = 100;

  private static final String OTHER = "other";

  /** Where a resource has none (yet). */
  static final String NONE = "none";

  private final int most;
  private final Set<String> known = ConcurrentHashMap.newKeySet();

  /**
   * A label.
   *
   * @param most how many values are kept by name
   */
  public BoundedLabel(int most) {
    this.most = most;
  }

  /** The label's value: the given one, {@code other} or {@code none}. */
  public String of(@Nullable String value) {
    if (value == null || value.isBlank()) {
      return NONE;
    }
    // Two threads may each add the last one: the limit is on growth, and not exact.
    if (known.contains(value) || (known.size() < most && known.add(value))) {
      return value;
    }
    return OTHER;
  }
}

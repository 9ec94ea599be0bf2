package dev.tunesmith.api.v1alpha1;

import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How deep a value may be nested that is sent as it is. The operator's client reads a resource to
 * 100 levels and shows what is below as empty: fewer here, so that nothing is sent cut.
 */
public final class Nesting {
  /** Levels of objects and lists in such a value. */
  public static final int LEVELS = 64;

  private Nesting() {}

  /** Whether a value of maps and lists has more levels. */
  public static boolean isTooDeep(@Nullable Object value) {
    return isDeeper(value, LEVELS);
  }

  private static boolean isDeeper(@Nullable Object value, int levels) {
    Collection<?> inner =
        switch (value) {
          case Map<?, ?> map -> map.values();
          case Collection<?> list -> list;
          case null, default -> null;
        };
    return inner != null
        && (levels == 0 || inner.stream().anyMatch(each -> isDeeper(each, levels - 1)));
  }
}

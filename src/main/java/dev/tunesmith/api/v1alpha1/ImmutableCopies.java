package dev.tunesmith.api.v1alpha1;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads absent lists and maps as empty ones. The copies cannot be changed, keep their order, and
 * unlike {@code List.copyOf} take a null within: one odd resource must not end an informer's list.
 */
public final class ImmutableCopies {
  /**
   * The JSON name of the components that hold unknown fields, which are no field themselves. Under
   * their own name a resource with a field of that name could not be read, and with it the whole
   * list that an informer begins with. Half of a surrogate pair is a name that no stored resource
   * can have: any other would be one field that is neither known nor reported.
   */
  public static final String UNKNOWN = "\uD800";

  private ImmutableCopies() {}

  public static <T extends @Nullable Object> List<T> asEmpty(@Nullable List<T> list) {
    return list == null ? List.of() : Collections.unmodifiableList(new ArrayList<>(list));
  }

  public static <T extends @Nullable Object> Map<String, T> asEmpty(@Nullable Map<String, T> map) {
    return map == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(map));
  }
}

package dev.tunesmith.kind;

import java.util.List;
import java.util.Objects;

/** What can be read of a list in a status that anybody may have written: a null within cannot. */
public final class NonNullElements {
  private NonNullElements() {}

  public static <T> List<T> of(List<T> written) {
    return written.stream().filter(Objects::nonNull).toList();
  }
}

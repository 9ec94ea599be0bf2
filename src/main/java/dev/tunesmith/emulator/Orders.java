package dev.tunesmith.emulator;

import java.util.List;
import java.util.Optional;

/**
 * The effects that one call takes.
 *
 * @param effects at most one of each type
 */
record Orders(List<Effect> effects) {
  static final Orders NONE = new Orders(List.of());

  Orders {
    effects = List.copyOf(effects);
  }

  <T extends Effect> Optional<T> find(Class<T> type) {
    return effects.stream().filter(type::isInstance).map(type::cast).findFirst();
  }

  boolean has(Class<? extends Effect> type) {
    return find(type).isPresent();
  }
}

package dev.tunesmith.emulator;

import java.util.List;
import java.util.Optional;

/**
 * The effects that the fault plan has for one call.
 *
 * @param effects at most one of each type
 */
record Effects(List<Effect> effects) {

  Effects {
    effects = List.copyOf(effects);
  }

  <T extends Effect> Optional<T> find(Class<T> type) {
    return effects.stream().filter(type::isInstance).map(type::cast).findFirst();
  }

  boolean has(Class<? extends Effect> type) {
    return find(type).isPresent();
  }
}

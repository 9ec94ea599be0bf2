package dev.tunesmith.sim;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Leaves steps out of a story as long as it still fails, and prints what is left as code. */
final class Shrinker {
  private Shrinker() {}

  /**
   * Shrinks a story.
   *
   * @param fails whether a story still fails
   */
  static <S> List<S> shrink(List<S> story, Predicate<List<S>> fails) {
    List<S> left = story;
    for (int size = Math.max(1, left.size() / 2); size >= 1; ) {
      boolean shorter = false;
      for (int from = 0; from < left.size(); ) {
        List<S> without = new ArrayList<>(left.subList(0, from));
        without.addAll(left.subList(Math.min(left.size(), from + size), left.size()));
        if (fails.test(without)) {
          left = without;
          shorter = true;
        } else {
          from += size;
        }
      }
      if (!shorter || size > 1) {
        size = size == 1 ? 0 : size / 2;
      }
    }
    return List.copyOf(left);
  }

  /** The story as it can be pasted into a test. */
  static String source(List<?> story) {
    return story.stream()
        .map(Shrinker::source)
        .collect(Collectors.joining(",\n        ", "List.of(\n        ", ")"));
  }

  private static String source(Object value) {
    return switch (value) {
      case null -> "null";
      case String text -> '"' + text + '"';
      case Enum<?> constant -> constant.getDeclaringClass().getSimpleName() + "." + constant.name();
      case List<?> list ->
          list.stream().map(Shrinker::source).collect(Collectors.joining(", ", "List.of(", ")"));
      case Record step ->
          Arrays.stream(step.getClass().getRecordComponents())
              .map(component -> source(read(step, component)))
              .collect(
                  Collectors.joining(", ", "new " + step.getClass().getSimpleName() + "(", ")"));
      default -> value.toString();
    };
  }

  private static Object read(Record step, RecordComponent component) {
    try {
      return component.getAccessor().invoke(step);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}

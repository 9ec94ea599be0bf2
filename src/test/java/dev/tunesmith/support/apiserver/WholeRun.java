package dev.tunesmith.support.apiserver;

import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.Collectors;
import org.junit.platform.commons.support.ReflectionSupport;

/** Knows whether all tests on the shared server ran, or only some that someone chose. */
final class WholeRun {
  private static final String ROOT = "dev.tunesmith";

  private final Set<String> begun = new ConcurrentSkipListSet<>();

  void begins(Class<?> test) {
    begun.add(outermost(test).getName());
  }

  /**
   * What did not run: the names of test classes, or how single tests were chosen, since a class
   * that began may not have run whole then.
   */
  Set<String> leftOut() {
    String chosen = System.getProperty("it.test");
    if (chosen != null) {
      return Set.of("all but -Dit.test=" + chosen);
    }
    Set<String> leftOut =
        ReflectionSupport.findAllClassesInPackage(
                ROOT, type -> type.isAnnotationPresent(KubeApiServer.class), WholeRun::isIt)
            .stream()
            .map(Class::getName)
            .collect(Collectors.toCollection(TreeSet::new));
    leftOut.removeAll(begun);
    return leftOut;
  }

  private static boolean isIt(String name) {
    return name.endsWith("IT");
  }

  private static Class<?> outermost(Class<?> test) {
    Class<?> enclosing = test.getEnclosingClass();
    return enclosing == null ? test : outermost(enclosing);
  }
}

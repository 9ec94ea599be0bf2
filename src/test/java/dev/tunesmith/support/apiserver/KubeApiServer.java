package dev.tunesmith.support.apiserver;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * The test needs a real API server. Its methods may have parameters of type {@link ApiServer}, the
 * one server of this JVM, and {@link TestNamespace}, a namespace of the test's own (of the class's
 * own in a {@code @BeforeAll} method).
 *
 * <p>Classes run at the same time, in as many threads as {@code -Dtunesmith.it.parallelism} says.
 *
 * <p>Where the programs are neither installed nor can be downloaded, the tests are skipped, and
 * standard error says what is missing.
 */
@Documented
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(KubeApiServerExtension.class)
@ResourceLock(providers = SharedServerLock.class)
public @interface KubeApiServer {
  /**
   * For a class that changes what all share, or whose operator works in all namespaces: it has the
   * server for itself. It needs {@code @Order(1)}: later it would wait until nobody else runs.
   */
  boolean alone() default false;
}

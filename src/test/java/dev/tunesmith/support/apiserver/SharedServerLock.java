package dev.tunesmith.support.apiserver;

import java.util.Set;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLocksProvider;

/** Lets classes share the API server, but for those that need it for themselves. */
final class SharedServerLock implements ResourceLocksProvider {
  @Override
  public Set<Lock> provideForClass(Class<?> testClass) {
    Execution execution = testClass.getAnnotation(Execution.class);
    boolean alone = execution != null && execution.value() == ExecutionMode.SAME_THREAD;
    return Set.of(
        new Lock(
            KubeApiServer.class.getName(),
            alone ? ResourceAccessMode.READ_WRITE : ResourceAccessMode.READ));
  }
}

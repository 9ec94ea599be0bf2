package dev.tunesmith.support.apiserver;

import java.util.Set;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLocksProvider;

/** Lets classes that say so share the API server; each other class has it for itself. */
final class SharedServerLock implements ResourceLocksProvider {
  @Override
  public Set<Lock> provideForClass(Class<?> testClass) {
    Execution execution = testClass.getAnnotation(Execution.class);
    boolean shares = execution != null && execution.value() == ExecutionMode.CONCURRENT;
    return Set.of(
        new Lock(
            KubeApiServer.class.getName(),
            shares ? ResourceAccessMode.READ : ResourceAccessMode.READ_WRITE));
  }
}

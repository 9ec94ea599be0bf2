package dev.tunesmith.support.apiserver;

import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLocksProvider;

/** Lets classes share the API server, but for those that need it for themselves. */
final class SharedServerLock implements ResourceLocksProvider {
  @Override
  public Set<Lock> provideForClass(Class<?> testClass) {
    KubeApiServer server = Objects.requireNonNull(testClass.getAnnotation(KubeApiServer.class));
    return Set.of(
        new Lock(
            KubeApiServer.class.getName(),
            server.alone() ? ResourceAccessMode.READ_WRITE : ResourceAccessMode.READ));
  }
}

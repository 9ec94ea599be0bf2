package dev.tunesmith.support.apiserver;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Starts the server with the first test that asks for it, and hands it out without any TuningJob of
 * earlier tests; the root store stops it.
 */
final class RestartableServerExtension implements ParameterResolver {
  private static final Namespace STORE = Namespace.create(RestartableServerExtension.class);

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == RestartableServer.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    RestartableServer server =
        context
            .getRoot()
            .getStore(STORE)
            .computeIfAbsent(
                RestartableServer.class,
                key -> RestartableServer.start(ApiServer.CRDS),
                RestartableServer.class);
    server.clear();
    return server;
  }
}

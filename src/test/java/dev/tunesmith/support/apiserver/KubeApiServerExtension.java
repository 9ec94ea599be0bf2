package dev.tunesmith.support.apiserver;

import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Starts the server with the first class that asks for it, and hands it out. The root store stops
 * it after the last test.
 */
final class KubeApiServerExtension implements BeforeAllCallback, ParameterResolver {
  private static final Namespace STORE = Namespace.create(KubeApiServerExtension.class);

  @Override
  public void beforeAll(ExtensionContext context) {
    server(context);
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    return type == ApiServer.class || type == TestNamespace.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == ApiServer.class
        ? server(context)
        : namespace(context);
  }

  private static ApiServer server(ExtensionContext context) {
    Store store = context.getRoot().getStore(STORE);
    // The store remembers a failure too: the second class does not wait for the same timeout.
    return store
        .computeIfAbsent(RunningServer.class, key -> RunningServer.start(), RunningServer.class)
        .api();
  }

  private static TestNamespace namespace(ExtensionContext context) {
    ApiServer server = server(context);
    return context
        .getStore(STORE)
        .computeIfAbsent(
            context.getUniqueId(), key -> server.newTestNamespace(), TestNamespace.class);
  }
}

package dev.tunesmith.support.apiserver;

import java.util.Set;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Starts the server with the first class that asks for it, and hands it out. The root store stops
 * it after the last test, having compared what the operators asked for with what they may: a
 * failure there is one of the whole run.
 */
final class KubeApiServerExtension implements BeforeAllCallback, ParameterResolver {
  private static final Namespace STORE = Namespace.create(KubeApiServerExtension.class);

  @Override
  public void beforeAll(ExtensionContext context) {
    shared(context).run().begins(context.getRequiredTestClass());
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
    return shared(context).server().api();
  }

  private static Shared shared(ExtensionContext context) {
    Store store = context.getRoot().getStore(STORE);
    // The store remembers a failure too: the second class does not wait for the same timeout.
    return store.computeIfAbsent(
        Shared.class,
        key -> new Shared(RestartableServer.start(ApiServer.CRDS), new WholeRun()),
        Shared.class);
  }

  private static TestNamespace namespace(ExtensionContext context) {
    ApiServer server = server(context);
    return context
        .getStore(STORE)
        .computeIfAbsent(
            context.getUniqueId(), key -> server.newTestNamespace(), TestNamespace.class);
  }

  /** The one server of this JVM, and who used it. */
  private record Shared(RestartableServer server, WholeRun run) implements AutoCloseable {
    @Override
    public void close() {
      try (server) {
        Set<String> leftOut = run.leftOut();
        RightsCheck check = leftOut.isEmpty() ? server.api().rights() : server.api().refusalsOnly();
        System.err.println(check.summary());
        if (!leftOut.isEmpty()) {
          System.err.println(
              "NOT CHECKED: whether each right in the operator's roles is used, since not all tests"
                  + " on the API server ran: "
                  + String.join(" ", leftOut));
        }
        check.verify();
      }
    }
  }
}

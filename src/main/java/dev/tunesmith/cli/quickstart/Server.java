package dev.tunesmith.cli.quickstart;

import io.fabric8.kubernetes.client.KubernetesClient;
import org.jspecify.annotations.Nullable;

/**
 * The API server that the quickstart works on.
 *
 * @param kind what it is
 * @param client an administrator's, or the user's, client
 * @param kubectl the command line that talks to it, without a command; null when none can
 * @param end stops what was started for it; the client is closed before
 */
record Server(Kind kind, KubernetesClient client, @Nullable String kubectl, Runnable end)
    implements AutoCloseable {
  /** The kinds of servers. */
  enum Kind {
    /** A cluster that the user named. */
    NAMED,
    /** kube-apiserver and etcd as children of this process. */
    KUBE_APISERVER,
    /** Fabric8's mock server in this JVM. */
    MOCK
  }

  /** Whether the quickstart starts it, uses it alone, and ends it. */
  boolean embedded() {
    return kind != Kind.NAMED;
  }

  @Override
  public void close() {
    client.close();
    end.run();
  }
}

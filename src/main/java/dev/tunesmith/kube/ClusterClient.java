package dev.tunesmith.kube;

import dev.tunesmith.leader.LeaderLease;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;

/** The client of an operator in a cluster. */
public final class ClusterClient {
  private ClusterClient() {}

  /**
   * A client whose watches are plain HTTP streams. The JDK's WebSocket loses the end of a
   * connection that comes right behind data, as when an API server is stopped: such a watch brings
   * nothing for up to twelve minutes, and nobody is told; it also costs a TLS handshake of its own.
   * Not for the quickstart's mock server, which knows WebSockets only.
   *
   * @param config where and as whom; changed by this
   * @param lead sees the renewals of its lease go by
   * @return a new client, to be closed by the caller
   */
  public static KubernetesClient open(Config config, LeaderLease lead) {
    config.setOnlyHttpWatches(true);
    return new KubernetesClientBuilder()
        .withConfig(config)
        .withKubernetesSerialization(ClusterJson.serialization())
        .withHttpClientBuilderConsumer(
            http -> {
              http.addOrReplaceInterceptor("ascii-watches", new AsciiWatches());
              lead.observe(http);
            })
        .build();
  }
}

package dev.tunesmith.leader;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A lead is held")
class LeaderLeaseTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
  private static final Duration DEADLINE = LeaseTiming.DEFAULTS.renewDeadline();
  private static final LeaseSettings LEASE =
      new LeaseSettings("here", "tunesmith", "me", LeaseTiming.DEFAULTS);

  private final AtomicReference<Duration> uptime = new AtomicReference<>(Duration.ofHours(1));
  private final AtomicInteger answer = new AtomicInteger(HttpURLConnection.HTTP_OK);
  private final LeaderLease lead =
      new LeaderLease(LEASE, Clock.fixed(NOON, ZoneOffset.UTC), uptime::get);
  private HttpServer server;
  private KubernetesClient client;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          byte[] body = exchange.getRequestBody().readAllBytes();
          exchange.getResponseHeaders().set("Content-Type", "application/json");
          exchange.sendResponseHeaders(answer.get(), 0);
          exchange.getResponseBody().write(body.length == 0 ? "{}".getBytes(US_ASCII) : body);
          exchange.close();
        });
    server.start();
    client =
        new KubernetesClientBuilder()
            .withConfig(
                new ConfigBuilder()
                    .withMasterUrl("http://127.0.0.1:" + server.getAddress().getPort())
                    .withRequestRetryBackoffLimit(0)
                    .build())
            .withHttpClientBuilderConsumer(lead::observe)
            .build();
  }

  @AfterEach
  void stop() {
    client.close();
    server.stop(0);
  }

  /** As the elector writes. */
  private void renew(String name, String holder, Instant time) {
    Lease lease =
        new LeaseBuilder()
            .withNewMetadata()
            .withNamespace("here")
            .withName(name)
            .withResourceVersion("7")
            .endMetadata()
            .withNewSpec()
            .withHolderIdentity(holder)
            .withRenewTime(ZonedDateTime.ofInstant(time, ZoneOffset.UTC))
            .endSpec()
            .build();
    Lease unused = client.resource(lease).patch(PatchContext.of(PatchType.JSON_MERGE));
  }

  private void passes(Duration time) {
    uptime.updateAndGet(time::plus);
  }

  @Test
  @DisplayName("from the renewal that the API server took until the deadline, and not longer")
  void untilTheDeadline() {
    lead.taken();
    assertThat(lead.held()).as("before anything was renewed").isFalse();

    renew("tunesmith", "me", NOON);
    assertThat(lead.held()).isTrue();
    assertThat(lead.remaining()).isEqualTo(DEADLINE);
    passes(DEADLINE.minusMillis(1));
    assertThat(lead.held()).isTrue();
    passes(Duration.ofMillis(1));
    assertThat(lead.held()).as("at the deadline, whatever the elector believes").isFalse();

    renew("tunesmith", "me", NOON);
    assertThat(lead.held()).isTrue();
    lead.lost();
    assertThat(lead.held()).as("lost, says the elector").isFalse();
  }

  @Test
  @DisplayName("for less time where the renewal was old when it was sent: its process was frozen")
  void oldRenewal() {
    lead.taken();

    renew("tunesmith", "me", NOON.minusSeconds(4));
    assertThat(lead.remaining()).isEqualTo(DEADLINE.minusSeconds(4));

    renew("tunesmith", "me", NOON.minusSeconds(60));
    assertThat(lead.held()).isFalse();

    renew("tunesmith", "me", NOON.plusSeconds(60));
    assertThat(lead.remaining()).as("the wall clock was set back").isEqualTo(DEADLINE);
  }

  @Test
  @DisplayName("by no write that was refused, is another's, gives the lease back, or is no renewal")
  void noRenewals() {
    lead.taken();
    renew("other", "me", NOON);
    renew("tunesmith", "somebody-else", NOON);
    renew("tunesmith", "", NOON);
    answer.set(HttpURLConnection.HTTP_CONFLICT);
    assertThatThrownBy(() -> renew("tunesmith", "me", NOON))
        .isInstanceOf(KubernetesClientException.class);

    assertThat(lead.held()).isFalse();
  }

  @Test
  @DisplayName("always, where there is no lease")
  void withoutALease() {
    assertThat(new LeaderLease(null, Clock.fixed(NOON, ZoneOffset.UTC), uptime::get).held())
        .isTrue();
  }
}

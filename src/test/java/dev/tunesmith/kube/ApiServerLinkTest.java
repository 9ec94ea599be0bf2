package dev.tunesmith.kube;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tunesmith.support.TcpLink;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Against a server of the test's own, over a link that it can cut. */
@Timeout(60)
@DisplayName("The link to the API server")
class ApiServerLinkTest {
  private static final String PATH = "/apis/tunesmith.dev/v1alpha1/namespaces/here/tuningjobs";
  private static final ApiServerLink.Timing TIMING =
      new ApiServerLink.Timing(
          Duration.ofMillis(200), Duration.ofMillis(500), Duration.ofSeconds(3));

  private final AtomicInteger status = new AtomicInteger(200);
  private final AtomicInteger reads = new AtomicInteger();
  private final AtomicInteger lost = new AtomicInteger();
  private final CompletableFuture<Void> never = new CompletableFuture<>();
  private HttpServer server;
  private TcpLink wire;
  private ApiServerLink link;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::answer);
    server.start();
    wire = new TcpLink(server.getAddress().getPort());
    Config config =
        new ConfigBuilder()
            .withMasterUrl("http://127.0.0.1:" + wire.port())
            .withRequestRetryBackoffLimit(0)
            .build();
    config.setHttp2Disable(true);
    long begun = System.nanoTime();
    link =
        ApiServerLink.open(
            config, Set.of(PATH), TIMING, () -> Duration.ofNanos(System.nanoTime() - begun));
    link.start(lost::incrementAndGet);
  }

  private void answer(HttpExchange exchange) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status.get(), 0);
    exchange.getResponseBody().write("{}".getBytes(US_ASCII));
    if (exchange.getRequestURI().getQuery().contains("watch=true")) {
      exchange.getResponseBody().flush();
      never.join();
    }
    exchange.close();
    reads.incrementAndGet();
  }

  @AfterEach
  void stop() {
    link.close();
    wire.close();
    never.complete(null);
    server.stop(0);
  }

  private CompletableFuture<?> watch() {
    return link.client()
        .getHttpClient()
        .consumeBytes(
            link.client()
                .getHttpClient()
                .newHttpRequestBuilder()
                .uri("http://127.0.0.1:" + wire.port() + PATH + "?watch=true")
                .build(),
            (bytes, body) -> body.consume())
        .thenCompose(
            response -> {
              response.body().consume();
              return response.body().done();
            });
  }

  private static void within(Runnable assertion) {
    await().atMost(20, TimeUnit.SECONDS).untilAsserted(assertion::run);
  }

  @Test
  @DisplayName("ends the watches of a half-open connection, and connects anew")
  void halfOpen() {
    CompletableFuture<?> watch = watch();
    within(() -> assertThat(link.unwatched()).isEmpty());
    // In HTTP/1.1 the reads have a connection of their own, which has to be there, too.
    within(() -> assertThat(reads.get()).isGreaterThan(1));

    wire.halfOpen();

    within(() -> assertThat(watch).isCompletedExceptionally());
    assertThat(link.unwatched()).singleElement().asString().contains(PATH, "no watch is open");
    within(() -> assertThat(link.problems()).isEmpty());
    CompletableFuture<?> next = watch();
    within(() -> assertThat(link.unwatched()).isEmpty());
    assertThat(next).isNotDone();
    assertThat(lost).hasValue(0);
  }

  @Test
  @DisplayName("is lost when no connection brings an answer")
  void silent() {
    wire.silence();

    within(
        () ->
            assertThat(link.problems())
                .singleElement()
                .asString()
                .contains("cannot be reached", "no answer"));
    within(() -> assertThat(lost.get()).isPositive());
  }

  @Test
  @DisplayName("knows which collections may not be read, and that they may be again")
  void refused() {
    for (int refusal : new int[] {401, 403, 404}) {
      status.set(refusal);
      within(
          () ->
              assertThat(link.unreadable())
                  .singleElement()
                  .asString()
                  .contains(PATH, Integer.toString(refusal)));
      assertThat(link.problems()).as("the connection").isEmpty();
    }
    status.set(200);
    within(() -> assertThat(link.unreadable()).isEmpty());
    status.set(429);
    within(() -> assertThat(link.unreadable()).as("of the moment").isEmpty());
  }
}

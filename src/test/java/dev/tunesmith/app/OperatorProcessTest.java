package dev.tunesmith.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tunesmith.vertex.grpc.GoogleSettings;
import dev.tunesmith.vertex.grpc.GoogleTuningJobs;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("An operator's process")
class OperatorProcessTest {
  private static final Set<String> KINDS = Set.of("tuningjobs", "tunedmodels");

  private final Set<String> listed = ConcurrentHashMap.newKeySet();
  private final CountDownLatch all = new CountDownLatch(KINDS.size());
  private final CountDownLatch over = new CountDownLatch(1);

  @Test
  @DisplayName("starts its kinds side by side: a listing that hangs holds up no other kind")
  void sideBySide() throws Exception {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        KubernetesClient client =
            new KubernetesClientBuilder()
                .withConfig(
                    new ConfigBuilder()
                        .withMasterUrl("http://127.0.0.1:" + server.getAddress().getPort())
                        .build())
                .build();
        GoogleTuningJobs jobs =
            new GoogleTuningJobs(
                new GoogleSettings(
                    "127.0.0.1:1",
                    true,
                    GoogleSettings.Credentials.NONE,
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(1)))) {
      server.setExecutor(threads);
      server.createContext("/", this::answer);
      server.start();
      OperatorProcess operator =
          new OperatorProcess(
              client,
              null,
              jobs,
              (endpoint, request) -> {
                throw new AssertionError("there is no model to ask");
              },
              OptionParser.parse(Map.of(), "--project=my-project", "--watch-namespaces=default"),
              "test-instance",
              new OperatorProcess.Observers(new Metrics(), () -> {}, () -> {}),
              Clock.systemUTC(),
              () -> Duration.ofNanos(System.nanoTime()));
      Thread start = Thread.ofVirtual().start(operator::start);

      assertThat(all.await(Framework.FIRST_LISTING.toSeconds() - 1, TimeUnit.SECONDS))
          .as("asked for before the first listing was given up: " + listed)
          .isTrue();

      over.countDown();
      start.join(Duration.ofSeconds(30));
      operator.close();
    } finally {
      over.countDown();
      server.stop(0);
    }
  }

  /** A listing is answered when each kind was asked for; a watch has no events. */
  private void answer(HttpExchange exchange) throws IOException {
    String kind = exchange.getRequestURI().getPath().replaceFirst(".*/", "");
    boolean watches = String.valueOf(exchange.getRequestURI().getQuery()).contains("watch=true");
    try (exchange) {
      if (!KINDS.contains(kind)) {
        exchange.sendResponseHeaders(404, -1);
      } else if (watches) {
        exchange.sendResponseHeaders(200, 0);
        await(over);
      } else {
        if (listed.add(kind)) {
          all.countDown();
        }
        await(all);
        byte[] list = "{\"metadata\":{\"resourceVersion\":\"1\"},\"items\":[]}".getBytes(UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, list.length);
        exchange.getResponseBody().write(list);
      }
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      boolean inTime = latch.await(20, TimeUnit.SECONDS);
      assertThat(inTime).isTrue();
    } catch (InterruptedException e) {
      throw new UncheckedIOException(new IOException(e));
    }
  }
}

package dev.tunesmith.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tunesmith.support.ManualClock;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
@DisplayName("Probes and metrics over a real socket")
class HttpEndpointTest {
  private final ManualClock clock = new ManualClock();
  private final AtomicReference<Verdict> liveness =
      new AtomicReference<>(new Verdict(true, "working"));
  private final AtomicReference<List<String>> problems = new AtomicReference<>(List.of());
  private final Readiness readiness =
      new Readiness(() -> problems.get(), Duration.ofSeconds(60), clock);
  private final AtomicReference<Runnable> beforeScrape = new AtomicReference<>(() -> {});
  private final HttpClient client = HttpClient.newHttpClient();
  private HttpEndpoint endpoint;

  @BeforeEach
  void start() throws IOException {
    endpoint =
        HttpEndpoint.start(
            0,
            liveness::get,
            readiness,
            () -> {
              beforeScrape.get().run();
              return "tunesmith_leader 1.0\n";
            });
  }

  @AfterEach
  void stop() {
    endpoint.close();
    client.close();
  }

  @Test
  @DisplayName("/healthz fails when one of our own loops stands still, and says which")
  void healthz() throws Exception {
    assertAnswer(get("/healthz"), 200, "working");

    liveness.set(new Verdict(false, "a pass is overdue"));

    assertAnswer(get("/healthz"), 503, "a pass is overdue");
  }

  @Test
  @DisplayName("/readyz fails at once while starting, and later only after the grace")
  void readyz() throws Exception {
    problems.set(List.of("no watch on tuningjobs"));
    assertAnswer(get("/readyz"), 503, "starting: no watch on tuningjobs");

    problems.set(List.of());
    assertAnswer(get("/readyz"), 200, "ready");

    problems.set(List.of("a", "b"));
    assertAnswer(get("/readyz"), 200, "not ready for 0 s: a; b");
    clock.advance(Duration.ofSeconds(60));
    assertAnswer(get("/readyz"), 200, "not ready for 60 s: a; b");
    clock.advance(Duration.ofSeconds(1));
    assertAnswer(get("/readyz"), 503, "not ready for 61 s: a; b");

    problems.set(List.of());
    assertAnswer(get("/readyz"), 200, "ready");
    problems.set(List.of("a"));
    assertAnswer(get("/readyz"), 200, "not ready for 0 s: a");
  }

  @Test
  @DisplayName("/metrics is Prometheus' text format")
  void metrics() throws Exception {
    HttpResponse<String> answer = get("/metrics");

    assertAnswer(answer, 200, "tunesmith_leader 1.0");
    assertThat(answer.headers().firstValue("Content-Type"))
        .contains("text/plain; version=0.0.4; charset=utf-8");
  }

  @Test
  @DisplayName("a scrape that fails is a 500 without the details, and the probes go on")
  void failingScrape() throws Exception {
    beforeScrape.set(
        () -> {
          throw new IllegalStateException("secret details");
        });

    assertAnswer(get("/metrics"), 500, "/metrics failed; the log has the details");
    assertAnswer(get("/healthz"), 200, "working");
  }

  @Test
  @DisplayName("a scrape that hangs does not make a probe hang")
  void hangingScrape() throws Exception {
    CountDownLatch scraping = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    beforeScrape.set(
        () -> {
          scraping.countDown();
          try {
            release.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    var scrape = client.sendAsync(request("GET", "/metrics"), HttpResponse.BodyHandlers.ofString());
    scraping.await();

    assertAnswer(get("/healthz"), 200, "working");

    release.countDown();
    assertAnswer(scrape.get(), 200, "tunesmith_leader 1.0");
  }

  @Test
  @DisplayName("nothing else is served, and nothing can be sent")
  void nothingElse() throws Exception {
    for (String path : List.of("/", "/healthzz", "/metrics/x")) {
      assertThat(get(path).statusCode()).as(path).isEqualTo(404);
    }
    HttpResponse<String> post = send("POST", "/metrics");
    assertThat(post.statusCode()).isEqualTo(405);
    assertThat(post.headers().firstValue("Allow")).contains("GET, HEAD");
    assertThat(send("HEAD", "/healthz").body()).isEmpty();
    assertThat(send("HEAD", "/healthz").statusCode()).isEqualTo(200);
  }

  private HttpResponse<String> get(String path) throws Exception {
    return send("GET", path);
  }

  private HttpResponse<String> send(String method, String path) throws Exception {
    return client.send(request(method, path), HttpResponse.BodyHandlers.ofString());
  }

  private HttpRequest request(String method, String path) {
    return HttpRequest.newBuilder(URI.create("http://localhost:" + endpoint.port() + path))
        .method(method, HttpRequest.BodyPublishers.noBody())
        .build();
  }

  private static void assertAnswer(HttpResponse<String> answer, int status, String line) {
    assertThat(answer.body()).isEqualTo(line + "\n");
    assertThat(answer.statusCode()).isEqualTo(status);
  }
}

package dev.tunesmith.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code /healthz}, {@code /readyz} and {@code /metrics} over plain HTTP. Each says why in its
 * body.
 */
public final class HttpEndpoint implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HttpEndpoint.class);
  private static final String TEXT = "text/plain; charset=utf-8";
  private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";
  private static final Set<String> METHODS = Set.of("GET", "HEAD");
  private static final int OK = 200;
  private static final int NOT_FOUND = 404;
  private static final int METHOD_NOT_ALLOWED = 405;
  private static final int INTERNAL_ERROR = 500;
  private static final int UNAVAILABLE = 503;

  private final HttpServer server;
  // A few threads, so that a scrape that hangs does not make a probe hang.
  private final ExecutorService executor =
      Executors.newFixedThreadPool(4, Thread.ofPlatform().daemon().name("http-", 0).factory());

  private record Answer(int status, String contentType, String body) {}

  private HttpEndpoint(HttpServer server) {
    this.server = server;
  }

  /**
   * Listens on all addresses.
   *
   * @param port 0 for any free one
   * @param liveness answers {@code /healthz}
   * @param readiness answers {@code /readyz}
   * @param metrics answers {@code /metrics}, in Prometheus' text format
   * @return the endpoint, serving
   * @throws IOException when the port cannot be had
   */
  public static HttpEndpoint start(
      int port, Supplier<Verdict> liveness, Supplier<Verdict> readiness, Supplier<String> metrics)
      throws IOException {
    HttpEndpoint endpoint = new HttpEndpoint(HttpServer.create(new InetSocketAddress(port), 0));
    endpoint.serve("/healthz", () -> probe(liveness.get()));
    endpoint.serve("/readyz", () -> probe(readiness.get()));
    endpoint.serve("/metrics", () -> new Answer(OK, PROMETHEUS, metrics.get()));
    endpoint.server.setExecutor(endpoint.executor);
    endpoint.server.start();
    return endpoint;
  }

  /**
   * The port that it listens on.
   *
   * @return never 0
   */
  public int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
    executor.shutdownNow();
  }

  private static Answer probe(Verdict verdict) {
    return new Answer(verdict.ok() ? OK : UNAVAILABLE, TEXT, verdict.reason() + "\n");
  }

  private void serve(String path, Supplier<Answer> source) {
    server.createContext(
        path,
        exchange -> {
          try (exchange) {
            send(exchange, answer(path, exchange, source));
          }
        });
  }

  private static Answer answer(String path, HttpExchange exchange, Supplier<Answer> source) {
    if (!exchange.getRequestURI().getPath().equals(path)) { // contexts match prefixes
      return new Answer(NOT_FOUND, TEXT, "there are /healthz, /readyz and /metrics\n");
    }
    if (!METHODS.contains(exchange.getRequestMethod())) {
      exchange.getResponseHeaders().set("Allow", "GET, HEAD");
      return new Answer(METHOD_NOT_ALLOWED, TEXT, "only GET and HEAD\n");
    }
    try {
      return source.get();
    } catch (RuntimeException e) {
      LOG.error("{} failed", path, e);
      return new Answer(INTERNAL_ERROR, TEXT, path + " failed; the log has the details\n");
    }
  }

  private static void send(HttpExchange exchange, Answer answer) throws IOException {
    byte[] body = answer.body.getBytes(UTF_8);
    exchange.getResponseHeaders().set("Content-Type", answer.contentType);
    boolean bodiless = exchange.getRequestMethod().equals("HEAD");
    exchange.sendResponseHeaders(answer.status, bodiless ? -1 : body.length);
    if (!bodiless) {
      exchange.getResponseBody().write(body);
    }
  }
}

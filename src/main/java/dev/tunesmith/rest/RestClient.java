package dev.tunesmith.rest;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tunesmith.vertex.CallFailures;
import dev.tunesmith.vertex.CanonicalCode;
import dev.tunesmith.vertex.Reached;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Sends one request and reads one answer within a deadline, from finding a token to the last byte
 * of the body.
 *
 * <p>Nothing is sent twice. {@code java.net.http} repeats by itself only what cannot create: a GET
 * on a pooled connection that turned out to be closed. It speaks HTTP/1.1 here: over HTTP/2 a
 * current JDK also repeats a POST that the peer says it did not process.
 */
public final class RestClient implements AutoCloseable {
  /** A page of a hundred jobs is well below a megabyte. */
  private static final int MAX_BODY = 64 << 20;

  /** How Cloud Storage says that something is deleted. */
  private static final int NO_CONTENT = 204;

  private static final Set<String> SECRET = Set.of("authorization", "x-goog-api-key");

  private static final String BROKEN = "the connection to the service failed: ";

  private enum Stage {
    PREPARING,
    SENT,
    ABANDONED
  }

  private final String service;
  private final Authorization authorization;
  private final HttpClient client;
  private final ExecutorService calls;

  /**
   * Connects to nothing yet.
   *
   * @param service its name in messages, such as {@code Vertex AI}
   */
  public RestClient(String service, Authorization authorization) {
    this(
        service,
        authorization,
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build(),
        Executors.newVirtualThreadPerTaskExecutor());
  }

  private RestClient(
      String service, Authorization authorization, HttpClient client, ExecutorService calls) {
    this.service = service;
    this.authorization = authorization;
    this.client = client;
    this.calls = calls;
  }

  /** The same connections for another caller; to close either closes both. */
  public RestClient as(Authorization other) {
    return new RestClient(service, other, client, calls);
  }

  /**
   * Sends a request.
   *
   * @param request without credentials and without a deadline
   * @return the answer's body
   * @throws CallFailedException when the service refused, or no answer of it came back in time
   */
  public ObjectNode call(HttpRequest.Builder request, URI uri, Duration deadline)
      throws CallFailedException {
    return within(deadline, stage -> exchange(request, uri, stage, this::whole));
  }

  /**
   * Sends a request whose answer comes in parts, as server-sent events.
   *
   * @param parts receives each; on another thread, one after the other, and none after this
   *     returned. What it throws ends the call, and is thrown on
   */
  public void stream(
      HttpRequest.Builder request, URI uri, Duration deadline, Consumer<ObjectNode> parts)
      throws CallFailedException {
    Delivery delivery = new Delivery(parts);
    try {
      within(
          deadline,
          stage ->
              exchange(request, uri, stage, (response, body) -> events(response, body, delivery)));
    } catch (CallFailedException e) {
      delivery.end();
      throw e;
    }
  }

  /** Hands parts on until the call is over. */
  private static final class Delivery {
    private final Consumer<ObjectNode> parts;
    private boolean over;
    private @Nullable RuntimeException thrown;

    Delivery(Consumer<ObjectNode> parts) {
      this.parts = parts;
    }

    synchronized void part(ObjectNode part) {
      if (!over) {
        try {
          parts.accept(part);
        } catch (RuntimeException e) {
          thrown = e;
          throw e;
        }
      }
    }

    synchronized void end() {
      over = true;
      if (thrown != null) {
        throw thrown;
      }
    }
  }

  /** Finds credentials, without calling the service. */
  public Map<String, List<String>> credentials(URI uri) throws IOException {
    return authorization.headers(uri);
  }

  private interface Call<T> {
    T run(AtomicReference<Stage> stage)
        throws IOException, InterruptedException, CallFailedException;
  }

  private interface Reading<T> {
    T from(HttpResponse<?> response, InputStream body) throws IOException, CallFailedException;
  }

  private <T> T within(Duration deadline, Call<T> call) throws CallFailedException {
    AtomicReference<Stage> stage = new AtomicReference<>(Stage.PREPARING);
    Future<T> answer;
    try {
      answer = calls.submit(() -> call.run(stage));
    } catch (RejectedExecutionException e) {
      throw new IllegalStateException("the connections to " + service + " are closed", e);
    }
    try {
      return answer.get(deadline.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      // First, so that a call that is given up as never sent is never sent afterwards.
      boolean unsent = stage.compareAndSet(Stage.PREPARING, Stage.ABANDONED);
      answer.cancel(true);
      throw new CallFailedException(
          CanonicalCode.DEADLINE_EXCEEDED,
          unsent ? Reached.NOTHING : Reached.CONNECTION,
          unsent ? CallFailures.NO_CONNECTION : CallFailures.NO_ANSWER,
          e);
    } catch (InterruptedException e) {
      boolean unsent = stage.compareAndSet(Stage.PREPARING, Stage.ABANDONED);
      answer.cancel(true);
      Thread.currentThread().interrupt();
      throw new CallFailedException(
          CanonicalCode.CANCELLED,
          unsent ? Reached.NOTHING : Reached.CONNECTION,
          "the operator is stopping",
          e);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      if (cause instanceof CallFailedException failed) {
        throw failed;
      }
      throw new CallFailedException(
          CanonicalCode.UNAVAILABLE,
          stage.get() == Stage.SENT ? Reached.CONNECTION : Reached.NOTHING,
          BROKEN + reason(cause),
          cause);
    }
  }

  private <T> T exchange(
      HttpRequest.Builder request, URI uri, AtomicReference<Stage> stage, Reading<T> reading)
      throws IOException, InterruptedException, CallFailedException {
    Map<String, List<String>> credentials;
    try {
      credentials = authorization.headers(uri);
    } catch (IOException e) {
      throw new CallFailedException(
          CanonicalCode.UNAUTHENTICATED,
          Reached.NOTHING,
          authorization.missing() + "; " + reason(e),
          e);
    }
    credentials.forEach((name, values) -> values.forEach(value -> request.header(name, value)));
    if (!stage.compareAndSet(Stage.PREPARING, Stage.SENT)) {
      throw new InterruptedException("given up before it was sent");
    }
    try {
      HttpResponse<InputStream> response =
          client.send(request.uri(uri).build(), HttpResponse.BodyHandlers.ofInputStream());
      try (InputStream body = new LimitedInputStream(response.body(), MAX_BODY)) {
        return reading.from(response, body);
      }
    } catch (CallFailedException e) {
      throw e.without(secrets(credentials));
    } catch (IOException | RuntimeException e) {
      // The JDK throws a NumberFormatException, with the text, at a content length that is none.
      throw new CallFailedException(
              CanonicalCode.UNAVAILABLE, Reached.CONNECTION, BROKEN + reason(e), e)
          .without(secrets(credentials));
    }
  }

  private ObjectNode whole(HttpResponse<?> response, InputStream body)
      throws IOException, CallFailedException {
    byte[] bytes = body.readAllBytes();
    return response.statusCode() == NO_CONTENT && response.request().method().equals("DELETE")
        ? JsonNodeFactory.instance.objectNode()
        : RestAnswer.body(service, response.statusCode(), bytes);
  }

  /** How many parts there were. */
  private int events(HttpResponse<?> response, InputStream body, Delivery delivery)
      throws IOException, CallFailedException {
    if (response.statusCode() != 200 || !isEventStream(response)) {
      throw RestAnswer.failure(service, response.statusCode(), body.readAllBytes());
    }
    EventStream events = new EventStream(body);
    int parts = 0;
    for (String data = events.next(); data != null; data = events.next()) {
      delivery.part(RestAnswer.part(service, data));
      parts++;
    }
    return parts;
  }

  private static boolean isEventStream(HttpResponse<?> response) {
    return response
        .headers()
        .firstValue("Content-Type")
        .filter(type -> type.startsWith("text/event-stream"))
        .isPresent();
  }

  /** What authenticated a request; a peer may quote it. */
  private static List<String> secrets(Map<String, List<String>> credentials) {
    return credentials.entrySet().stream()
        .filter(header -> SECRET.contains(header.getKey().toLowerCase(Locale.ROOT)))
        .flatMap(header -> header.getValue().stream())
        .map(value -> value.replaceFirst("^Bearer ", ""))
        .toList();
  }

  private static String reason(Throwable e) {
    for (Throwable t = e; t != null; t = t.getCause()) {
      // The JDK gives these no message.
      if (t instanceof UnresolvedAddressException) {
        return "the name of its host cannot be resolved";
      }
      if (t instanceof ClosedChannelException) {
        return "the connection was closed";
      }
    }
    for (Throwable t = e; t != null; t = t.getCause()) {
      if (t instanceof ConnectException && t.getMessage() == null) {
        return "nothing accepts connections at its address";
      }
      if (t.getMessage() != null && !t.getMessage().isBlank()) {
        return t.getMessage();
      }
    }
    return e.getClass().getSimpleName();
  }

  /** Waits for the calls under way, each of which has its deadline. */
  @Override
  public void close() {
    calls.close();
    client.shutdownNow();
  }
}

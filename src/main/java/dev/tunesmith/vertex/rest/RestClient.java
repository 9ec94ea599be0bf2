package dev.tunesmith.vertex.rest;

import com.google.auth.Credentials;
import com.google.auth.oauth2.GoogleCredentials;
import dev.tunesmith.vertex.CallFailures;
import dev.tunesmith.vertex.CanonicalCode;
import dev.tunesmith.vertex.Reached;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Sends one request and reads one answer within a deadline, from finding a token to the last byte
 * of the body.
 *
 * <p>Nothing is sent twice. {@code java.net.http} repeats by itself only what cannot create: a GET
 * on a pooled connection that turned out to be closed. It speaks HTTP/1.1 here: over HTTP/2 a
 * current JDK also repeats a POST that the peer says it did not process.
 */
final class RestClient implements AutoCloseable {
  private static final String SCOPE = "https://www.googleapis.com/auth/cloud-platform";

  /** A page of a hundred jobs is well below a megabyte. */
  private static final int MAX_BODY = 64 << 20;

  /** A call that could not be made or whose answer is not the service's. */
  static final class CallFailedException extends Exception {
    private static final long serialVersionUID = 1;
    private final CanonicalCode code;
    private final Reached reached;

    CallFailedException(
        CanonicalCode code, Reached reached, String message, @Nullable Throwable cause) {
      super(message, cause);
      this.code = code;
      this.reached = reached;
    }

    CanonicalCode code() {
      return code;
    }

    Reached reached() {
      return reached;
    }
  }

  private enum Stage {
    PREPARING,
    SENT,
    ABANDONED
  }

  private final boolean authenticate;
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();
  private final ExecutorService calls = Executors.newVirtualThreadPerTaskExecutor();
  private final AtomicReference<@Nullable Credentials> credentials = new AtomicReference<>();

  RestClient(boolean authenticate) {
    this.authenticate = authenticate;
  }

  /**
   * Sends a request.
   *
   * @param request without credentials and without a deadline
   * @throws CallFailedException when no answer of the service came back in time
   */
  RestAnswer send(HttpRequest.Builder request, URI uri, Duration deadline)
      throws CallFailedException {
    AtomicReference<Stage> stage = new AtomicReference<>(Stage.PREPARING);
    Future<RestAnswer> answer;
    try {
      answer = calls.submit(() -> exchange(request, uri, stage));
    } catch (RejectedExecutionException e) {
      throw new IllegalStateException("the connections to Vertex AI are closed", e);
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
          "the connection to the service failed: " + reason(cause),
          cause);
    }
  }

  /** Finds credentials and a token, without calling the service. */
  Map<String, List<String>> token(URI uri) throws IOException {
    if (!authenticate) {
      return Map.of();
    }
    Credentials found = credentials.get();
    if (found == null) {
      found = GoogleCredentials.getApplicationDefault().createScoped(SCOPE);
      credentials.set(found);
    }
    return found.getRequestMetadata(uri);
  }

  private RestAnswer exchange(HttpRequest.Builder request, URI uri, AtomicReference<Stage> stage)
      throws IOException, InterruptedException, CallFailedException {
    try {
      token(uri).forEach((name, values) -> values.forEach(value -> request.header(name, value)));
    } catch (IOException e) {
      throw new CallFailedException(
          CanonicalCode.UNAUTHENTICATED,
          Reached.NOTHING,
          CallFailures.NO_CREDENTIALS + "; " + reason(e),
          e);
    }
    if (!stage.compareAndSet(Stage.PREPARING, Stage.SENT)) {
      throw new InterruptedException("given up before it was sent");
    }
    HttpResponse<InputStream> response =
        client.send(request.uri(uri).build(), HttpResponse.BodyHandlers.ofInputStream());
    try (InputStream body = response.body()) {
      byte[] bytes = body.readNBytes(MAX_BODY + 1);
      if (bytes.length > MAX_BODY) {
        throw new IOException("the answer is longer than " + MAX_BODY + " bytes");
      }
      return RestAnswer.of(response.statusCode(), bytes);
    }
  }

  private static String reason(Throwable e) {
    for (Throwable t = e; t != null; t = t.getCause()) {
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

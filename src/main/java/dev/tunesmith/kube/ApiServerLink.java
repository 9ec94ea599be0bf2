package dev.tunesmith.kube;

import dev.tunesmith.lifecycle.Uptime;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.utils.URLUtils;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The client of the API server, and whether it can be reached: a read at an interval finds a dead
 * connection, as client-go's HTTP/2 PING does, and has it replaced. It reads one of the watched
 * collections at a time, so that a process that does not watch yet also finds out which of them it
 * may read.
 */
public final class ApiServerLink implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ApiServerLink.class);

  private final KubernetesClient client;
  private final RenewableHttpClient.Factory http;
  private final WatchedCollections collections;
  private final List<String> probed;
  private final Timing timing;
  private final Uptime uptime;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("api-server-link").factory());
  private volatile Duration answered;
  private volatile @Nullable String failure;
  private int probes;

  /**
   * How a dead connection is found.
   *
   * @param interval between two reads
   * @param deadline of a read, after which the connection is replaced
   * @param lost without any answer for this long, the process gives up
   */
  public record Timing(Duration interval, Duration deadline, Duration lost) {
    /** Found within 25 seconds; client-go's are 30 and 15 seconds. */
    public static final Timing DEFAULTS =
        new Timing(Duration.ofSeconds(10), Duration.ofSeconds(15), Duration.ofMinutes(5));
  }

  private ApiServerLink(
      KubernetesClient client,
      RenewableHttpClient.Factory http,
      WatchedCollections collections,
      Timing timing,
      Uptime uptime) {
    this.client = client;
    this.http = http;
    this.collections = collections;
    this.probed =
        collections.paths().isEmpty()
            ? List.of("/version")
            : collections.paths().stream()
                .map(path -> path + "?limit=1&resourceVersion=0")
                .toList();
    this.timing = timing;
    this.uptime = uptime;
    this.answered = uptime.now();
  }

  /**
   * A client whose watches are plain HTTP streams. The JDK's WebSocket loses the end of a
   * connection that comes right behind data, as when an API server is stopped: such a watch brings
   * nothing for up to twelve minutes. It also costs a TLS handshake of its own. Not for the
   * quickstart's mock server, which has WebSockets only.
   *
   * @param config where and as whom; changed by this
   * @param collections the paths that will be watched
   */
  public static ApiServerLink open(
      Config config, Set<String> collections, Timing timing, Uptime uptime) {
    config.setOnlyHttpWatches(true);
    WatchedCollections watched = new WatchedCollections(collections);
    RenewableHttpClient.Factory http = new RenewableHttpClient.Factory(watched);
    KubernetesClient client =
        new KubernetesClientBuilder()
            .withConfig(config)
            .withKubernetesSerialization(ClusterJson.serialization())
            .withHttpClientFactory(http)
            .withHttpClientBuilderConsumer(
                builder -> builder.addOrReplaceInterceptor("ascii-watches", new AsciiWatches()))
            .build();
    return new ApiServerLink(client, http, watched, timing, uptime);
  }

  /** Closed with this. */
  public KubernetesClient client() {
    return client;
  }

  /**
   * Begins to probe the connection.
   *
   * @param onLost called when the API server has not answered for {@link Timing#lost}, again with
   *     each further failure
   */
  public void start(Runnable onLost) {
    answered = uptime.now();
    probeIn(timing.interval(), onLost);
  }

  private void probeIn(Duration delay, Runnable onLost) {
    Future<?> unused =
        thread.schedule(
            () -> {
              probe(onLost);
              // Soon again after a failure: over the new connection.
              probeIn(
                  failure == null ? timing.interval() : timing.interval().dividedBy(10), onLost);
            },
            delay.toNanos(),
            TimeUnit.NANOSECONDS);
  }

  private void probe(Runnable onLost) {
    String path = probed.get(probes++ % probed.size());
    HttpRequest request =
        client
            .getHttpClient()
            .newHttpRequestBuilder()
            .uri(URLUtils.join(client.getMasterUrl().toString(), path))
            .build();
    CompletableFuture<HttpResponse<String>> answer =
        client.getHttpClient().sendAsync(request, String.class);
    try {
      // Any answer will do: also a refusal shows that the connection is alive.
      HttpResponse<String> unused = answer.get(timing.deadline().toMillis(), TimeUnit.MILLISECONDS);
      answered();
    } catch (TimeoutException e) {
      boolean unused = answer.cancel(true);
      failed("no answer within " + timing.deadline().toSeconds() + " s", onLost);
    } catch (ExecutionException e) {
      failed(String.valueOf(e.getCause()), onLost);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) { // otherwise there would be no further probe
      failed(e.toString(), onLost);
    }
  }

  private void answered() {
    Duration silence = uptime.now().minus(answered);
    answered = uptime.now();
    if (failure != null) {
      LOG.info("the API server answers again, after {} s", silence.toSeconds());
      failure = null;
    }
  }

  private void failed(String what, Runnable onLost) {
    if (failure == null) {
      LOG.warn("the API server cannot be reached ({}): connecting again", what);
    }
    failure = what;
    http.renew();
    Duration silence = uptime.now().minus(answered);
    if (silence.compareTo(timing.lost()) >= 0) {
      LOG.error(
          "the API server has not answered for {} s ({}): giving up", silence.toSeconds(), what);
      onLost.run();
    }
  }

  /** Why the API server cannot be used; empty while it answers. */
  public List<String> problems() {
    String now = failure;
    return now == null ? List.of() : List.of("the API server cannot be reached: " + now);
  }

  /** The collections of which no watch is open, each with the reason. */
  public List<String> unwatched() {
    return collections.down();
  }

  /** The collections that the API server refused to read when it was asked last. */
  public List<String> unreadable() {
    return collections.refused();
  }

  /** Of {@link #unwatched}, what is of kinds that are watched nowhere. */
  public List<String> unwatchedKinds() {
    return collections.downKinds();
  }

  /** Of {@link #unreadable}, what is of kinds that can be read nowhere. */
  public List<String> unreadableKinds() {
    return collections.refusedKinds();
  }

  @Override
  public void close() {
    thread.shutdownNow();
    client.close();
  }
}

package dev.tunesmith.vertex.grpc;

import com.google.api.gax.core.CredentialsProvider;
import com.google.api.gax.core.FixedExecutorProvider;
import com.google.api.gax.core.NoCredentialsProvider;
import com.google.api.gax.grpc.InstantiatingGrpcChannelProvider;
import com.google.cloud.aiplatform.v1.GenAiTuningServiceClient;
import com.google.cloud.aiplatform.v1.GenAiTuningServiceSettings;
import com.google.cloud.aiplatform.v1.ModelServiceClient;
import com.google.cloud.aiplatform.v1.ModelServiceSettings;
import dev.tunesmith.vertex.ServiceHost;
import io.grpc.ManagedChannelBuilder;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One client per host, made when it is first needed: the service's regional hosts know their own
 * jobs only.
 *
 * <p>Nothing in a client may send a request twice. Two layers could: gax (switched off for every
 * method, together with setting the deadline) and the gRPC channel, which sends again by itself
 * what a server refused with {@code REFUSED_STREAM} or {@code GOAWAY} (switched off with {@code
 * disableRetry}). What remains is out of our hands: a proxy between us and the service that
 * retries.
 */
final class ClientPool implements AutoCloseable {

  /**
   * When a silent connection is probed, and how long it then has to answer.
   *
   * @param time silence, while a call waits, after which a ping is sent; gRPC raises it to 10 s
   * @param timeout how long the ping may stay unanswered until the connection is given up
   */
  record KeepAlive(Duration time, Duration timeout) {
    /**
     * Pings are sent only while a call waits, since servers close connections that ping when idle.
     * A call on a dead connection ends by its deadline or by this, whichever comes first; this is
     * what lets the next call use a new connection.
     */
    static final KeepAlive DEFAULT = new KeepAlive(Duration.ofSeconds(30), Duration.ofSeconds(10));
  }

  /**
   * A refusal's message and details are metadata: the default of 8 KiB turns a long one into a
   * broken stream, and so a refused create into one whose outcome is unknown.
   */
  private static final int MAX_METADATA = 4 << 20;

  private static final Duration LINGER = Duration.ofSeconds(5);

  private final GoogleSettings settings;
  private final CredentialsProvider credentials;
  private final KeepAlive keepAlive;
  private final ConcurrentMap<String, Slot> slots = new ConcurrentHashMap<>();
  private final ScheduledExecutorService background =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("vertex-background").factory());
  private volatile boolean closed;

  ClientPool(GoogleSettings settings) {
    this(settings, provider(settings.credentials()), KeepAlive.DEFAULT);
  }

  /** For tests: with the identity and the patience given. */
  ClientPool(GoogleSettings settings, CredentialsProvider credentials, KeepAlive keepAlive) {
    this.settings = settings;
    this.credentials = credentials;
    this.keepAlive = keepAlive;
  }

  /**
   * The client of a location. Making one may read files and ask the metadata server for
   * credentials, for some seconds at worst; a failure is not kept.
   *
   * @param location the region
   * @return the client; the pool closes it
   * @throws IOException when there are no credentials
   */
  GenAiTuningServiceClient client(String location) throws IOException {
    return slots.computeIfAbsent(endpoint(location), Slot::new).client();
  }

  /**
   * The client for models of a location, under the same terms as {@link #client}.
   *
   * @param location the region
   * @return the client; the pool closes it
   * @throws IOException when there are no credentials
   */
  ModelServiceClient models(String location) throws IOException {
    return slots.computeIfAbsent(endpoint(location), Slot::new).models();
  }

  private String endpoint(String location) {
    String host = ServiceHost.of(location);
    return settings.endpoint() != null ? settings.endpoint() : host + ":443";
  }

  /**
   * Takes no more calls, gives those in flight a moment, and closes every connection. Who must not
   * lose the answer of a create waits for it before closing: closing leaves its outcome unknown.
   */
  @Override
  public void close() {
    closed = true;
    slots.values().forEach(Slot::shutdown);
    long giveUp = System.nanoTime() + LINGER.toNanos();
    slots.values().forEach(slot -> slot.await(giveUp - System.nanoTime()));
    background.shutdownNow();
  }

  private GenAiTuningServiceClient open(String endpoint) throws IOException {
    GenAiTuningServiceSettings.Builder builder =
        GenAiTuningServiceSettings.newBuilder()
            .setEndpoint(endpoint)
            .setCredentialsProvider(credentials)
            .setBackgroundExecutorProvider(FixedExecutorProvider.create(background))
            .setTransportChannelProvider(transport());
    builder.applyToAllUnaryMethods(
        method -> {
          method.setSimpleTimeoutNoRetriesDuration(settings.callDeadline());
          return null;
        });
    builder.createTuningJobSettings().setSimpleTimeoutNoRetriesDuration(settings.createDeadline());
    return GenAiTuningServiceClient.create(builder.build());
  }

  private ModelServiceClient openModels(String endpoint) throws IOException {
    ModelServiceSettings.Builder builder =
        ModelServiceSettings.newBuilder()
            .setEndpoint(endpoint)
            .setCredentialsProvider(credentials)
            .setBackgroundExecutorProvider(FixedExecutorProvider.create(background))
            .setTransportChannelProvider(transport());
    builder.applyToAllUnaryMethods(
        method -> {
          method.setSimpleTimeoutNoRetriesDuration(settings.callDeadline());
          return null;
        });
    return ModelServiceClient.create(builder.build());
  }

  private InstantiatingGrpcChannelProvider transport() {
    return GenAiTuningServiceSettings.defaultGrpcTransportProviderBuilder()
        .setKeepAliveTimeDuration(keepAlive.time())
        .setKeepAliveTimeoutDuration(keepAlive.timeout())
        .setKeepAliveWithoutCalls(false)
        // No limit: a create whose reply is refused for its size would have an unknown outcome.
        .setMaxInboundMessageSize(Integer.MAX_VALUE)
        .setChannelConfigurator(this::configure)
        .build();
  }

  @SuppressWarnings("rawtypes") // gax's signature
  private ManagedChannelBuilder configure(ManagedChannelBuilder channel) {
    channel.disableRetry().maxInboundMetadataSize(MAX_METADATA);
    if (settings.plaintext()) {
      channel.usePlaintext();
    }
    return channel;
  }

  private static CredentialsProvider provider(GoogleSettings.Credentials credentials) {
    return switch (credentials) {
      case ADC -> GenAiTuningServiceSettings.defaultCredentialsProviderBuilder().build();
      case NONE -> NoCredentialsProvider.create();
    };
  }

  /** The client of one host; its lock keeps a slow search for credentials from other hosts. */
  private final class Slot {
    private final String endpoint;
    private @Nullable GenAiTuningServiceClient client;
    private @Nullable ModelServiceClient models;

    Slot(String endpoint) {
      this.endpoint = endpoint;
    }

    synchronized GenAiTuningServiceClient client() throws IOException {
      if (closed) {
        throw new IllegalStateException("the connections to Vertex AI are closed");
      }
      if (client == null) {
        client = open(endpoint);
      }
      return client;
    }

    /** Its own connection, made only where a model is ever asked for. */
    synchronized ModelServiceClient models() throws IOException {
      if (closed) {
        throw new IllegalStateException("the connections to Vertex AI are closed");
      }
      if (models == null) {
        models = openModels(endpoint);
      }
      return models;
    }

    synchronized void shutdown() {
      if (client != null) {
        client.shutdown();
      }
      if (models != null) {
        models.shutdownNow();
      }
    }

    synchronized void await(long nanos) {
      if (client == null) {
        return;
      }
      try {
        if (!client.awaitTermination(Math.max(0, nanos), TimeUnit.NANOSECONDS)) {
          client.shutdownNow();
        }
      } catch (InterruptedException e) {
        client.shutdownNow();
        Thread.currentThread().interrupt();
      }
    }
  }
}

package dev.tunesmith.leader;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tunesmith.lifecycle.Uptime;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether this process leads for certain. The elector's word alone is not enough: while it waits
 * for an answer, or is frozen with its process, the lease runs out and another replica takes it. So
 * what counts beside it is the last write of the lease that the API server took, and how long ago
 * that was on the monotonic clock, which goes on while the process is stopped. The elector keeps
 * that to itself; the requests of the client that it uses tell it.
 */
public final class LeaderLease implements Interceptor {
  private final @Nullable LeaseSettings lease;
  private final Clock clock;
  private final Uptime uptime;
  private final ObjectMapper mapper = new ObjectMapper();
  private volatile boolean taken;
  // The elector sends one request after the other.
  private volatile @Nullable Duration sent;
  private volatile @Nullable Duration renewed;

  /**
   * Nothing is held yet.
   *
   * @param lease the lease; null to lead without one, always
   * @param clock wall time, in which the elector writes when it renewed
   * @param uptime monotonic time
   */
  public LeaderLease(@Nullable LeaseSettings lease, Clock clock, Uptime uptime) {
    this.lease = lease;
    this.clock = clock;
    this.uptime = uptime;
  }

  public @Nullable LeaseSettings lease() {
    return lease;
  }

  /** Watches the requests of a client: the one that the elector will use. */
  public void observe(HttpClient.Builder builder) {
    if (lease != null) {
      builder.addOrReplaceInterceptor("lead", this);
    }
  }

  /**
   * The same client once more, watched.
   *
   * @param client of whoever cannot build it watched; stays open
   * @return to be closed by the caller
   */
  public KubernetesClient observed(KubernetesClient client) {
    return new KubernetesClientBuilder()
        .withConfig(client.getConfiguration())
        .withKubernetesSerialization(client.getKubernetesSerialization())
        .withHttpClientBuilderConsumer(this::observe)
        .build();
  }

  /** The elector says that the lease was taken. */
  public void taken() {
    taken = true;
  }

  /** The lease is another's, or may be. */
  public void lost() {
    taken = false;
  }

  /**
   * Whether this process leads at this moment.
   *
   * @return false from the renew deadline on, whatever the elector believes
   */
  public boolean held() {
    return lease == null || (taken && remaining().isPositive());
  }

  /** How long the lead lasts without a further renewal; zero or less when it is over. */
  public Duration remaining() {
    Duration last = renewed;
    return lease == null || last == null
        ? Duration.ZERO
        : last.plus(lease.timing().renewDeadline()).minus(uptime.now());
  }

  @Override
  public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
    renewal(request).ifPresent(time -> sent = uptime.now().minus(age(time)));
  }

  @Override
  public void after(
      HttpRequest request, HttpResponse<?> response, AsyncBody.Consumer<List<ByteBuffer>> body) {
    if (response.isSuccessful() && renewal(request).isPresent()) {
      renewed = sent;
    }
  }

  /**
   * What others go by is the time in the lease, which the elector took before it began: frozen
   * between that and the request, a renewal is old before it is sent.
   */
  private Duration age(Instant written) {
    Duration age = Duration.between(written, clock.instant());
    return age.isNegative() ? Duration.ZERO : age;
  }

  /** When a request says that this process renewed; empty for every other request. */
  private Optional<Instant> renewal(HttpRequest request) {
    String body = request.bodyString();
    if (lease == null
        || body == null
        || request.method().equals("GET")
        || !request.uri().getPath().contains("/namespaces/" + lease.namespace() + "/leases")) {
      return Optional.empty();
    }
    try {
      JsonNode written = mapper.readTree(body);
      JsonNode spec = written.path("spec");
      return written.path("metadata").path("name").asText().equals(lease.name())
              && spec.path("holderIdentity").asText().equals(lease.identity())
          ? Optional.of(Instant.parse(spec.path("renewTime").asText()))
          : Optional.empty();
    } catch (JsonProcessingException | DateTimeParseException e) {
      return Optional.empty(); // no proof
    }
  }
}

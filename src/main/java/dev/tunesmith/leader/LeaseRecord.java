package dev.tunesmith.leader;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseSpec;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.NamespacedKubernetesClient;
import io.fabric8.kubernetes.client.RequestConfig;
import io.fabric8.kubernetes.client.RequestConfigBuilder;
import java.net.HttpURLConnection;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The Lease on the API server. Every write carries the resource version that was read; each request
 * is sent once, and ends within a part of the renew deadline.
 */
final class LeaseRecord {
  private final LeaseSettings settings;
  private final NamespacedKubernetesClient client;
  private final Clock clock;
  private final RequestConfig requests;

  LeaseRecord(LeaseSettings settings, KubernetesClient client, Clock clock) {
    this.settings = settings;
    this.client = client.adapt(NamespacedKubernetesClient.class);
    this.clock = clock;
    Duration deadline = settings.timing().renewDeadline().dividedBy(LeaseTiming.TRIES);
    this.requests =
        new RequestConfigBuilder(client.getConfiguration().getRequestConfig())
            .withRequestTimeout(Math.toIntExact(deadline.toMillis()))
            .withRequestRetryBackoffLimit(0)
            .build();
  }

  private <T> T call(Function<NamespacedKubernetesClient, T> request) {
    return client.withRequestConfig(requests).call(request::apply);
  }

  @Nullable Lease read() {
    return call(c -> c.leases().inNamespace(settings.namespace()).withName(settings.name()).get());
  }

  /**
   * Makes this process the holder, or renews.
   *
   * @param current as it was read or written last; null to create the Lease
   * @return as it was written; null if another client wrote or deleted it meanwhile
   */
  @Nullable Lease hold(@Nullable Lease current) {
    try {
      return current == null
          ? call(c -> c.resource(held(new LeaseBuilder())).create())
          : call(c -> c.resource(held(new LeaseBuilder(current))).update());
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_CONFLICT
          || e.getCode() == HttpURLConnection.HTTP_NOT_FOUND) {
        return null;
      }
      throw e;
    }
  }

  private Lease held(LeaseBuilder lease) {
    ZonedDateTime now = ZonedDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
    LeaseSpec before = lease.buildSpec();
    boolean renews = before != null && settings.identity().equals(before.getHolderIdentity());
    ZonedDateTime acquired = renews ? before.getAcquireTime() : null;
    Integer transitions = before == null ? null : before.getLeaseTransitions();
    return lease
        .editOrNewMetadata()
        .withNamespace(settings.namespace())
        .withName(settings.name())
        .endMetadata()
        .editOrNewSpec()
        .withHolderIdentity(settings.identity())
        .withLeaseDurationSeconds(Math.toIntExact(settings.timing().duration().toSeconds()))
        .withRenewTime(now)
        .withAcquireTime(acquired == null ? now : acquired)
        .withLeaseTransitions((transitions == null ? 0 : transitions) + (renews ? 0 : 1))
        .endSpec()
        .build();
  }

  /** Gives the Lease back if this process holds it. */
  void release() {
    Lease current = read();
    if (current != null
        && current.getSpec() != null
        && settings.identity().equals(current.getSpec().getHolderIdentity())) {
      current.getSpec().setHolderIdentity("");
      Lease unused = call(c -> c.resource(current).update());
    }
  }
}

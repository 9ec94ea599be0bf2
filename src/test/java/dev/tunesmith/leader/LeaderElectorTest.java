package dev.tunesmith.leader;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** By attempts that the test makes, on time that the test moves. */
@DisplayName("A replica")
class LeaderElectorTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
  private static final LeaseTiming TIMING = LeaseTiming.DEFAULTS;

  private final KubernetesMockServer server =
      new KubernetesMockServer(
          new Context(),
          new MockWebServer(),
          new HashMap<>(),
          new KubernetesCrudDispatcher(),
          false);
  private final AtomicReference<Duration> uptime = new AtomicReference<>(Duration.ofHours(1));
  private final InstantSource wallTime = () -> NOON.plus(uptime.get());
  private final List<String> lost = new ArrayList<>();
  private KubernetesClient client;
  private LeaderElector a;
  private LeaderElector b;

  @BeforeEach
  void start() {
    server.init();
    client = server.createClient();
    a = elector("a");
    b = elector("b");
  }

  @AfterEach
  void stop() {
    a.close();
    b.close();
    client.close();
    server.destroy();
  }

  private LeaderElector elector(String identity) {
    return new LeaderElector(
        new LeaseSettings("here", "tunesmith", identity, TIMING),
        client,
        wallTime.withZone(ZoneOffset.UTC),
        uptime::get,
        () -> {},
        () -> lost.add(identity));
  }

  private void passes(Duration time) {
    uptime.updateAndGet(time::plus);
  }

  private Lease lease() {
    return client.leases().inNamespace("here").withName("tunesmith").get();
  }

  @Test
  @DisplayName("leads from the write of the lease until the renew deadline, and not longer")
  void untilTheDeadline() {
    assertThat(a.held()).as("before anything was written").isFalse();
    assertThat(a.attempt()).as("gained").isTrue();
    passes(TIMING.renewDeadline().minusMillis(1));
    assertThat(a.held()).isTrue();
    assertThat(a.attempt()).as("a renewal gains nothing").isFalse();
    passes(TIMING.renewDeadline().minusMillis(1));
    assertThat(a.held()).isTrue();

    passes(Duration.ofMillis(1));

    assertThat(a.held()).isFalse();
    assertThat(lease().getSpec().getLeaseTransitions()).isEqualTo(1);
  }

  @Test
  @DisplayName("stands by while the holder renews, and takes over one duration after it stopped")
  void standsBy() {
    assertThat(a.attempt()).isTrue();
    for (int i = 0; i < 20; i++) {
      passes(TIMING.retryPeriod());
      assertThat(a.attempt()).isFalse();
      assertThat(b.attempt()).isFalse();
    }

    assertThat(a.standsBy()).isFalse();
    assertThat(b.standsBy()).isTrue();
    passes(TIMING.duration().minusMillis(1));
    assertThat(b.attempt()).as("not stale yet").isFalse();
    assertThat(a.held()).as("past the deadline of the old leader").isFalse();
    passes(Duration.ofMillis(1));

    assertThat(b.attempt()).as("stale").isTrue();
    assertThat(b.standsBy()).isFalse();
    assertThat(b.held()).isTrue();
    assertThat(lease().getSpec().getHolderIdentity()).isEqualTo("b");
    assertThat(lease().getSpec().getLeaseTransitions()).isEqualTo(2);
    assertThat(a.attempt()).as("the old leader").isFalse();
    assertThat(lost).containsExactly("a");
  }

  @Test
  @DisplayName("waits for as long as the holder promised, by its own clock and not by the lease's")
  void longerDuration() {
    Lease foreign =
        client
            .resource(
                new LeaseBuilder()
                    .withNewMetadata()
                    .withNamespace("here")
                    .withName("tunesmith")
                    .endMetadata()
                    .withNewSpec()
                    .withHolderIdentity("somebody")
                    .withLeaseDurationSeconds(60)
                    .withRenewTime(ZonedDateTime.ofInstant(NOON.minusSeconds(9999), ZoneOffset.UTC))
                    .endSpec()
                    .build())
            .create();
    assertThat(a.attempt()).isFalse();
    passes(Duration.ofSeconds(59));
    assertThat(a.attempt()).isFalse();
    passes(Duration.ofSeconds(1));
    assertThat(a.attempt()).isTrue();
    assertThat(foreign.getSpec().getLeaseTransitions()).isNull();
  }

  @Test
  @DisplayName(
      "goes on leading where somebody deletes the lease or wipes it, and ends where"
          + " somebody takes it")
  void tamperedWith() {
    assertThat(a.attempt()).isTrue();
    client.resource(lease()).delete();
    assertThat(a.attempt()).isFalse();
    assertThat(lease().getSpec().getHolderIdentity()).isEqualTo("a");
    Lease wiped = lease();
    wiped.setSpec(null);
    client.resource(wiped).update();
    assertThat(a.attempt()).isFalse();
    assertThat(lease().getSpec().getHolderIdentity()).isEqualTo("a");
    assertThat(a.held()).isTrue();
    Lease taken = lease();
    taken.getSpec().setHolderIdentity("somebody");
    client.resource(taken).update();

    assertThat(a.attempt()).isFalse();

    assertThat(a.held()).isFalse();
    assertThat(lost).containsExactly("a");
    passes(Duration.ofHours(1));
    assertThat(a.attempt()).as("again").isFalse();
    assertThat(a.held()).isFalse();
  }

  @Test
  @DisplayName("gives the lease back when it closes, and only then")
  void release() {
    assertThat(a.attempt()).isTrue();
    b.close();
    assertThat(lease().getSpec().getHolderIdentity()).isEqualTo("a");

    a.close();

    assertThat(lease().getSpec().getHolderIdentity()).isEmpty();
    assertThat(a.held()).isFalse();
    assertThat(elector("c").attempt()).isTrue();
  }
}

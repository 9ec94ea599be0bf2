package dev.tunesmith.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tunesmith.leader.LeaderElector;
import dev.tunesmith.leader.LeaseSettings;
import dev.tunesmith.leader.LeaseTiming;
import dev.tunesmith.support.apiserver.ApiServer;
import dev.tunesmith.support.apiserver.KubeApiServer;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseSpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Leases that somebody else wrote, as the API server stores them. */
@KubeApiServer
class LeaseShapesIT {
  private static final Duration DURATION = Duration.ofSeconds(2);

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          no spec            | {"metadata": {"name": "shape"}}                                            | 0
          an empty spec      | {"metadata": {"name": "shape"}, "spec": {}}                                | 0
          an empty holder    | {"metadata": {"name": "shape"}, "spec": {"holderIdentity": ""}}            | 0
          a holder alone     | {"metadata": {"name": "shape"}, "spec": {"holderIdentity": "old"}}         | 2
          no times           | {"metadata": {"name": "shape"}, "spec": {"holderIdentity": "old", "leaseDurationSeconds": 3, "leaseTransitions": 7}} | 3
          times to come      | {"metadata": {"name": "shape"}, "spec": {"holderIdentity": "old", "leaseDurationSeconds": 1, "renewTime": "2999-01-01T00:00:00.000000Z"}} | 1
          preferred holder   | {"metadata": {"name": "shape"}, "spec": {"holderIdentity": "old", "preferredHolder": "new", "strategy": "OldestEmulationVersion"}} | 2
          """)
  @DisplayName("is taken over when it is stale, and not before")
  void takenOver(String shape, String lease, int seconds, ApiServer server) throws Exception {
    String namespace = server.newNamespace();
    server
        .kubectl(namespace)
        .runWithInput(
            lease.replaceFirst(
                "\\{", "{\"apiVersion\": \"coordination.k8s.io/v1\", \"kind\": \"Lease\", "),
            "create",
            "-f",
            "-")
        .output();
    CountDownLatch gained = new CountDownLatch(1);
    long start = System.nanoTime();
    Instant begun = Clock.systemUTC().instant();
    try (LeaderElector elector =
        new LeaderElector(
            new LeaseSettings(
                namespace,
                "shape",
                "new",
                new LeaseTiming(DURATION, Duration.ofMillis(1500), Duration.ofMillis(200))),
            server.admin(),
            Clock.systemUTC(),
            () -> Duration.ofNanos(System.nanoTime() - start),
            gained::countDown,
            () -> {})) {
      elector.start();

      assertThat(gained.await(20, TimeUnit.SECONDS)).as("the lead").isTrue();
      assertThat(Duration.ofNanos(System.nanoTime() - start))
          .isGreaterThanOrEqualTo(Duration.ofSeconds(seconds));
      assertThat(elector.held()).isTrue();
      LeaseSpec spec =
          server.admin().leases().inNamespace(namespace).withName("shape").require().getSpec();
      assertThat(spec.getHolderIdentity()).isEqualTo("new");
      assertThat(spec.getAcquireTime().toInstant()).isAfterOrEqualTo(begun.minusSeconds(1));
      assertThat(spec.getLeaseDurationSeconds()).isEqualTo(2);
    }
  }
}

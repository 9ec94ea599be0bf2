package dev.tunesmith.it;

import static dev.tunesmith.emulator.RpcMethod.CREATE_TUNING_JOB;
import static dev.tunesmith.emulator.RpcMethod.LIST_TUNING_JOBS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tunesmith.emulator.Emulator;
import dev.tunesmith.support.apiserver.ApiServer;
import dev.tunesmith.support.apiserver.AuditTrail;
import dev.tunesmith.support.apiserver.KubeApiServer;
import dev.tunesmith.support.apiserver.TestNamespace;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What a job costs the API server and the service, in requests. */
@KubeApiServer
@DisplayName("A job costs")
class CostIT {
  /** Finalizer, submission, name, running, succeeded, and the finalizer again. */
  private static final int MOST_WRITES = 6;

  private static final int AT_ONCE = 30;

  /** One listing serves all requests so far, and polls: far fewer than one for each resource. */
  private static final int MOST_LISTINGS = 10;

  private KubectlUser user;
  private Emulator emulator;
  private ApiServer server;
  private AuditLog audit;

  @BeforeEach
  void start(ApiServer apiServer, TestNamespace namespace) {
    server = apiServer;
    user = new KubectlUser(namespace);
    audit = new AuditLog(server);
    emulator = OperatorUnderTest.emulator();
  }

  private OperatorUnderTest operator(Duration poll) {
    return OperatorUnderTest.start(
        server, emulator, OperatorUnderTest.options(user.namespace(), "--poll-interval=" + poll));
  }

  @AfterEach
  void stop() {
    emulator.close();
  }

  @Test
  @DisplayName("one create call, and at most six writes and no read of its resource")
  void oneLife() {
    try (OperatorUnderTest operator = operator(Duration.ofSeconds(1))) {
      // The first listing connects: after 0.8 s of it, a status says what the resource waits for.
      user.apply(Manifest.of("first"));
      user.awaitCondition("first", "Complete");
      user.apply(Manifest.of("costed"));
      user.awaitCondition("costed", "Complete");
      user.delete("costed");
      user.awaitGone("costed");
      assertThat(operator.counts().internalErrors()).isZero();
    }

    List<AuditTrail.Request> requests =
        audit.requestsIn(user.namespace()).stream()
            .filter(request -> request.name().equals("costed"))
            .toList();
    assertThat(requests).filteredOn(request -> !request.writes()).as("reads").isEmpty();
    assertThat(requests).hasSizeBetween(4, MOST_WRITES);
    assertThat(requests).as("lost races").allSatisfy(r -> assertThat(r.code()).isEqualTo(200));
    assertThat(emulator.calls().of(CREATE_TUNING_JOB)).as("of both resources").isEqualTo(2);
  }

  @Test
  @DisplayName("no listing of its own: 30 at once share theirs, with one create each")
  void manyAtOnce() {
    List<String> names = IntStream.range(0, AT_ONCE).mapToObj(i -> "many-" + i).toList();
    user.apply(names.stream().map(Manifest::ofEndless).toArray(Manifest[]::new));

    // They exist when it starts, as after a failover: their first listings are due at once.
    try (OperatorUnderTest operator = operator(Duration.ofSeconds(10))) {
      names.forEach(user::awaitJob);
      assertThat(emulator.calls().of(LIST_TUNING_JOBS)).isBetween(1L, (long) MOST_LISTINGS);
      assertThat(emulator.calls().of(CREATE_TUNING_JOB)).isEqualTo(AT_ONCE);
      assertThat(emulator.jobs()).hasSize(AT_ONCE);
      user.delete(names.toArray(String[]::new));
      names.forEach(user::awaitGone);
      assertThat(operator.counts().internalErrors()).isZero();
    }
    List<AuditTrail.Request> requests = audit.requestsIn(user.namespace());
    for (String name : names) {
      assertThat(requests)
          .filteredOn(request -> request.name().equals(name))
          .as(name)
          // One more: what it waits for, where its first listing takes over 0.8 s.
          .hasSizeBetween(4, MOST_WRITES + 1);
    }
  }
}

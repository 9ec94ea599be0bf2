package dev.tunesmith.it;

import static dev.tunesmith.emulator.RpcMethod.CREATE_TUNING_JOB;
import static dev.tunesmith.emulator.RpcMethod.LIST_TUNING_JOBS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tunesmith.app.ProcessSettings;
import dev.tunesmith.emulator.Emulator;
import dev.tunesmith.lifecycle.PollSchedule;
import dev.tunesmith.reconcile.EngineSettings;
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
  /** Finalizer, intent, name, running, succeeded, and the finalizer again. */
  private static final int MOST_WRITES = 6;

  private static final int AT_ONCE = 30;

  /** Looks that gather what was asked meanwhile, and polls: far fewer than one per resource. */
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
    ProcessSettings quick = OperatorUnderTest.settings(user.namespace());
    EngineSettings engine = quick.engine();
    ProcessSettings settings =
        new ProcessSettings(
            new EngineSettings(
                engine.instanceId(),
                engine.policy(),
                engine.defaultLocation(),
                engine.timing(),
                new PollSchedule(poll, 100_000),
                engine.adoptionWindow()),
            quick.namespaces(),
            quick.workers(),
            quick.shutdownTimeout());
    return OperatorUnderTest.start(server, emulator, settings);
  }

  @AfterEach
  void stop() {
    emulator.close();
  }

  @Test
  @DisplayName("one create call, and at most six writes and no read of its resource")
  void oneLife() {
    try (OperatorUnderTest operator = operator(Duration.ofSeconds(1))) {
      user.apply(Manifest.of("costed"));
      user.awaitCondition("costed", "Complete");
      user.delete("costed");
      user.awaitGone("costed");
      assertThat(operator.counts().internalErrors.get()).isZero();
    }

    List<AuditTrail.Request> requests =
        audit.requestsIn(user.namespace()).stream()
            .filter(request -> request.name().equals("costed"))
            .toList();
    assertThat(requests).filteredOn(request -> !request.writes()).as("reads").isEmpty();
    assertThat(requests).hasSizeBetween(4, MOST_WRITES);
    assertThat(requests).as("lost races").allSatisfy(r -> assertThat(r.code()).isEqualTo(200));
    assertThat(emulator.calls().of(CREATE_TUNING_JOB)).isEqualTo(1);
  }

  @Test
  @DisplayName("no listing of its own: 30 at once share theirs, with one create each")
  void manyAtOnce() {
    List<String> names = IntStream.range(0, AT_ONCE).mapToObj(i -> "many-" + i).toList();
    user.apply(names.stream().map(Manifest::ofEndless).toArray(Manifest[]::new));

    // They are there when it starts, as after a failover: the first looks are due at once.
    try (OperatorUnderTest operator = operator(Duration.ofSeconds(10))) {
      names.forEach(user::awaitJob);
      assertThat(emulator.calls().of(LIST_TUNING_JOBS)).isBetween(1L, (long) MOST_LISTINGS);
      assertThat(emulator.calls().of(CREATE_TUNING_JOB)).isEqualTo(AT_ONCE);
      assertThat(emulator.jobs()).hasSize(AT_ONCE);
      user.delete(names.toArray(String[]::new));
      names.forEach(user::awaitGone);
      assertThat(operator.counts().internalErrors.get()).isZero();
    }
    List<AuditTrail.Request> requests = audit.requestsIn(user.namespace());
    for (String name : names) {
      assertThat(requests)
          .filteredOn(request -> request.name().equals(name))
          .as(name)
          .hasSizeBetween(4, MOST_WRITES + 1);
    }
  }
}

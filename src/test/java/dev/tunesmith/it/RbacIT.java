package dev.tunesmith.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tunesmith.api.v1alpha1.tuningjob.TuningJob;
import dev.tunesmith.emulator.Emulator;
import dev.tunesmith.reconcile.Announcement;
import dev.tunesmith.reconcile.KubernetesEventRecorder;
import dev.tunesmith.support.ManualClock;
import dev.tunesmith.support.apiserver.ApiServer;
import dev.tunesmith.support.apiserver.KubeApiServer;
import dev.tunesmith.support.apiserver.TestNamespace;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/**
 * What is asked of the API server seldom, or by an operator of the whole cluster only. That the
 * roles grant all that is asked for, and nothing that nothing asks for, is checked when the last
 * test on the server is over: see {@link ApiServer#verifyNothingForbidden}.
 */
@KubeApiServer(alone = true)
@Order(1)
@DisplayName("The operator's roles")
class RbacIT {
  private static final int RACES = 10;
  private static final int WRITES = 100;

  private ApiServer server;
  private KubectlUser user;
  private Path kubeconfig;

  @BeforeEach
  void start(ApiServer apiServer, TestNamespace namespace) {
    server = apiServer;
    user = new KubectlUser(namespace);
    kubeconfig = OperatorJvm.signIn(server);
  }

  @Test
  @DisplayName("let one operator work in all namespaces, also against somebody else's writes")
  void wholeCluster() throws Exception {
    try (Emulator emulator = OperatorUnderTest.emulator();
        OperatorJvm operator =
            OperatorJvm.start(Map.of(), OperatorJvm.options(kubeconfig, emulator.grpcPort()))) {
      operator.awaitReady();
      KubectlUser.awaitThat(
          "the lead", () -> assertThat(operator.leads()).as(operator.log()).isTrue());
      user.apply(Manifest.of("alive"));
      user.awaitCondition("alive", "Complete");
      user.delete("alive");
      user.awaitGone("alive");
      loseARace();
      operator.terminate();
      assertThat(operator.exitCode()).as(operator.log()).isZero();
    }
    assertThat(hasLost()).as("a write lost a race").isTrue();
  }

  /**
   * A write of the operator's fails when somebody else wrote meanwhile. Who is quicker is up to the
   * machine, so it is tried until it happened.
   */
  private void loseARace() {
    for (int i = 0; i < RACES && !hasLost(); i++) {
      String name = "raced-" + i;
      var raced =
          server.admin().resources(TuningJob.class).inNamespace(user.namespace()).withName(name);
      String yaml = Manifest.of(name).yaml();
      server
          .admin()
          .load(new ByteArrayInputStream(yaml.getBytes(UTF_8)))
          .inNamespace(user.namespace())
          .create();
      write(raced);
      user.awaitCondition(name, "Complete");
      raced.delete();
      write(raced);
      user.awaitGone(name);
    }
  }

  private static void write(Resource<TuningJob> raced) {
    try {
      for (int write = 0; write < WRITES; write++) {
        raced.patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"metadata\": {\"annotations\": {\"example.com/write\": \"" + write + "\"}}}");
      }
    } catch (KubernetesClientException e) {
      assertThat(e.getCode()).as("gone already").isEqualTo(404);
    }
  }

  private boolean hasLost() {
    return new AuditLog(server)
        .requestsIn(user.namespace()).stream()
            .anyMatch(r -> r.code() == 409 && r.resource().startsWith("tuningjobs"));
  }

  @Test
  @DisplayName("let an event that repeats be counted, instead of being written anew")
  void countedEvent() {
    user.apply(Manifest.of("reported"));
    TuningJob about = Objects.requireNonNull(user.read("reported"));
    try (KubernetesClient client = server.impersonating(AuditLog.OPERATOR)) {
      ManualClock clock = new ManualClock();
      KubernetesEventRecorder events = new KubernetesEventRecorder(client, clock);
      events.event(about, new Announcement(true, "QuotaExceeded", "the same words"));
      clock.advance(Duration.ofMinutes(2));
      events.event(about, new Announcement(true, "QuotaExceeded", "the same words"));
    }
    assertThat(
            server.admin().v1().events().inNamespace(user.namespace()).list().getItems().stream()
                .filter(event -> event.getMessage().equals("the same words")))
        .singleElement()
        .satisfies(event -> assertThat(event.getCount()).isEqualTo(2));
  }
}

package dev.tunesmith.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tunesmith.emulator.Emulator;
import dev.tunesmith.support.apiserver.OwnApiServer;
import dev.tunesmith.support.apiserver.RestartableServer;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** {@code kubectl delete crd} under a running operator. */
@OwnApiServer
class CrdDeletedIT {
  private static final String CRD = "crd/tuningjobs.tunesmith.dev";

  @Test
  @DisplayName(
      "Deleting the CRD deletes its resources, which cancels what runs; installed again, it"
          + " is watched again without a restart")
  void deletedAndInstalledAgain(RestartableServer server) {
    KubectlUser user = new KubectlUser(server.api(), server.api().newNamespace());
    try (Emulator emulator = OperatorUnderTest.emulator();
        OperatorUnderTest operator =
            OperatorUnderTest.start(server.api(), emulator, user.namespace())) {
      EmulatorJobs jobs = new EmulatorJobs(emulator);
      user.apply(Manifest.of("finished"), Manifest.ofEndless("running"));
      user.awaitCondition("finished", "Complete");
      user.awaitState("running", "JOB_STATE_RUNNING");

      user.run("delete", CRD, "--timeout=50s");
      assertThat(jobs.states("running")).containsExactly("JOB_STATE_CANCELLED");
      server.installCrds();
      user.apply(Manifest.of("finished"), Manifest.of("afterwards"));

      user.awaitCondition("finished", "Complete");
      user.awaitCondition("afterwards", "Complete");
      assertThat(jobs.of("finished")).hasSize(1);
      assertThat(jobs.of("afterwards")).hasSize(1);
      assertThat(operator.counts().watchesLost.get()).isZero();
    }
  }

  @Test
  @DisplayName("Without its CRD the operator is not ready, says why, and is ready again with it")
  void readiness(RestartableServer server) throws InterruptedException {
    KubectlUser user = new KubectlUser(server.api(), server.api().newNamespace());
    try (Emulator emulator = OperatorUnderTest.emulator();
        OperatorJvm operator =
            OperatorJvm.start(
                Map.of(),
                OperatorJvm.options(
                    OperatorJvm.signIn(server.api(), user.namespace()),
                    emulator.grpcPort(),
                    user.namespace()))) {
      operator.awaitReady();

      user.run("delete", CRD, "--timeout=50s");

      KubectlUser.awaitThat(
          "a process that is not ready",
          () ->
              assertThat(operator.readiness())
                  .startsWith("503 not ready for ")
                  .contains("404 Not Found, the CRD is not installed"));
      assertThat(operator.metrics()).contains("tunesmith_watches_down 1.0");

      server.installCrds();

      operator.awaitReady();
      user.apply(Manifest.of("afterwards"));
      user.awaitCondition("afterwards", "Complete");
      assertThat(operator.readiness()).isEqualTo("200 ready");
      operator.terminate();
      assertThat(operator.exitCode()).as(operator.log()).isZero();
    }
  }
}

package dev.tunesmith.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tunesmith.emulator.Emulator;
import dev.tunesmith.support.apiserver.OwnApiServer;
import dev.tunesmith.support.apiserver.RestartableServer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** {@code kubectl delete crd} under a running operator. */
@OwnApiServer
class DefinitionGoneIT {
  private static final String CRD = "crd/tuningjobs.tunesmith.dev";

  @Test
  @DisplayName(
      "Deleting the definition deletes its resources, which cancels what runs; installed again, it"
          + " is watched again without a restart")
  void deletedAndInstalledAgain(RestartableServer server) {
    KubectlUser user = new KubectlUser(server.api(), server.api().newNamespace());
    try (Emulator emulator = OperatorUnderTest.emulator();
        OperatorUnderTest operator =
            OperatorUnderTest.startWithoutLease(server.api(), emulator, user.namespace())) {
      Bought bought = new Bought(emulator);
      user.apply(Manifest.of("finished"), Manifest.ofEndless("running"));
      user.awaitCondition("finished", "Complete");
      user.awaitState("running", "JOB_STATE_RUNNING");

      user.run("delete", CRD, "--timeout=50s");
      assertThat(bought.states("running")).containsExactly("JOB_STATE_CANCELLED");
      server.installCrds();
      user.apply(Manifest.of("finished"), Manifest.of("afterwards"));

      user.awaitCondition("finished", "Complete");
      user.awaitCondition("afterwards", "Complete");
      assertThat(bought.of("finished")).hasSize(1);
      assertThat(bought.of("afterwards")).hasSize(1);
      assertThat(operator.counts().watchesLost.get()).isZero();
    }
  }
}

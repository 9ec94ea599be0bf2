package dev.tunesmith.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tunesmith.emulator.Emulator;
import dev.tunesmith.support.apiserver.OwnApiServer;
import dev.tunesmith.support.apiserver.RestartableServer;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** An operator that was upgraded before its CRD. */
@OwnApiServer
class CrdTooOldIT {
  @Test
  @DisplayName(
      "An operator whose CRD is too old creates nothing, is not ready, says why, and starts to work"
          + " by itself when the CRD is upgraded")
  void waits(RestartableServer server) throws InterruptedException {
    KubectlUser user = new KubectlUser(server.api(), server.api().newNamespace());
    CustomResourceDefinition unused =
        server
            .api()
            .admin()
            .apiextensions()
            .v1()
            .customResourceDefinitions()
            .withName("tuningjobs.tunesmith.dev")
            .edit(CrdTooOldIT::older);
    user.apply(Manifest.of("early"));
    try (Emulator emulator = OperatorUnderTest.emulator();
        OperatorJvm operator =
            OperatorJvm.start(
                Map.of(),
                List.copyOf(
                    OperatorJvm.options(
                        OperatorJvm.signIn(server.api(), user.namespace()),
                        emulator.grpcPort(),
                        user.namespace())))) {
      KubectlUser.awaitThat(
          "a process that says why it is not ready",
          () ->
              assertThat(operator.readiness())
                  .startsWith("503 ")
                  .contains("is older than this operator", ".status.attempts", "helm upgrade"));
      assertThat(operator.metrics()).contains("tunesmith_crd_too_old 1.0");
      assertThat(emulator.jobs()).isEmpty();

      user.run("apply", "--server-side", "--force-conflicts", "-f", "crds");

      operator.awaitReady();
      assertThat(operator.metrics()).contains("tunesmith_crd_too_old 0.0");
      user.awaitCondition("early", "Complete");
      assertThat(new EmulatorJobs(emulator).of("early")).hasSize(1);
      operator.terminate();
      assertThat(operator.exitCode()).isZero();
    }
  }

  private static CustomResourceDefinition older(CustomResourceDefinition crd) {
    JSONSchemaProps root = crd.getSpec().getVersions().getFirst().getSchema().getOpenAPIV3Schema();
    JSONSchemaProps status = Objects.requireNonNull(root.getProperties().get("status"));
    assertThat(status.getProperties().remove("attempts")).isNotNull();
    return crd;
  }
}

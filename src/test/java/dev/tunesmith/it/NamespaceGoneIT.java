package dev.tunesmith.it;

import static dev.tunesmith.emulator.RpcMethod.CREATE_TUNING_JOB;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tunesmith.emulator.Effect;
import dev.tunesmith.emulator.Emulator;
import dev.tunesmith.emulator.Fault;
import dev.tunesmith.support.apiserver.ApiServer;
import dev.tunesmith.support.apiserver.OwnApiServer;
import dev.tunesmith.support.apiserver.RestartableServer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** {@code kubectl delete namespace}, with the controller that makes namespaces really end. */
@OwnApiServer
class NamespaceGoneIT {
  @Test
  @DisplayName(
      "Deleting a namespace cancels the jobs that run for it, also one whose create call was not"
          + " answered, and the namespace goes, though no event can be written in it")
  void deletedWhileJobsRun(RestartableServer restartable) throws Exception {
    ApiServer server = restartable.api();
    KubectlUser user = new KubectlUser(server, server.newNamespace());
    AutoCloseable controllers = restartable.controllers("namespace-controller");
    try (Emulator emulator = OperatorUnderTest.emulator();
        OperatorUnderTest operator = OperatorUnderTest.start(server, emulator, user.namespace())) {
      EmulatorJobs jobs = new EmulatorJobs(emulator);
      user.apply(Manifest.of("finished"), Manifest.ofEndless("running"));
      user.awaitCondition("finished", "Complete");
      user.awaitState("running", "JOB_STATE_RUNNING");
      String unused =
          emulator
              .faults()
              .add(
                  Fault.on(CREATE_TUNING_JOB, new Effect.Drop(true))
                      .forDisplayName("outcome-unknown"));
      user.apply(Manifest.ofEndless("outcome-unknown"));
      KubectlUser.awaitThat("the create", () -> assertThat(jobs.of("outcome-unknown")).hasSize(1));

      user.run("delete", "namespace", user.namespace(), "--timeout=55s");

      assertThat(server.admin().namespaces().withName(user.namespace()).get()).isNull();
      assertThat(jobs.states("running")).containsExactly("JOB_STATE_CANCELLED");
      assertThat(jobs.states("outcome-unknown")).containsExactly("JOB_STATE_CANCELLED");
      assertThat(operator.counts().unconfirmed()).as("released without certainty").isZero();
      assertThat(operator.counts().internalErrors()).as("internal errors").isZero();
      KubectlUser.awaitThat(
          "a refused event",
          () ->
              assertThat(new AuditLog(server).requestsIn(user.namespace()))
                  .anyMatch(r -> r.resource().equals("events") && r.code() == 403));

      user.run("create", "namespace", user.namespace());
      user.apply(Manifest.of("finished"));
      user.awaitCondition("finished", "Complete");
      assertThat(jobs.of("finished")).as("found again").hasSize(1);
    } finally {
      controllers.close();
    }
  }
}

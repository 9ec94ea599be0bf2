package dev.tunesmith.it;

import static dev.tunesmith.emulator.RpcMethod.CREATE_TUNING_JOB;
import static dev.tunesmith.emulator.RpcMethod.GET_TUNING_JOB;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tunesmith.app.OperatorOptions;
import dev.tunesmith.emulator.CanonicalCode;
import dev.tunesmith.emulator.Emulator;
import dev.tunesmith.support.apiserver.ApiServer;
import dev.tunesmith.support.apiserver.KubeApiServer;
import dev.tunesmith.support.apiserver.TestNamespace;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Statuses that name a job which is not the resource's: copies, restores, other clusters. */
@KubeApiServer
@SuppressWarnings("try") // an operator that runs is not read
@DisplayName("A status that names a job")
class NotOwnedIT {
  private static final Duration A_GRACE = Duration.ofSeconds(16);

  private ApiServer server;
  private KubectlUser user;
  private Emulator emulator;
  private EmulatorJobs jobs;

  @BeforeEach
  void start(ApiServer apiServer, TestNamespace namespace) {
    server = apiServer;
    user = new KubectlUser(namespace);
    emulator = OperatorUnderTest.emulator();
    jobs = new EmulatorJobs(emulator);
  }

  @AfterEach
  void stop() {
    emulator.close();
  }

  private OperatorUnderTest operator(String namespaces, String instanceId) {
    // A deletion's deadline that no leap of a grace comes near.
    return OperatorUnderTest.start(
        server,
        emulator,
        OperatorUnderTest.options(
            namespaces, "--instance-id=" + instanceId, "--deletion-deadline=5m"));
  }

  private static void awaitNotOwned(KubectlUser user, String job) {
    assertThat(user.awaitReason("twin", "NotOwned"))
        .contains("The status names " + job + ", which this operator did not create")
        .contains("--instance-id", "apply it without its status");
    user.awaitCondition("twin", "Stalled");
    user.awaitCondition("twin", "Finished");
    assertThat(user.job("twin")).as("what the status still names").contains(job);
    awaitEvent(user, "NotOwned");
  }

  private static void awaitEvent(KubectlUser user, String reason) {
    KubectlUser.awaitThat(
        reason,
        () -> assertThat(user.eventsOf("twin")).anyMatch(event -> event.startsWith(reason + ": ")));
  }

  private void awaitDeletedAndLeft(OperatorUnderTest operator, KubectlUser user, String job) {
    user.delete("twin");
    operator.leap(A_GRACE, user);
    user.awaitGone("twin");
    KubectlUser.awaitThat(
        "the event",
        () ->
            assertThat(user.eventsOf("twin"))
                .contains(
                    "JobLeft: " + job + " is not this resource's job and was left as it is."));
    assertThat(jobs.states("twin")).containsExactly("JOB_STATE_RUNNING");
  }

  @Test
  @DisplayName("of another resource: a copy is Stalled, creates nothing, and leaves that job alone")
  void copied() {
    KubectlUser other = new KubectlUser(server, server.newNamespace());
    try (OperatorUnderTest operator =
        operator(user.namespace() + "," + other.namespace(), "test-instance")) {
      user.apply(Manifest.ofEndless("twin"));
      user.awaitState("twin", "JOB_STATE_RUNNING");
      String job = user.job("twin").orElseThrow();
      String status = user.field("twin", ".status");

      restore(other, status);

      awaitNotOwned(other, job);
      assertThat(emulator.calls().of(CREATE_TUNING_JOB)).isEqualTo(1);
      awaitDeletedAndLeft(operator, other, job);
      assertThat(user.state("twin")).contains("JOB_STATE_RUNNING");
      // What the message advises.
      other.apply(Manifest.ofEndless("twin"));
      other.awaitState("twin", "JOB_STATE_RUNNING");
      assertThat(other.job("twin")).isNotEmpty().isNotEqualTo(user.job("twin"));
      assertThat(jobs.of("twin")).hasSize(2);
      other.delete("twin");
      user.delete("twin");
      other.awaitGone("twin");
      user.awaitGone("twin");
      assertThat(jobs.states("twin")).containsOnly("JOB_STATE_CANCELLED");
      assertThat(operator.counts().unconfirmed()).isZero();
    }
  }

  /** As backup tools do it: the resource with its finalizer, then its status. */
  private static void restore(KubectlUser user, String status) {
    String manifest =
        Manifest.ofEndless("twin")
            .yaml()
            .replace("{name: twin}", "{name: twin, finalizers: [tunesmith.dev/tuning-job]}");
    String unused = user.tryToRunOn(manifest, "create", "-f", "-").output();
    user.editStatus("twin", "{\"status\": " + status + "}");
  }

  @Test
  @DisplayName("of another instance id: it is followed again by the operator whose job it is")
  void otherInstance() {
    String job;
    try (OperatorUnderTest unused = operator(user.namespace(), "one")) {
      user.apply(Manifest.ofEndless("twin"));
      user.awaitState("twin", "JOB_STATE_RUNNING");
      job = user.job("twin").orElseThrow();
    }
    try (OperatorUnderTest unused = operator(user.namespace(), "two")) {
      awaitNotOwned(user, job);
    }
    try (OperatorUnderTest unused = operator(user.namespace(), "one")) {
      user.awaitReason("twin", "Running");
      assertThat(user.job("twin")).contains(job);
      assertThat(user.condition("twin", "Stalled")).isEmpty();
    }
    try (OperatorUnderTest operator = operator(user.namespace(), "two")) {
      user.awaitReason("twin", "NotOwned");
      awaitDeletedAndLeft(operator, user, job);
      assertThat(operator.counts().unconfirmed()).isZero();
    }
    assertThat(emulator.calls().of(CREATE_TUNING_JOB)).isEqualTo(1);
  }

  @Test
  @DisplayName("that does not exist: the job that is listed for the resource is followed, not lost")
  void listed() {
    String missing = "projects/999/locations/us-central1/tuningJobs/123";
    String job;
    try (OperatorUnderTest unused = operator(user.namespace(), "test-instance")) {
      user.apply(Manifest.ofEndless("twin"));
      user.awaitState("twin", "JOB_STATE_RUNNING");
      job = user.job("twin").orElseThrow();

      rename(missing);

      awaitFollowed(job);
    }
    // The same while no operator runs: a status that was restored from elsewhere.
    rename(missing);
    OperatorOptions patient =
        // A name that no listing shows is read twice, a minute apart, before the resource goes.
        OperatorUnderTest.options(user.namespace(), "--deletion-deadline=5m");
    try (OperatorUnderTest operator = OperatorUnderTest.start(server, emulator, patient)) {
      awaitFollowed(job);
      assertThat(user.eventsOf("twin")).noneMatch(event -> event.startsWith("JobLost"));
      assertThat(emulator.calls().of(CREATE_TUNING_JOB)).isEqualTo(1);
      long before = notFound();
      rename(missing);
      user.delete("twin");
      KubectlUser.awaitThat("NOT_FOUND", () -> assertThat(notFound()).isGreaterThan(before));
      operator.leap(Duration.ofMinutes(2), user);
      user.awaitGone("twin");
      assertThat(jobs.states("twin")).containsExactly("JOB_STATE_CANCELLED");
      assertThat(operator.counts().unconfirmed()).isZero();
    }
  }

  private long notFound() {
    return emulator.calls().of(GET_TUNING_JOB, CanonicalCode.NOT_FOUND);
  }

  private void rename(String job) {
    user.editStatus("twin", "{\"status\": {\"job\": {\"name\": \"" + job + "\"}}}");
    assertThat(user.job("twin")).isPresent();
  }

  private void awaitFollowed(String job) {
    KubectlUser.awaitThat(
        "the listed job",
        () -> {
          assertThat(user.job("twin")).contains(job);
          assertThat(user.condition("twin", "Ready").map(c -> c.getReason())).contains("Running");
          assertThat(user.condition("twin", "Stalled")).isEmpty();
        });
  }
}

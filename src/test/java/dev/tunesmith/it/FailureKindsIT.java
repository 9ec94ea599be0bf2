package dev.tunesmith.it;

import static dev.tunesmith.emulator.RpcMethod.CREATE_TUNING_JOB;
import static dev.tunesmith.emulator.RpcMethod.GET_TUNING_JOB;
import static dev.tunesmith.emulator.RpcMethod.LIST_TUNING_JOBS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tunesmith.emulator.CanonicalCode;
import dev.tunesmith.emulator.Effect;
import dev.tunesmith.emulator.Emulator;
import dev.tunesmith.emulator.Fault;
import dev.tunesmith.support.apiserver.ApiServer;
import dev.tunesmith.support.apiserver.KubeApiServer;
import dev.tunesmith.support.apiserver.TestNamespace;
import dev.tunesmith.vertex.TuningJobs;
import dev.tunesmith.vertex.rest.RestSettings;
import dev.tunesmith.vertex.rest.RestTuningJobs;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/**
 * Each kind of failure once, end to end: what the resource and its events say, how often the create
 * call was sent, and what happens when the cause is gone. The product of kinds and stages is the
 * simulation's.
 */
@KubeApiServer
@DisplayName("A failure of each kind is reported as itself")
@Order(3)
class FailureKindsIT {
  private static final int OBSERVED_SECONDS = 12;

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

  /**
   * A create call that is refused once.
   *
   * @param name the resource's
   * @param code of the refusal
   * @param reason the condition's and the event's
   * @param condition that is True beside Ready
   * @param message a part of the condition's message
   */
  private record Refusal(
      String name,
      CanonicalCode code,
      String words,
      String reason,
      String condition,
      String message) {
    /** Whether another create call follows by itself, after a pause. */
    boolean passes() {
      return !reason.equals("RequestRejected");
    }
  }

  private static List<Refusal> refusals() {
    return List.of(
        new Refusal(
            "rejected",
            CanonicalCode.FAILED_PRECONDITION,
            "The dataset is too small.",
            "RequestRejected",
            "Stalled",
            "The dataset is too small. Change the resource; it is not sent again as it is."),
        new Refusal(
            "rejected-at-length",
            CanonicalCode.INVALID_ARGUMENT,
            "The dataset is wrong: " + "e".repeat(40_000),
            "RequestRejected",
            "Stalled",
            "The dataset is wrong: eeee"),
        new Refusal(
            "no-quota",
            CanonicalCode.RESOURCE_EXHAUSTED,
            "Quota exceeded for tuning jobs.",
            "QuotaExceeded",
            "Reconciling",
            "Quota exceeded for tuning jobs. The create is tried again at 20"),
        new Refusal(
            "not-permitted",
            CanonicalCode.PERMISSION_DENIED,
            "Permission aiplatform.tuningJobs.create denied.",
            "PermissionDenied",
            "Reconciling",
            "Permission aiplatform.tuningJobs.create denied. The create is tried again at 20"),
        new Refusal(
            "not-found",
            CanonicalCode.NOT_FOUND,
            "Requested entity was not found.",
            "NotFound",
            "Stalled",
            "Requested entity was not found."));
  }

  @Test
  @DisplayName("where the service refuses the create call: one call, and another one only later")
  void refused() {
    List<Refusal> refusals = refusals();
    for (Refusal refusal : refusals) {
      String unused =
          emulator
              .faults()
              .add(
                  Fault.on(
                          CREATE_TUNING_JOB,
                          new Effect.Fail(refusal.code(), refusal.words(), false))
                      .forDisplayName(refusal.name())
                      .once());
    }
    try (OperatorUnderTest operator = OperatorUnderTest.start(server, emulator, user.namespace())) {
      user.apply(refusals.stream().map(r -> Manifest.of(r.name())).toArray(Manifest[]::new));

      refusals.forEach(this::reported);
      // By itself, when its pause is over. The pauses of the others are longer.
      user.awaitCondition("no-quota", "Complete");
      operator.leap(Duration.ofMinutes(2), user);

      for (Refusal refusal : refusals) {
        if (!refusal.passes()) {
          assertThat(creates(refusal.name())).as(refusal.name()).isEqualTo(1);
          user.apply(
              Manifest.of(refusal.name()).withSupervised("hyperParameters: {epochCount: 2}"));
        }
        user.awaitCondition(refusal.name(), "Complete");
        assertThat(user.condition(refusal.name(), "Stalled")).as(refusal.name()).isEmpty();
        assertThat(jobs.of(refusal.name())).as(refusal.name()).hasSize(1);
        assertThat(creates(refusal.name())).as(refusal.name()).isEqualTo(2);
      }
      assertThat(operator.counts().internalErrors()).isZero();
    }
  }

  private void reported(Refusal refusal) {
    String name = refusal.name();
    assertThat(user.awaitReason(name, refusal.reason())).as(name).contains(refusal.message());
    user.awaitCondition(name, refusal.condition());
    assertThat(user.condition(name, "Finished").isPresent())
        .as(name + " waits for a person")
        .isEqualTo(refusal.condition().equals("Stalled"));
    awaitWarning(name, refusal.reason());
    assertThat(jobs.of(name)).as(name).isEmpty();
  }

  /** How many create calls a resource made: those that a fault met, and those that made a job. */
  private long creates(String name) {
    return jobs.of(name).size()
        + emulator.faults().list().stream()
            .filter(ordered -> name.equals(ordered.fault().match().displayName()))
            .mapToLong(ordered -> ordered.applied())
            .sum();
  }

  private void awaitWarning(String name, String reason) {
    KubectlUser.awaitThat(
        "a warning " + reason + " about " + name,
        () ->
            assertThat(server.admin().v1().events().inNamespace(user.namespace()).list().getItems())
                .filteredOn(event -> event.getInvolvedObject().getName().equals(name))
                .filteredOn(event -> event.getReason().equals(reason))
                .isNotEmpty()
                .allSatisfy(event -> assertThat(event.getType()).isEqualTo("Warning")));
  }

  @Test
  @DisplayName("where the service cannot be read: nothing is created before it can be")
  void unavailable() {
    String fault =
        emulator
            .faults()
            .add(
                Fault.on(
                    LIST_TUNING_JOBS, new Effect.Fail(CanonicalCode.UNAVAILABLE, "no", false)));
    try (OperatorUnderTest operator = OperatorUnderTest.start(server, emulator, user.namespace())) {
      user.apply(Manifest.of("unread"));

      assertThat(user.awaitReason("unread", "ServiceUnavailable"))
          .contains("The tuning jobs cannot be listed, and nothing is created until they can be");
      user.awaitCondition("unread", "Reconciling");
      awaitWarning("unread", "ServiceUnavailable");
      assertThat(emulator.calls().of(CREATE_TUNING_JOB)).isZero();
      assertThat(emulator.faults().remove(fault)).isTrue();

      user.awaitCondition("unread", "Complete");
      assertThat(emulator.calls().of(CREATE_TUNING_JOB)).isEqualTo(1);
      assertThat(operator.counts().internalErrors()).isZero();
    }
  }

  @Test
  @DisplayName("where no reply to the create call comes: a later listing shows what became of it")
  void outcomeUnknown() {
    String unused =
        emulator.faults().add(Fault.on(CREATE_TUNING_JOB, new Effect.Drop(true)).once());
    // The job is listed late, so that the operator has to wait for it.
    unused =
        emulator
            .faults()
            .add(Fault.on(CREATE_TUNING_JOB, new Effect.ListLag(Duration.ofSeconds(3))));
    try (OperatorUnderTest operator = OperatorUnderTest.start(server, emulator, user.namespace())) {
      user.apply(Manifest.of("dropped"));

      assertThat(user.awaitReason("dropped", "CreateOutcomeUnknown"))
          .contains("It is not known whether Vertex AI accepted the last create call.");
      user.awaitCondition("dropped", "Reconciling");
      awaitWarning("dropped", "CreateOutcomeUnknown");

      user.awaitCondition("dropped", "Complete");
      assertThat(user.eventsOf("dropped"))
          .anyMatch(event -> event.startsWith("TuningJobAdopted: "));
      assertThat(emulator.calls().of(CREATE_TUNING_JOB)).isEqualTo(1);
      assertThat(jobs.of("dropped")).hasSize(1);
      assertThat(operator.counts().duplicates()).isZero();
    }
  }

  @Test
  @DisplayName("where a proxy answers 404 in the service's place: no second create, no lost job")
  void notTheService() throws InterruptedException {
    Effect page = new Effect.HttpReply(404);
    String unlisted = emulator.faults().add(Fault.on(LIST_TUNING_JOBS, page));
    String unused =
        emulator
            .faults()
            .add(Fault.on(CREATE_TUNING_JOB, new Effect.HttpReply(404, null, null, true)).once());
    TuningJobs rest =
        new RestTuningJobs(
            new RestSettings(
                RestSettings.endpoint("127.0.0.1:" + emulator.httpPort(), true),
                false,
                Duration.ofSeconds(4),
                Duration.ofSeconds(4)));
    try (OperatorUnderTest operator =
        OperatorUnderTest.start(server, rest, OperatorUnderTest.options(user.namespace()))) {
      user.apply(Manifest.ofEndless("proxied"));
      user.awaitReason("proxied", "ServiceUnavailable");
      assertThat(emulator.faults().remove(unlisted)).isTrue();

      assertThat(user.awaitReason("proxied", "CreateOutcomeUnknown"))
          .contains("It is not known whether Vertex AI accepted the last create call.");
      user.awaitReason("proxied", "Running");

      List<String> unread =
          List.of(
              emulator.faults().add(Fault.on(LIST_TUNING_JOBS, page)),
              emulator.faults().add(Fault.on(GET_TUNING_JOB, page)));
      // Longer than what makes a job lost that the service itself does not know.
      for (int leaps = 0; leaps < 4; leaps++) {
        operator.leap(Duration.ofMinutes(2), user);
        TimeUnit.SECONDS.sleep(1);
        assertThat(user.condition("proxied", "Stalled")).isEmpty();
      }
      unread.forEach(fault -> assertThat(emulator.faults().remove(fault)).isTrue());

      user.awaitReason("proxied", "Running");
      assertThat(jobs.of("proxied")).hasSize(1);
      assertThat(operator.counts().duplicates()).isZero();
      user.delete("proxied");
      user.awaitGone("proxied");
    }
  }

  @Test
  @DisplayName("where an admission policy refuses to let the finalizer be added, or be removed")
  void metadataRefused() throws InterruptedException {
    try (OperatorUnderTest operator = OperatorUnderTest.start(server, emulator, user.namespace())) {
      user.apply(Manifest.of("removed"));
      user.awaitCondition("removed", "Complete");
      refuseUnlabelled("removed");
      user.apply(Manifest.of("added"));
      user.delete("removed");
      long begun = System.nanoTime();

      List<String> names = List.of("added", "removed");
      for (String name : names) {
        assertThat(user.awaitReason(name, "MetadataWriteRefused"))
            .contains("refuses a change of the finalizer tunesmith.dev/tuning-job")
            .contains("every TuningJob needs a label owner");
        user.awaitCondition(name, "Reconciling");
        awaitWarning(name, "MetadataWriteRefused");
      }
      TimeUnit.SECONDS.sleep(OBSERVED_SECONDS);
      for (String name : names) {
        // Each two seconds it would be more.
        assertThat(patches(name))
            .as(name)
            .isBetween(1L, Duration.ofNanos(System.nanoTime() - begun).toSeconds() / 3);
      }
      assertThat(jobs.of("added")).isEmpty();

      user.run("label", "tj/added", "tj/removed", "owner=me");

      user.awaitGone("removed");
      user.awaitCondition("added", "Complete");
      assertThat(jobs.of("added")).hasSize(1);
      assertThat(operator.counts().internalErrors()).isZero();
    }
  }

  private long patches(String name) {
    return new AuditLog(server)
        .requestsIn(user.namespace()).stream()
            .filter(request -> request.verb().equals("patch") && request.name().equals(name))
            .filter(request -> request.code() >= 400)
            .count();
  }

  /** An administrator requires a label that the resources of this test do not have. */
  private void refuseUnlabelled(String existing) {
    String policy =
        """
        apiVersion: admissionregistration.k8s.io/v1
        kind: ValidatingAdmissionPolicy
        metadata: {name: "owner-NAMESPACE"}
        spec:
          matchConstraints:
            namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: NAMESPACE}}
            resourceRules:
            - {apiGroups: [tunesmith.dev], apiVersions: ["*"], operations: [UPDATE], resources: [tuningjobs]}
          validations:
          - expression: "has(object.metadata.labels) && 'owner' in object.metadata.labels"
            message: every TuningJob needs a label owner
        ---
        apiVersion: admissionregistration.k8s.io/v1
        kind: ValidatingAdmissionPolicyBinding
        metadata: {name: "owner-NAMESPACE"}
        spec: {policyName: "owner-NAMESPACE", validationActions: [Deny]}
        """
            .replace("NAMESPACE", user.namespace());
    assertThat(user.tryToRunOn(policy, "apply", "-f", "-").exitCode()).isZero();
    KubectlUser.awaitThat(
        "the policy",
        () ->
            assertThat(
                    user.tryToRun("annotate", "tj/" + existing, "a=b", "--dry-run=server").stderr())
                .contains("every TuningJob needs a label owner"));
  }
}

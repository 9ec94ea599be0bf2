package dev.tunesmith.it;

import static dev.tunesmith.emulator.RpcMethod.CANCEL_TUNING_JOB;
import static dev.tunesmith.emulator.RpcMethod.CREATE_TUNING_JOB;
import static dev.tunesmith.emulator.RpcMethod.GET_MODEL;
import static dev.tunesmith.emulator.RpcMethod.GET_TUNING_JOB;
import static dev.tunesmith.emulator.RpcMethod.LIST_TUNING_JOBS;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tunesmith.emulator.CanonicalCode;
import dev.tunesmith.emulator.Effect;
import dev.tunesmith.emulator.Emulator;
import dev.tunesmith.emulator.Fault;
import dev.tunesmith.emulator.RpcMethod;
import dev.tunesmith.gitops.ArgoCd;
import dev.tunesmith.gitops.FluxHealth;
import dev.tunesmith.gitops.Kstatus;
import dev.tunesmith.gitops.Situation;
import dev.tunesmith.gitops.Written;
import dev.tunesmith.support.apiserver.ApiServer;
import dev.tunesmith.support.apiserver.KubeApiServer;
import dev.tunesmith.support.apiserver.TestNamespace;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Brings resources into every situation, with the operator on the real API server, and checks what
 * Argo CD, Flux and Helm 4 make of each. {@code -Dupdate} writes them to {@code deploy/argocd/},
 * where the fast tests take them from.
 */
@KubeApiServer
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@DisplayName("GitOps tools show the statuses that the operator wrote for what they are:")
@Order(3)
class GitOpsStatusIT {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final Set<Situation> BY_THEMSELVES =
      Set.of(Situation.NOT_SEEN, Situation.EDITED_NOT_SEEN, Situation.OUTCOME_UNKNOWN);

  private final Map<Situation, JsonNode> resources = new EnumMap<>(Situation.class);
  private KubectlUser user;
  private Emulator emulator;
  private OperatorUnderTest operator;

  @BeforeAll
  void bringAbout(ApiServer server, TestNamespace namespace) {
    user = new KubectlUser(namespace);
    KubectlUser unwatched = new KubectlUser(server, server.newNamespace());
    emulator = OperatorUnderTest.emulator();
    operator = OperatorUnderTest.start(server, emulator, user.namespace());
    unwatched.apply(Manifest.of(Situation.NOT_SEEN.resourceName()));
    resources.put(Situation.NOT_SEEN, read(unwatched, Situation.NOT_SEEN));
    orderStates();
    orderFailures();
    loseLabels();
    loseACreate();
    user.apply(
        Arrays.stream(Situation.values())
            .filter(situation -> !BY_THEMSELVES.contains(situation))
            .map(GitOpsStatusIT::manifest)
            .toArray(Manifest[]::new));
    awaitStates();
    awaitFailures();
    awaitModelGone();
    awaitDeleting();
    awaitJobLost();
    editUnseen();
  }

  @AfterAll
  void stop() {
    operator.close();
    emulator.close();
  }

  private static Manifest manifest(Situation situation) {
    String name = situation.resourceName();
    return switch (situation) {
      case RUNNING, DELETING, OUT_OF_SIGHT -> in(situation, Manifest.ofEndless(name));
      case REFUSED_BY_THE_SERVICE -> Manifest.of(name).onModel("gemini-1.5-pro");
      case UNKNOWN_FIELD -> Manifest.of(name).withSupervised("hyper_parameters: {epochCount: 2}");
      case SUSPENDED -> Manifest.of(name).with("suspend: true");
      case POLICY_VIOLATION -> Manifest.of(name).inProject("other-project");
      case NOT_SEEN,
          EDITED_NOT_SEEN,
          QUEUED,
          PENDING,
          PAUSED,
          UPDATING,
          CANCELLING,
          UNHEARD_OF,
          UNSPECIFIED,
          SUCCEEDED,
          PARTIALLY_SUCCEEDED,
          PARTIALLY_SUCCEEDED_WITHOUT_ENDPOINT,
          FAILED,
          EXPIRED,
          CANCELLED,
          MODEL_GONE,
          JOB_LOST,
          MARKER_NOT_KEPT,
          OUTCOME_UNKNOWN,
          PERMISSION_DENIED,
          QUOTA_EXCEEDED ->
          in(situation, Manifest.of(name));
    };
  }

  /** A fault that is ordered for a location needs one of its own. */
  private static Manifest in(Situation situation, Manifest manifest) {
    return OWN_LOCATIONS.containsKey(situation)
        ? manifest.inLocation(OWN_LOCATIONS.get(situation))
        : manifest;
  }

  private static final Map<Situation, String> OWN_LOCATIONS =
      Map.of(
          Situation.MARKER_NOT_KEPT, "europe-west4",
          Situation.OUT_OF_SIGHT, "us-east1",
          Situation.MODEL_GONE, "us-east4",
          Situation.JOB_LOST, "us-west1",
          Situation.PERMISSION_DENIED, "europe-west1",
          Situation.QUOTA_EXCEEDED, "europe-west3");

  private void orderStates() {
    Map<Situation, String> stays =
        Map.of(
            Situation.QUEUED, "JOB_STATE_QUEUED",
            Situation.PENDING, "JOB_STATE_PENDING",
            Situation.PAUSED, "JOB_STATE_PAUSED",
            Situation.UPDATING, "JOB_STATE_UPDATING",
            Situation.CANCELLING, "JOB_STATE_CANCELLING",
            Situation.UNHEARD_OF, "JOB_STATE_HIBERNATING",
            Situation.UNSPECIFIED, "JOB_STATE_UNSPECIFIED",
            Situation.JOB_LOST, "JOB_STATE_RUNNING");
    stays.forEach(
        (situation, state) ->
            order(
                situation,
                CREATE_TUNING_JOB,
                new Effect.Follows(List.of(new Effect.Step(state, Duration.ZERO)))));
    String partly = "JOB_STATE_PARTIALLY_SUCCEEDED";
    Effect.JobError error = new Effect.JobError(13, "Internal error occurred.");
    order(Situation.SUCCEEDED, CREATE_TUNING_JOB, new Effect.EndsAs("JOB_STATE_SUCCEEDED"));
    order(
        Situation.PARTIALLY_SUCCEEDED,
        CREATE_TUNING_JOB,
        new Effect.EndsAs(partly, true, true, null));
    order(
        Situation.PARTIALLY_SUCCEEDED_WITHOUT_ENDPOINT,
        CREATE_TUNING_JOB,
        new Effect.EndsAs(partly, true, false, error));
    order(
        Situation.FAILED,
        CREATE_TUNING_JOB,
        new Effect.EndsAs("JOB_STATE_FAILED", false, false, error));
    order(Situation.EXPIRED, CREATE_TUNING_JOB, new Effect.EndsAs("JOB_STATE_EXPIRED"));
    order(Situation.CANCELLED, CREATE_TUNING_JOB, new Effect.EndsAs("JOB_STATE_CANCELLED"));
  }

  private void orderFailures() {
    order(Situation.PERMISSION_DENIED, CREATE_TUNING_JOB, fail(CanonicalCode.PERMISSION_DENIED));
    order(Situation.QUOTA_EXCEEDED, CREATE_TUNING_JOB, fail(CanonicalCode.RESOURCE_EXHAUSTED));
    order(Situation.DELETING, CANCEL_TUNING_JOB, new Effect.CancelIgnored());
    // A listed job is not lost, whatever a read says.
    order(Situation.JOB_LOST, CREATE_TUNING_JOB, new Effect.ListLag(Duration.ofDays(1)));
  }

  /** Alone and at once: the outcome is known within seconds. */
  private void loseACreate() {
    order(Situation.OUTCOME_UNKNOWN, CREATE_TUNING_JOB, new Effect.Drop(false));
    user.apply(manifest(Situation.OUTCOME_UNKNOWN));
    take(Situation.OUTCOME_UNKNOWN, "CreateOutcomeUnknown");
  }

  /** Where one job was returned without our labels, no other one is created. */
  private void loseLabels() {
    String unused =
        emulator
            .faults()
            .add(
                Fault.on(CREATE_TUNING_JOB, new Effect.LabelsNotKept())
                    .forDisplayName("unlabelled"));
    user.apply(in(Situation.MARKER_NOT_KEPT, Manifest.of("unlabelled")));
    user.awaitJob("unlabelled");
  }

  private static Effect fail(CanonicalCode code) {
    return new Effect.Fail(code, null, false);
  }

  private void order(Situation situation, RpcMethod method, Effect effect) {
    String unused =
        emulator.faults().add(Fault.on(method, effect).forDisplayName(situation.resourceName()));
  }

  private void order(Situation situation, RpcMethod method, CanonicalCode code) {
    String unused =
        emulator
            .faults()
            .add(
                Fault.on(method, fail(code))
                    .inLocation(Objects.requireNonNull(OWN_LOCATIONS.get(situation))));
  }

  private void awaitStates() {
    Map<Situation, String> reasons = new EnumMap<>(Situation.class);
    reasons.put(Situation.QUEUED, "Queued");
    reasons.put(Situation.PENDING, "Pending");
    reasons.put(Situation.RUNNING, "Running");
    reasons.put(Situation.PAUSED, "Paused");
    reasons.put(Situation.UPDATING, "Updating");
    reasons.put(Situation.CANCELLING, "Cancelling");
    reasons.put(Situation.UNHEARD_OF, "UnknownState");
    reasons.put(Situation.UNSPECIFIED, "UnknownState");
    reasons.put(Situation.SUCCEEDED, "Succeeded");
    reasons.put(Situation.PARTIALLY_SUCCEEDED, "PartiallySucceeded");
    reasons.put(Situation.PARTIALLY_SUCCEEDED_WITHOUT_ENDPOINT, "PartiallySucceeded");
    reasons.put(Situation.FAILED, "Failed");
    reasons.put(Situation.EXPIRED, "Expired");
    reasons.put(Situation.CANCELLED, "Cancelled");
    reasons.forEach(this::take);
  }

  private void awaitFailures() {
    take(Situation.REFUSED_BY_THE_SERVICE, "RequestRejected");
    take(Situation.UNKNOWN_FIELD, "RequestRejected");
    take(Situation.POLICY_VIOLATION, "PolicyViolation");
    take(Situation.SUSPENDED, "Suspended");
    take(Situation.MARKER_NOT_KEPT, "MarkerNotKept");
    take(Situation.PERMISSION_DENIED, "PermissionDenied");
    take(Situation.QUOTA_EXCEEDED, "QuotaExceeded");
    user.awaitReason(Situation.OUT_OF_SIGHT.resourceName(), "Running");
    order(Situation.OUT_OF_SIGHT, GET_TUNING_JOB, CanonicalCode.UNAVAILABLE);
    order(Situation.OUT_OF_SIGHT, LIST_TUNING_JOBS, CanonicalCode.UNAVAILABLE);
    take(Situation.OUT_OF_SIGHT, "ServiceUnavailable");
  }

  /** Whether the model still exists is read when a job is found again. */
  private void awaitModelGone() {
    String name = Situation.MODEL_GONE.resourceName();
    user.awaitCondition(name, "Complete");
    user.delete(name);
    user.awaitGone(name);
    order(Situation.MODEL_GONE, GET_MODEL, CanonicalCode.NOT_FOUND);
    user.apply(manifest(Situation.MODEL_GONE));
    take(Situation.MODEL_GONE, "ModelGone");
  }

  private void awaitDeleting() {
    String name = Situation.DELETING.resourceName();
    user.awaitState(name, "JOB_STATE_RUNNING");
    user.delete(name);
    take(Situation.DELETING, "Cancelling");
  }

  private void awaitJobLost() {
    user.awaitReason(Situation.JOB_LOST.resourceName(), "Running");
    long before = emulator.calls().of(GET_TUNING_JOB);
    order(Situation.JOB_LOST, GET_TUNING_JOB, CanonicalCode.NOT_FOUND);
    KubectlUser.awaitThat(
        "NOT_FOUND", () -> assertThat(emulator.calls().of(GET_TUNING_JOB)).isGreaterThan(before));
    // Twice: the informer takes no first NOT_FOUND for an answer, nor does rule H.
    operator.leap(Duration.ofMinutes(2));
    user.awaitReason(Situation.JOB_LOST.resourceName(), "ListingJobs");
    operator.leap(Duration.ofMinutes(2));
    take(Situation.JOB_LOST, "JobLost");
  }

  /** The operator has stopped. */
  private void editUnseen() {
    String name = Situation.EDITED_NOT_SEEN.resourceName();
    user.apply(Manifest.of(name));
    user.awaitCondition(name, "Complete");
    operator.close();
    user.apply(Manifest.of(name).withRun("2"));
    resources.put(Situation.EDITED_NOT_SEEN, read(user, Situation.EDITED_NOT_SEEN));
  }

  private void take(Situation situation, String reason) {
    String unused = user.awaitReason(situation.resourceName(), reason);
    resources.put(situation, read(user, situation));
  }

  private static JsonNode read(KubectlUser user, Situation situation) {
    try {
      return JSON.readTree(
          user.tryToRun("get", "tj", situation.resourceName(), "-o", "json").output());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource
  @DisplayName("each as what it is")
  void seen(Situation situation) {
    JsonNode resource = Objects.requireNonNull(resources.get(situation));
    ArgoCd argoCd = new ArgoCd();
    assertThat(argoCd.health(resource).status()).as("Argo CD").isEqualTo(situation.argoCd());
    assertThat(argoCd.health(resource).message()).isNotBlank();
    assertThat(argoCd.offers("rerun", resource)).as("rerun").isEqualTo(situation.offersRerun());
    assertThat(Kstatus.of(resource)).as("kstatus").isEqualTo(situation.kstatus());
    assertThat(FluxHealth.shipped().of(resource)).as("Flux").isEqualTo(situation.flux());
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource
  @DisplayName("each like the file that the fast tests read")
  void written(Situation situation) throws IOException {
    JsonNode resource = Written.withoutChance(Objects.requireNonNull(resources.get(situation)));
    if (System.getProperty("update") != null) {
      Files.createDirectories(situation.file().getParent());
      Files.writeString(situation.file(), Written.text(resource));
    }
    assertThat(situation.file())
        .as("after a change of the status: ./mvnw -q verify -Dit.test=GitOpsStatusIT -Dupdate")
        .content()
        .isEqualTo(Written.text(resource));
  }
}

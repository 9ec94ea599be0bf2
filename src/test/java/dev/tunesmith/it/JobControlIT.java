package dev.tunesmith.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tunesmith.app.VertexClients;
import dev.tunesmith.emulator.CanonicalCode;
import dev.tunesmith.emulator.Effect;
import dev.tunesmith.emulator.Emulator;
import dev.tunesmith.emulator.Fault;
import dev.tunesmith.emulator.RpcMethod;
import dev.tunesmith.support.apiserver.ApiServer;
import dev.tunesmith.support.apiserver.KubeApiServer;
import dev.tunesmith.support.apiserver.TestNamespace;
import dev.tunesmith.vertex.Artifacts;
import dev.tunesmith.vertex.ObjectStore;
import dev.tunesmith.vertex.StorageFolder;
import dev.tunesmith.vertex.rest.RestObjectStore;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What people say of a run beside its inputs, on the real API server. */
@KubeApiServer
@DisplayName("A TuningJob")
class JobControlIT {
  private static final String ATTEMPTS = ".status.attempts[*].reason";

  private ApiServer server;
  private KubectlUser user;
  private Emulator emulator;
  private VertexClients vertex;
  private OperatorUnderTest operator;

  @BeforeEach
  void start(ApiServer apiServer, TestNamespace namespace) {
    server = apiServer;
    user = new KubectlUser(namespace);
    emulator = OperatorUnderTest.emulator();
    vertex = OperatorUnderTest.vertex(emulator);
    operator =
        OperatorUnderTest.start(
            server,
            vertex.tuningJobs(),
            OperatorUnderTest.options(
                user.namespace(),
                "--ttl-after-finished=true",
                "--deletion-deadline=2m",
                "--vertex-credentials=none",
                "--storage-endpoint=" + storage()));
  }

  private URI storage() {
    return URI.create("http://127.0.0.1:" + emulator.httpPort());
  }

  @AfterEach
  void stop() {
    assertThat(operator.counts().internalErrors()).isZero();
    operator.close();
    emulator.close();
  }

  private void patch(String name, String spec) {
    user.run("patch", "tj/" + name, "--type=merge", "-p", "{\"spec\": {" + spec + "}}");
  }

  @Test
  @DisplayName("is held, goes on, cannot be held while its job runs, and is cancelled by its run")
  void suspendAndCancel() {
    user.apply(Manifest.ofEndless("held").with("suspend: true"));
    user.awaitReason("held", "Suspended");
    assertThat(user.field("held", ".metadata.finalizers")).isEmpty();
    assertThat(emulator.jobs()).isEmpty();

    patch("held", "\"suspend\": false");
    user.awaitState("held", "JOB_STATE_RUNNING");
    assertThat(
            user.tryToRun("patch", "tj/held", "--type=merge", "-p", "{\"spec\":{\"suspend\":true}}")
                .stderr())
        .contains("run '1' is active, and a tuning job cannot be paused");

    patch("held", "\"cancelRun\": \"1\", \"run\": \"2\"");
    user.awaitState("held", "JOB_STATE_RUNNING");
    KubectlUser.awaitThat(
        "the second run", () -> assertThat(user.field("held", ATTEMPTS)).isEqualTo("Cancelled"));
    assertThat(emulator.jobs()).hasSize(2);

    patch("held", "\"cancelRun\": \"2\"");
    user.awaitReason("held", "Cancelled");
    user.awaitCondition("held", "Finished");
    user.apply(Manifest.of("never").with("cancelRun: \"1\""));
    user.awaitReason("never", "Cancelled");
    assertThat(emulator.jobs()).hasSize(2);
  }

  @Test
  @DisplayName("is cancelled at its deadline, and created again as often as it allows")
  void limits() {
    Effect.JobError internal = new Effect.JobError(13, "Internal error occurred.");
    String unused =
        emulator
            .faults()
            .add(
                Fault.on(
                        RpcMethod.CREATE_TUNING_JOB,
                        new Effect.EndsAs("JOB_STATE_FAILED", false, false, internal))
                    .forDisplayName("failing"));
    user.apply(
        Manifest.ofEndless("long").with("activeDeadlineSeconds: 3"),
        Manifest.of("failing").with("backoffLimit: 1"),
        // Its data is at fault.
        Manifest.ofFailing("once").with("backoffLimit: 1"));
    user.awaitReason("long", "DeadlineExceeded");
    user.awaitReason("failing", "BackoffLimitExceeded");
    assertThat(user.field("failing", ATTEMPTS)).isEqualTo("Failed");
    assertThat(user.eventsOf("failing")).anyMatch(event -> event.contains("WaitingForRetry"));
    user.awaitReason("once", "Failed");
    assertThat(user.field("once", ATTEMPTS)).isEmpty();
    assertThat(emulator.jobs()).hasSize(4);
  }

  @Test
  @DisplayName("is deleted after its end, where the operator may delete it, and its job stays")
  void timeToLive() {
    server.expectForbidden(OperatorUnderTest.USER, "delete", "tuningjobs", user.namespace());
    user.apply(Manifest.of("short").with("ttlSecondsAfterFinished: 1"));
    KubectlUser.awaitThat(
        "the refusal",
        () ->
            assertThat(user.eventsOf("short")).anyMatch(event -> event.contains("DeleteRefused")));

    // As the chart grants it with ttlAfterFinished.
    user.run("create", "role", "ttl", "--verb=delete", "--resource=tuningjobs.tunesmith.dev");
    user.run(
        "create",
        "rolebinding",
        "ttl",
        "--role=ttl",
        "--serviceaccount=tunesmith-system:tunesmith");
    user.apply(Manifest.of("brief").with("ttlSecondsAfterFinished: 1"));
    user.awaitGone("brief");
    assertThat(emulator.jobs()).hasSize(2);
  }

  @Test
  @DisplayName("that another controller manages is not touched; one that is paused says so")
  void leftAlone() {
    user.apply(
        Manifest.of("theirs").with("managedBy: example.com/other"), Manifest.ofEndless("paused"));
    user.awaitState("paused", "JOB_STATE_RUNNING");
    user.run("annotate", "tj/paused", "tunesmith.dev/paused=true");
    user.awaitReason("paused", "ReconciliationPaused");
    patch("paused", "\"cancelRun\": \"1\"");
    user.run("annotate", "tj/paused", "tunesmith.dev/paused-");
    user.awaitReason("paused", "Cancelled");

    assertThat(user.field("theirs", ".status.observedGeneration")).isEqualTo("-1");
    assertThat(user.field("theirs", ".metadata.finalizers")).isEmpty();
    assertThat(
            user.tryToRun(
                    "get",
                    "tj",
                    "--field-selector=status.state=Cancelled,status.model=gemini-3.5-flash",
                    "-o",
                    "name")
                .stdout())
        .isEqualTo("tuningjob.tunesmith.dev/paused\n");
  }

  @Test
  @DisplayName(
      "that tunes another one's model further waits for it, and says where none is to be expected")
  void parents() {
    user.apply(
        Manifest.of("further").tuningFurther("base"),
        Manifest.of("early").tuningFurther("late"),
        Manifest.of("late").tuningFurther("early"),
        Manifest.ofFailing("failing"),
        Manifest.of("orphaned").tuningFurther("failing"));
    assertThat(user.awaitReason("further", "WaitingForParent"))
        .contains("TuningJob base, which does not exist in this namespace yet");
    assertThat(user.awaitReason("early", "ParentCycle")).contains("early -> late -> early");
    assertThat(user.awaitReason("late", "ParentCycle")).contains("late -> early -> late");
    assertThat(user.awaitReason("orphaned", "ParentFailed"))
        .contains("TuningJob failing has no model to tune further (Failed)");
    assertThat(emulator.jobs()).hasSize(1);

    user.apply(Manifest.of("base"));
    user.awaitCondition("further", "Complete");

    String model = user.field("base", ".status.job.tunedModel.model");
    assertThat(user.field("further", ".status.submission.preTunedModel.tunedModelName"))
        .isEqualTo(model);
    assertThat(emulator.jobs())
        .hasSize(3)
        .anyMatch(job -> job.at("/preTunedModel/tunedModelName").asText().equals(model));
    assertThat(
            user.tryToRun(
                    "patch",
                    "tj/further",
                    "--type=merge",
                    "-p",
                    "{\"spec\": {\"preTunedModelFrom\": {\"tuningJob\": \"failing\"}}}")
                .stderr())
        .contains("only together with a new value of `spec.run`");

    // It goes on by itself when its parent has a model.
    user.apply(Manifest.of("failing").withRun("2"));
    user.awaitCondition("orphaned", "Complete");
  }

  @Test
  @DisplayName("is deleted together with what its job made, or lets its job run on, as it says")
  void deletionPolicy() {
    String unused =
        emulator
            .faults()
            .add(Fault.on(RpcMethod.UNDEPLOY_MODEL, new Effect.UndeployLag(Duration.ofSeconds(3))));
    user.apply(
        Manifest.of("trial").with("deletionPolicy: Delete"),
        Manifest.of("denied").with("deletionPolicy: Delete"),
        Manifest.of("kept"),
        Manifest.of("open")
            .onModel("google/gemma3@gemma-3-27b-it, outputUri: 'gs://bucket/open'")
            .with("deletionPolicy: Delete, retention: {artifacts: Delete}"),
        Manifest.ofEndless("orphaned").with("deletionPolicy: Orphan"));
    List.of("trial", "denied", "kept", "open")
        .forEach(name -> user.awaitCondition(name, "Complete"));
    user.awaitState("orphaned", "JOB_STATE_RUNNING");
    List<String> trial = made("trial");
    List<String> denied = made("denied");
    List<String> kept = made("kept");
    assertThat(trial).hasSizeGreaterThan(2).allMatch(this::exists);

    assertThat(objects()).hasSizeGreaterThan(1);

    user.delete("trial", "kept", "orphaned", "open");
    user.awaitGone("trial");
    user.awaitGone("open");
    assertThat(objects()).isEmpty();
    assertThat(user.eventsOf("open"))
        .anyMatch(
            event -> event.startsWith("ArtifactsDeleted") && event.contains("gs://bucket/open ("));

    assertThat(trial).noneMatch(this::exists);
    assertThat(user.eventsOf("trial"))
        .anyMatch(
            event ->
                event.startsWith("ArtifactsDeleted") && trial.stream().allMatch(event::contains));
    user.awaitGone("kept");
    user.awaitGone("orphaned");
    assertThat(kept).allMatch(this::exists);
    assertThat(emulator.jobs())
        .anyMatch(job -> job.path("state").asText().equals("JOB_STATE_RUNNING"));
    assertThat(user.eventsOf("orphaned"))
        .anyMatch(event -> event.startsWith("JobLeft"))
        .noneMatch(event -> event.startsWith("FinalizerRemoved"));

    String unusedToo =
        emulator
            .faults()
            .add(
                Fault.on(
                    RpcMethod.UNDEPLOY_MODEL,
                    new Effect.Fail(CanonicalCode.PERMISSION_DENIED, "not allowed", false)));
    user.delete("denied");
    KubectlUser.awaitThat(
        "the refusal",
        () ->
            assertThat(user.awaitReason("denied", "DeletingArtifacts"))
                .contains("could not be deleted yet, which is tried again: not allowed"));
    operator.leap(Duration.ofMinutes(2), user);
    user.awaitGone("denied");
    assertThat(denied).allMatch(this::exists);
    assertThat(user.eventsOf("denied"))
        .anyMatch(
            event ->
                event.startsWith("ReleasedUnconfirmed")
                    && denied.stream().allMatch(event::contains));
  }

  private List<ObjectStore.StoredObject> objects() {
    try (RestObjectStore store = new RestObjectStore(storage(), false, Duration.ofSeconds(10))) {
      return ((ObjectStore.Page) store.list(new StorageFolder("bucket", "open/"), null)).objects();
    }
  }

  /** The endpoints that its job made, and the model. */
  private List<String> made(String name) {
    String tuned = ".status.job.tunedModel";
    return Stream.of(".endpoint", ".checkpointEndpoints.*", ".model")
        .flatMap(field -> Arrays.stream(user.field(name, tuned + field).split(" ", -1)))
        .toList();
  }

  private boolean exists(String artifact) {
    Artifacts artifacts = vertex.tuningJobs().artifacts();
    return !(artifact.contains("@") ? artifacts.version(artifact) : artifacts.endpoint(artifact))
        .equals(new Artifacts.Absent());
  }
}

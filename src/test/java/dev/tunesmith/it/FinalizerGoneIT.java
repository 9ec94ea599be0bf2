package dev.tunesmith.it;

import static dev.tunesmith.emulator.RpcMethod.CANCEL_TUNING_JOB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tunesmith.api.v1alpha1.tuningjob.TuningJob;
import dev.tunesmith.emulator.CanonicalCode;
import dev.tunesmith.emulator.Effect;
import dev.tunesmith.emulator.Emulator;
import dev.tunesmith.emulator.Fault;
import dev.tunesmith.kind.tuningjob.TuningJobKind;
import dev.tunesmith.support.apiserver.ApiServer;
import dev.tunesmith.support.apiserver.KubeApiServer;
import dev.tunesmith.support.apiserver.TestNamespace;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** {@code kubectl patch} of {@code metadata.finalizers}. */
@KubeApiServer
@DisplayName("A finalizer that is removed by hand")
class FinalizerGoneIT {
  private ApiServer server;
  private KubectlUser user;
  private Emulator emulator;
  private EmulatorJobs jobs;
  private OperatorUnderTest operator;

  @BeforeEach
  void start(ApiServer apiServer, TestNamespace namespace) {
    server = apiServer;
    user = new KubectlUser(namespace);
    emulator = OperatorUnderTest.emulator();
    jobs = new EmulatorJobs(emulator);
    operator = OperatorUnderTest.start(server, emulator, user.namespace());
  }

  @AfterEach
  void stop() {
    operator.close();
    emulator.close();
  }

  private void removeFinalizer(String name) {
    user.run("patch", "tj/" + name, "--type=merge", "-p", "{\"metadata\":{\"finalizers\":null}}");
  }

  private List<String> warnings(String name) {
    return server.admin().v1().events().inNamespace(user.namespace()).list().getItems().stream()
        .filter(event -> name.equals(event.getInvolvedObject().getName()))
        .filter(event -> event.getReason().equals("FinalizerRemoved"))
        .map(event -> event.getMessage())
        .toList();
  }

  @Test
  @DisplayName("is added again unless the resource is being deleted")
  void addedAgain() {
    user.apply(Manifest.ofEndless("alive"));
    user.awaitState("alive", "JOB_STATE_RUNNING");

    removeFinalizer("alive");

    KubectlUser.awaitThat(
        "the finalizer",
        () -> {
          TuningJob alive = Objects.requireNonNull(user.read("alive"));
          assertThat(alive.getMetadata().getFinalizers()).contains(TuningJobKind.FINALIZER);
        });
    user.delete("alive");
    user.awaitGone("alive");
    assertThat(jobs.states("alive")).containsExactly("JOB_STATE_CANCELLED");
    assertThat(warnings("alive")).isEmpty();
  }

  @Test
  @DisplayName(
      "from a resource that is being deleted leaves its job running: an event says so, the job is"
          + " polled no more, and applying the manifest again finds it")
  void removed() {
    user.apply(Manifest.ofEndless("left"));
    user.awaitState("left", "JOB_STATE_RUNNING");
    String refusing =
        emulator
            .faults()
            .add(
                Fault.on(
                    CANCEL_TUNING_JOB, new Effect.Fail(CanonicalCode.UNAVAILABLE, null, false)));
    user.delete("left");
    KubectlUser.awaitThat(
        "the cancel", () -> assertThat(emulator.calls().of(CANCEL_TUNING_JOB)).isPositive());

    removeFinalizer("left");

    user.awaitGone("left");
    KubectlUser.awaitThat("the warning", () -> assertThat(warnings("left")).hasSize(1));
    assertThat(warnings("left").getFirst())
        .contains(jobs.of("left").getFirst().path("name").asText())
        .contains("JOB_STATE_RUNNING");
    awaitSilence();
    assertThat(jobs.states("left")).containsExactly("JOB_STATE_RUNNING");
    assertThat(emulator.faults().remove(refusing)).isTrue();

    user.apply(Manifest.ofEndless("left"));
    user.awaitState("left", "JOB_STATE_RUNNING");
    assertThat(jobs.of("left")).as("found again").hasSize(1);
    user.delete("left");
    user.awaitGone("left");
    assertThat(jobs.states("left")).containsExactly("JOB_STATE_CANCELLED");
  }

  /** Three polls long no call is made: the job of a resource that is gone is not read. */
  private void awaitSilence() {
    AtomicLong before = new AtomicLong(-1);
    await("silence")
        .atMost(Duration.ofSeconds(60))
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(1_500))
        .until(() -> isStill(before));
  }

  private boolean isStill(AtomicLong before) {
    long now = calls();
    return before.getAndSet(now) == now;
  }

  private long calls() {
    return emulator.calls().counts().values().stream()
        .flatMap(codes -> codes.values().stream())
        .mapToLong(Long::longValue)
        .sum();
  }
}

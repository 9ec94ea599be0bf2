package dev.tunesmith.it;

import static dev.tunesmith.emulator.RpcMethod.CREATE_TUNING_JOB;
import static dev.tunesmith.emulator.RpcMethod.LIST_TUNING_JOBS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tunesmith.emulator.CanonicalCode;
import dev.tunesmith.emulator.Effect;
import dev.tunesmith.emulator.Emulator;
import dev.tunesmith.emulator.EmulatorOptions;
import dev.tunesmith.emulator.Fault;
import dev.tunesmith.emulator.RpcMethod;
import dev.tunesmith.support.apiserver.ApiServer;
import dev.tunesmith.support.apiserver.KubeApiServer;
import dev.tunesmith.support.apiserver.TestNamespace;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/** Wrong manifests, failing services and missing permissions, as the user who applied sees them. */
@KubeApiServer
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@DisplayName("An error is reported as what it is, creates nothing, and is corrected where it is:")
@Order(3)
class BadInputIT {
  /** Some polls long: enough to see that nothing happens. */
  private static final long A_WHILE_MILLIS = 2_000;

  private ApiServer server;
  private KubectlUser user;
  private Emulator emulator;
  private OperatorUnderTest operator;
  private EmulatorJobs jobs;

  @BeforeAll
  void start(ApiServer apiServer, TestNamespace namespace) {
    server = apiServer;
    user = new KubectlUser(namespace);
    emulator = OperatorUnderTest.emulator();
    jobs = new EmulatorJobs(emulator);
    operator = OperatorUnderTest.start(server, emulator, user.namespace());
  }

  @AfterAll
  void stop() {
    operator.close();
    emulator.close();
  }

  @Test
  @Order(1) // No other resource has sent anything yet: a late read of one would count.
  @DisplayName("another project is a PolicyViolation, and nothing is sent anywhere")
  void policy() throws InterruptedException {
    user.apply(Manifest.of("elsewhere").inProject("other-project"));

    String message = user.awaitReason("elsewhere", "PolicyViolation");

    user.awaitCondition("elsewhere", "Stalled");
    TimeUnit.MILLISECONDS.sleep(A_WHILE_MILLIS);
    assertThat(message).contains("other-project");
    assertThat(emulator.calls().counts()).isEmpty();
    user.delete("elsewhere");
    user.awaitGone("elsewhere");
    assertThat(emulator.calls().counts()).isEmpty();
  }

  @Test
  @DisplayName(
      "an unknown field is refused before a create is sent, until the manifest is corrected")
  void unknownField() {
    long before = emulator.calls().of(CREATE_TUNING_JOB);
    user.apply(Manifest.of("misspelt").withSupervised("hyper_parameters: {epochCount: 2}"));

    String message = user.awaitReason("misspelt", "RequestRejected");

    user.awaitCondition("misspelt", "Stalled");
    assertThat(message)
        .contains("spec.tuning.supervisedTuningSpec.hyper_parameters")
        .contains("did you mean hyperParameters?");
    assertThat(emulator.calls().of(CREATE_TUNING_JOB)).isEqualTo(before);

    user.apply(Manifest.of("misspelt").withSupervised("hyperParameters: {epochCount: 2}"));

    user.awaitCondition("misspelt", "Complete");
    assertThat(jobs.of("misspelt")).hasSize(1);
  }

  @Test
  @DisplayName(
      "a request that the service refuses is never sent again, also not by the next process")
  void refused() throws InterruptedException {
    long before = refusals();
    user.apply(Manifest.of("retired").onModel("gemini-1.5-pro"));

    String message = user.awaitReason("retired", "RequestRejected");

    user.awaitCondition("retired", "Stalled");
    assertThat(message).contains("Base model gemini-1.5-pro is not supported");
    user.run("annotate", "tj/retired", "example.com/touched=1");
    operator.close();
    operator = OperatorUnderTest.start(server, emulator, user.namespace());
    user.run("annotate", "tj/retired", "example.com/touched=2", "--overwrite");
    TimeUnit.MILLISECONDS.sleep(A_WHILE_MILLIS);
    assertThat(refusals() - before).isEqualTo(1);

    user.apply(Manifest.of("retired"));

    user.awaitCondition("retired", "Complete");
    assertThat(refusals() - before).isEqualTo(1);
    assertThat(jobs.of("retired")).hasSize(1);
  }

  private long refusals() {
    return emulator.calls().of(CREATE_TUNING_JOB, CanonicalCode.INVALID_ARGUMENT);
  }

  @Test
  @DisplayName("a missing permission, a used-up quota and a failing service are waited for")
  void failures() {
    List<String> faults =
        List.of(
            fault(CREATE_TUNING_JOB, CanonicalCode.PERMISSION_DENIED, "us-east1"),
            fault(LIST_TUNING_JOBS, CanonicalCode.PERMISSION_DENIED, "us-west1"),
            fault(CREATE_TUNING_JOB, CanonicalCode.RESOURCE_EXHAUSTED, "us-east4"),
            fault(LIST_TUNING_JOBS, CanonicalCode.UNAVAILABLE, "us-west4"));
    // Each in a location of its own, so that they do not wait for one another.
    user.apply(
        Manifest.of("may-not-create").inLocation("us-east1"),
        Manifest.of("may-not-list").inLocation("us-west1"),
        Manifest.of("no-quota").inLocation("us-east4"),
        Manifest.of("no-service").inLocation("us-west4"));

    user.awaitReason("may-not-create", "PermissionDenied");
    user.awaitReason("may-not-list", "PermissionDenied");
    user.awaitReason("no-quota", "QuotaExceeded");
    user.awaitReason("no-service", "ServiceUnavailable");

    List<String> names = List.of("may-not-create", "may-not-list", "no-quota", "no-service");
    for (String name : names) {
      assertThat(user.condition(name, "Reconciling")).as(name).isPresent();
      assertThat(user.condition(name, "Stalled")).as(name).isEmpty();
      assertThat(jobs.of(name)).as(name).isEmpty();
    }
    faults.forEach(id -> assertThat(emulator.faults().remove(id)).isTrue());
    operator.leap(Duration.ofMinutes(2), user);
    for (String name : names) {
      user.awaitCondition(name, "Complete");
      assertThat(jobs.of(name)).as(name).hasSize(1);
    }
  }

  private String fault(RpcMethod method, CanonicalCode code, String location) {
    return emulator
        .faults()
        .add(Fault.on(method, new Effect.Fail(code, null, false)).inLocation(location));
  }

  @Test
  @DisplayName("an unreachable service is waited for, and one job is created when it is back")
  void unreachable() throws IOException {
    int port = emulator.grpcPort();
    // The next emulator has none of the jobs of this one, and an operator that created one of them
    // would report that the service lost it.
    operator.close();
    operator = OperatorUnderTest.start(server, emulator, user.namespace());
    emulator.close();
    user.apply(Manifest.of("unreachable"));

    user.awaitReason("unreachable", "ServiceUnavailable");

    emulator =
        Emulator.start(
            // Another seed: a service never gives a job's name a second time.
            EmulatorOptions.defaults().withSpeed(30).withSeed(2).withGrpcPort(port),
            Clock.systemUTC());
    jobs = new EmulatorJobs(emulator);
    user.awaitCondition("unreachable", "Complete");
    assertThat(jobs.of("unreachable")).hasSize(1);
    assertThat(emulator.calls().of(CREATE_TUNING_JOB)).isEqualTo(1);
  }

  @Test
  @DisplayName("where the service does not keep labels, one job is created, which is followed")
  void labelsNotKept() throws InterruptedException {
    long before = emulator.calls().of(CREATE_TUNING_JOB);
    emulator
        .faults()
        .add(Fault.on(CREATE_TUNING_JOB, new Effect.LabelsNotKept()).inLocation("europe-central2"));
    user.apply(Manifest.of("unlabelled").inLocation("europe-central2"));
    user.awaitCondition("unlabelled", "Complete");

    user.apply(Manifest.of("not-created").inLocation("europe-central2"));

    user.awaitReason("not-created", "MarkerNotKept");
    user.awaitCondition("not-created", "Stalled");
    TimeUnit.MILLISECONDS.sleep(A_WHILE_MILLIS);
    assertThat(emulator.calls().of(CREATE_TUNING_JOB) - before).isEqualTo(1);
    assertThat(jobs.of("not-created")).isEmpty();
    user.delete("not-created");
    user.awaitGone("not-created");
  }
}

package dev.tunesmith.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tunesmith.api.v1alpha1.tuningjob.JobStatus;
import dev.tunesmith.api.v1alpha1.tuningjob.TuningJob;
import dev.tunesmith.api.v1alpha1.tuningjob.TuningJobStatus;
import dev.tunesmith.support.apiserver.ApiServer;
import dev.tunesmith.support.apiserver.Kubectl;
import dev.tunesmith.support.apiserver.TestNamespace;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Someone who writes with kubectl, and reads as quickly as a test wants to know. */
public final class KubectlUser {
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final Duration EACH = Duration.ofMillis(100);

  private final Kubectl kubectl;
  private final KubernetesClient client;

  /** Someone in a namespace. */
  public KubectlUser(ApiServer server, String namespace) {
    this.kubectl = server.kubectl(namespace);
    this.client = server.admin();
  }

  KubectlUser(TestNamespace namespace) {
    this.kubectl = namespace.kubectl();
    this.client = namespace.client();
  }

  /** Where all of this is. */
  public String namespace() {
    return kubectl.namespace();
  }

  /**
   * Applies manifests, which has to succeed.
   *
   * @param manifests all in one call of kubectl
   */
  public void apply(Manifest... manifests) {
    String yaml = Arrays.stream(manifests).map(Manifest::yaml).collect(Collectors.joining());
    String unused = kubectl.runWithInput(yaml, "apply", "-f", "-").output();
  }

  /** Runs kubectl, which has to succeed. */
  void run(String... args) {
    String unused = kubectl.run(args).output();
  }

  /** Runs kubectl, whatever comes of it. */
  Kubectl.Result tryToRun(String... args) {
    return kubectl.run(args);
  }

  /** Runs kubectl on a manifest at its standard input, whatever comes of it. */
  Kubectl.Result tryToRun(Manifest manifest, String... args) {
    return kubectl.runWithInput(manifest.yaml(), args);
  }

  /** Runs kubectl on a text at its standard input, whatever comes of it. */
  Kubectl.Result tryToRunOn(String input, String... args) {
    return kubectl.runWithInput(input, args);
  }

  /** Runs kubectl beside the test. */
  CompletableFuture<Kubectl.Result> begin(String... args) {
    return CompletableFuture.supplyAsync(
        () -> kubectl.run(args), task -> Thread.ofVirtual().start(task));
  }

  /** Begins {@code kubectl wait} with a patience that no test uses up. */
  CompletableFuture<Kubectl.Result> beginToWait(String name, String what) {
    return begin("wait", "tj/" + name, "--for=" + what, "--timeout=55s");
  }

  /** Begins {@code kubectl wait} for what is not to come. */
  CompletableFuture<Kubectl.Result> beginToWaitInVain(String name, String what) {
    return begin("wait", "tj/" + name, "--for=" + what, "--timeout=2s");
  }

  /** What a resource has at a path, in kubectl's words. */
  String field(String name, String jsonPath) {
    return kubectl.run("get", "tj/" + name, "-o", "jsonpath={" + jsonPath + "}").output();
  }

  /** Marks for deletion, and does not wait. */
  public void delete(String... names) {
    List<String> args = new ArrayList<>(List.of("delete", "tuningjob", "--wait=false"));
    args.addAll(List.of(names));
    run(args.toArray(String[]::new));
  }

  /** A merge patch of the status, as someone with that right can do by hand. */
  void editStatus(String name, String json) {
    run("patch", "tj/" + name, "--subresource=status", "--type=merge", "-p", json);
  }

  @Nullable TuningJob read(String name) {
    return client.resources(TuningJob.class).inNamespace(namespace()).withName(name).get();
  }

  @Nullable TuningJobStatus status(String name) {
    TuningJob resource = read(name);
    return resource == null ? null : resource.getStatus();
  }

  Optional<Condition> condition(String name, String type) {
    TuningJobStatus status = status(name);
    return status == null
        ? Optional.empty()
        : status.conditions().stream().filter(c -> c.getType().equals(type)).findFirst();
  }

  /**
   * What was told about a resource.
   *
   * @return reason and message of its events, such as {@code CancelRequested: asked the service …}
   */
  List<String> eventsOf(String name) {
    return client.v1().events().inNamespace(namespace()).list().getItems().stream()
        .filter(event -> name.equals(event.getInvolvedObject().getName()))
        .map(event -> event.getReason() + ": " + event.getMessage())
        .toList();
  }

  /** The job's name as the status has it. */
  Optional<String> job(String name) {
    return Optional.ofNullable(status(name)).map(TuningJobStatus::job).map(JobStatus::name);
  }

  Optional<String> state(String name) {
    return Optional.ofNullable(status(name)).map(TuningJobStatus::job).map(JobStatus::state);
  }

  /** Waits for Ready's reason, and gives its message. */
  String awaitReason(String name, String reason) {
    await("reason " + reason + " of " + name)
        .atMost(PATIENCE)
        .pollInterval(EACH)
        .untilAsserted(
            () ->
                assertThat(condition(name, "Ready").map(Condition::getReason))
                    .as(() -> name + " is " + status(name))
                    .contains(reason));
    return Objects.requireNonNull(condition(name, "Ready").orElseThrow().getMessage());
  }

  /**
   * Waits for a condition.
   *
   * @param type the condition that is to be True
   */
  public void awaitCondition(String name, String type) {
    await(type + " of " + name)
        .atMost(PATIENCE)
        .pollInterval(EACH)
        .untilAsserted(
            () ->
                assertThat(condition(name, type).map(Condition::getStatus))
                    .as(() -> name + " is " + status(name))
                    .contains("True"));
  }

  void awaitJob(String name) {
    awaitThat("a job of " + name, () -> assertThat(job(name)).isPresent());
  }

  void awaitState(String name, String state) {
    awaitThat(state + " of " + name, () -> assertThat(state(name)).contains(state));
  }

  /** Waits until a resource is gone. */
  public void awaitGone(String name) {
    awaitThat("the end of " + name, () -> assertThat(read(name)).isNull());
  }

  /**
   * Waits until an assertion holds.
   *
   * @param assertion tried ten times a second
   */
  public static void awaitThat(String what, Runnable assertion) {
    await(what).atMost(PATIENCE).pollInterval(EACH).untilAsserted(assertion::run);
  }
}

package dev.tunesmith.it;

import static dev.tunesmith.emulator.RpcMethod.CANCEL_TUNING_JOB;
import static dev.tunesmith.emulator.RpcMethod.CREATE_TUNING_JOB;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tunesmith.api.v1alpha1.tuningjob.TuningJob;
import dev.tunesmith.emulator.Effect;
import dev.tunesmith.emulator.Emulator;
import dev.tunesmith.emulator.Fault;
import dev.tunesmith.gitops.ArgoCd;
import dev.tunesmith.support.apiserver.ApiServer;
import dev.tunesmith.support.apiserver.KubeApiServer;
import dev.tunesmith.support.apiserver.Kubectl;
import dev.tunesmith.support.apiserver.TestNamespace;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What Argo CD sends to the API server, sent by kubectl, whose code Argo CD uses, while the
 * operator runs. {@code deploy/argocd/README.md} says the same in words.
 */
@KubeApiServer
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@DisplayName("Under Argo CD")
class ArgoCdSyncIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String[] CLIENT_SIDE = {"apply", "-f", "-"};
  private static final String[] SERVER_SIDE = {
    "apply", "--server-side", "--force-conflicts", "--field-manager=argocd-controller", "-f", "-"
  };

  private KubectlUser user;
  private Emulator emulator;
  private OperatorUnderTest operator;
  private EmulatorJobs jobs;

  @BeforeAll
  void start(ApiServer server, TestNamespace namespace) {
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

  private Kubectl.Result send(Manifest manifest, String... args) {
    return user.tryToRun(manifest, args);
  }

  private JsonNode read(String name) {
    try {
      return JSON.readTree(user.tryToRun("get", "tj", name, "-o", "json").output());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String[] way(String name) {
    return name.equals("client-side") ? CLIENT_SIDE : SERVER_SIDE;
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"client-side", "server-side"})
  @DisplayName("a sync that changes nothing writes nothing, while the job runs and after its end:")
  void unchanged(String way) {
    Manifest running = Manifest.ofEndless("running-" + way);
    Manifest done = Manifest.of("done-" + way);
    send(running, way(way)).output();
    send(done, way(way)).output();
    user.awaitReason(running.name(), "Running");
    user.awaitCondition(done.name(), "Complete");
    long creates = emulator.calls().of(CREATE_TUNING_JOB);
    for (Manifest manifest : List.of(running, done)) {
      JsonNode before = read(manifest.name());
      send(manifest, way(way)).output();
      send(manifest, way(way)).output();
      JsonNode after = read(manifest.name());
      assertThat(after.at("/metadata/resourceVersion"))
          .isEqualTo(before.at("/metadata/resourceVersion"));
      assertThat(after).isEqualTo(before);
      assertThat(after.at("/metadata/generation").asInt()).isEqualTo(1);
      assertThat(send(manifest, "diff", "-f", "-").exitCode()).as("diff").isZero();
      assertThat(jobs.of(manifest.name())).hasSize(1);
    }
    assertThat(emulator.calls().of(CREATE_TUNING_JOB)).isEqualTo(creates);
  }

  @Test
  @DisplayName(
      "a prune cancels the job that still runs; applying the manifest again finds that job")
  void prune() {
    Manifest manifest = Manifest.ofEndless("pruned");
    send(manifest, CLIENT_SIDE).output();
    user.awaitState("pruned", "JOB_STATE_RUNNING");

    user.run("delete", "tj/pruned", "--cascade=foreground", "--wait=false");

    collectGarbage("pruned");
    assertThat(jobs.states("pruned")).containsExactly("JOB_STATE_CANCELLED");
    send(manifest, CLIENT_SIDE).output();
    user.awaitReason("pruned", "Cancelled");
    assertThat(jobs.of("pruned")).hasSize(1);
  }

  /**
   * The part of Kubernetes' garbage collector, which does not run here: when no dependent is left,
   * it removes its own finalizer. Ours must be removed by then, and no other one.
   */
  private void collectGarbage(String name) {
    KubectlUser.awaitThat(
        "only the garbage collector's finalizer",
        () ->
            assertThat(Objects.requireNonNull(user.read(name)).getMetadata().getFinalizers())
                .containsExactly("foregroundDeletion"));
    user.run("patch", "tj/" + name, "--type=merge", "-p", "{\"metadata\":{\"finalizers\":null}}");
    user.awaitGone(name);
  }

  @Test
  @DisplayName(
      "Replace=true replaces the resource, without its finalizer: the job runs on, and the"
          + " finalizer is added again")
  void replace() {
    Manifest manifest = Manifest.ofEndless("replaced");
    send(manifest, CLIENT_SIDE).output();
    user.awaitState("replaced", "JOB_STATE_RUNNING");
    String job = user.job("replaced").orElseThrow();

    send(manifest, "replace", "-f", "-").output();

    KubectlUser.awaitThat("the finalizer", () -> assertThat(finalizers("replaced")).isNotEmpty());
    assertThat(user.job("replaced")).contains(job);
    assertThat(jobs.states("replaced")).containsExactly("JOB_STATE_RUNNING");
    user.delete("replaced");
    user.awaitGone("replaced");
    assertThat(jobs.states("replaced")).containsExactly("JOB_STATE_CANCELLED");
  }

  private List<String> finalizers(String name) {
    TuningJob resource = user.read(name);
    return resource == null ? List.of() : resource.getMetadata().getFinalizers();
  }

  @Test
  @DisplayName("Replace=true goes back to the run of the manifest, and nothing is created")
  void replaceOfALaterRun() {
    send(Manifest.of("set-back"), CLIENT_SIDE).output();
    user.awaitCondition("set-back", "Complete");
    String first = user.job("set-back").orElseThrow();
    send(Manifest.of("set-back").withRun("2"), CLIENT_SIDE).output();
    awaitRun("set-back", "2");

    send(Manifest.of("set-back"), "replace", "-f", "-").output();

    awaitRun("set-back", "1");
    assertThat(user.job("set-back")).contains(first);
    assertThat(jobs.of("set-back")).as("one for each run").hasSize(2);
  }

  private void awaitRun(String name, String run) {
    KubectlUser.awaitThat(
        "run " + run,
        () -> {
          JsonNode resource = read(name);
          assertThat(resource.at("/status/run").asText()).isEqualTo(run);
          assertThat(new ArgoCd().health(resource).status()).isEqualTo("Healthy");
        });
  }

  @Test
  @DisplayName("Force=true,Replace=true deletes and creates: the finished run's job is found again")
  void force() {
    send(Manifest.of("forced"), CLIENT_SIDE).output();
    user.awaitCondition("forced", "Complete");
    String job = user.job("forced").orElseThrow();
    String uid = read("forced").at("/metadata/uid").asText();

    send(Manifest.of("forced"), "replace", "--force", "-f", "-").output();

    assertThat(read("forced").at("/metadata/uid").asText()).isNotEqualTo(uid);
    user.awaitCondition("forced", "Complete");
    assertThat(user.job("forced")).contains(job);
    assertThat(jobs.of("forced")).hasSize(1);
  }

  @Test
  @DisplayName("Force=true,Replace=true cancels a job that runs, and no other one is created")
  void forceAtWork() {
    send(Manifest.ofEndless("forced-at-work"), CLIENT_SIDE).output();
    user.awaitState("forced-at-work", "JOB_STATE_RUNNING");

    send(Manifest.ofEndless("forced-at-work"), "replace", "--force", "-f", "-").output();

    user.awaitReason("forced-at-work", "Cancelled");
    assertThat(jobs.states("forced-at-work")).containsExactly("JOB_STATE_CANCELLED");
  }

  @Test
  @DisplayName(
      "Force=true turns a refused edit into a deletion: the job is cancelled and named, none is"
          + " created for the same run")
  void forceAnEdit() {
    send(Manifest.ofEndless("forced-edit"), CLIENT_SIDE).output();
    user.awaitState("forced-edit", "JOB_STATE_RUNNING");
    Manifest edited = Manifest.of("forced-edit");
    assertThat(send(edited, CLIENT_SIDE).stderr()).contains("run '1' is submitted");

    send(edited, "apply", "--force", "--timeout=60s", "-f", "-").output();

    assertThat(user.awaitReason("forced-edit", "InputsChanged"))
        .contains(jobs.of("forced-edit").getFirst().path("name").asText())
        .contains("JOB_STATE_CANCELLED", "set a new spec.run");
    assertThat(jobs.of("forced-edit")).hasSize(1);
    send(edited.withRun("2"), CLIENT_SIDE).output();
    user.awaitCondition("forced-edit", "Complete");
    assertThat(jobs.states("forced-edit"))
        .containsExactly("JOB_STATE_SUCCEEDED", "JOB_STATE_CANCELLED");
  }

  @Test
  @DisplayName("self-heal cannot stop a later run; after that run, nothing is created")
  void selfHeal() throws IOException, InterruptedException {
    Manifest declared = Manifest.of("healed");
    send(declared, SERVER_SIDE).output();
    user.awaitCondition("healed", "Complete");
    String first = user.job("healed").orElseThrow();
    order(Fault.on(CREATE_TUNING_JOB, new Effect.NeverEnds()));
    order(Fault.on(CANCEL_TUNING_JOB, new Effect.CancelEndsAs("JOB_STATE_SUCCEEDED")));
    user.run("patch", "tj/healed", "--type=merge", "-p", "{\"spec\":{\"run\":\"2\"}}");
    KubectlUser.awaitThat("run 2", () -> assertThat(jobs.of("healed")).hasSize(2));
    user.awaitReason("healed", "Running");

    Kubectl.Result refused = send(declared, SERVER_SIDE);

    assertThat(refused.exitCode()).isNotZero();
    assertThat(refused.stderr()).contains("run '2' is active");
    assertThat(jobs.states("healed").getFirst()).isEqualTo("JOB_STATE_RUNNING");
    end(user.job("healed").orElseThrow());
    KubectlUser.awaitThat("the sync", () -> send(declared, SERVER_SIDE).output());
    awaitRun("healed", "1");
    assertThat(user.job("healed")).contains(first);
    assertThat(jobs.states("healed"))
        .as("one for each run, neither cancelled")
        .containsExactly("JOB_STATE_SUCCEEDED", "JOB_STATE_SUCCEEDED");
  }

  private void order(Fault fault) {
    String unused = emulator.faults().add(fault.forDisplayName("healed"));
  }

  /** Ends the job, as the fault says. */
  private void end(String job) throws IOException, InterruptedException {
    URI cancel = URI.create("http://127.0.0.1:" + emulator.httpPort() + "/v1/" + job + ":cancel");
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpRequest request =
          HttpRequest.newBuilder(cancel).POST(HttpRequest.BodyPublishers.ofString("{}")).build();
      assertThat(client.send(request, HttpResponse.BodyHandlers.ofString()).statusCode())
          .isEqualTo(200);
    }
  }

  @Test
  @DisplayName("a hook is deleted before it is created, at each sync, and one job is created")
  void hook() {
    for (int sync = 0; sync < 3; sync++) {
      user.run("delete", "tj", "hooked", "--ignore-not-found", "--timeout=60s");
      send(Manifest.of("hooked"), "create", "-f", "-").output();
      user.awaitCondition("hooked", "Complete");
    }
    assertThat(jobs.of("hooked")).hasSize(1);
  }

  @Test
  @DisplayName("a hook with generateName creates a job at each sync, as documented")
  void hookWithoutAName() {
    String hook = Manifest.of("nameless").yaml().replace("{name: nameless}", "{generateName: n-}");
    assertThat(hook).contains("generateName");
    for (int sync = 1; sync <= 2; sync++) {
      int synced = sync;
      user.tryToRunOn(hook, "create", "-f", "-").output();
      KubectlUser.awaitThat(
          "a job for each", () -> assertThat(jobs.of("nameless")).hasSize(synced));
    }
  }

  @Test
  @DisplayName(
      "the action rerun creates one job, and a sync leaves it alone where Git names no run")
  void rerun() {
    String undeclared = Manifest.of("again").yaml().replace(" run: \"1\",", "");
    assertThat(undeclared).doesNotContain("run:");
    user.tryToRunOn(undeclared, SERVER_SIDE).output();
    user.awaitCondition("again", "Complete");
    JsonNode seen = read("again");

    clickRerun(seen);
    // A second click on the same state.
    clickRerun(seen);

    awaitRun("again", "2");
    assertThat(jobs.of("again")).hasSize(2);
    user.tryToRunOn(undeclared, SERVER_SIDE).output();
    assertThat(read("again").at("/spec/run").asText()).isEqualTo("2");
    assertThat(jobs.of("again")).hasSize(2);
  }

  /** Argo CD sends what the action changed, as a merge patch. */
  private void clickRerun(JsonNode seen) {
    String run = new ArgoCd().act("rerun", seen).at("/spec/run").asText();
    user.run(
        "patch",
        "tj/" + seen.at("/metadata/name").asText(),
        "--type=merge",
        "-p",
        "{\"spec\":{\"run\":\"" + run + "\"}}");
  }
}

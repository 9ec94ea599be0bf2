package dev.tunesmith.it;

import static dev.tunesmith.emulator.RpcMethod.CREATE_TUNING_JOB;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tunesmith.api.v1alpha1.tuningjob.TuningJob;
import dev.tunesmith.emulator.Emulator;
import dev.tunesmith.kind.tuningjob.Policy;
import dev.tunesmith.kind.tuningjob.Wish;
import dev.tunesmith.kind.tuningjob.Wishes;
import dev.tunesmith.lifecycle.Marker;
import dev.tunesmith.lifecycle.OwnerLabels;
import dev.tunesmith.lifecycle.ResourceKey;
import dev.tunesmith.lifecycle.Scope;
import dev.tunesmith.lifecycle.Submission;
import dev.tunesmith.support.apiserver.ApiServer;
import dev.tunesmith.support.apiserver.LoneServer;
import io.fabric8.kubernetes.api.model.Condition;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Resources that were stored under an earlier definition, with what it allowed in spec and status,
 * and then met today's definition and today's operator. On a server of its own: the definition of
 * the shared one is not this test's to replace.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@DisplayName("A resource stored under an earlier definition")
class EarlierSchemaIT {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** As an earlier version could have left it: what it did not know is missing, and more. */
  private static final String EARLIER_STATUS =
      """
      {"status": {"observedGeneration": 1, "phase": "Working", "submission": null,
        "job": {"progress": "half"},
        "conditions": [
          {"type": "Ready", "status": "False", "reason": "Working", "message": "",
           "lastTransitionTime": "2026-01-01T00:00:00Z"},
          {"type": "Progressing", "status": "True", "reason": "Working", "message": "",
           "lastTransitionTime": "2026-01-01T00:00:00Z"}]}}
      """;

  private LoneServer server;
  private KubectlUser user;
  private Emulator emulator;
  private Bought bought;
  private OperatorUnderTest operator;
  private long creates;

  @BeforeAll
  void upgrade(@TempDir Path earlier) throws Exception {
    EarlierDefinition.writeTo(earlier);
    server = LoneServer.start(earlier);
    ApiServer api = server.api();
    user = new KubectlUser(api, api.newNamespace());
    emulator = OperatorUnderTest.emulator();
    bought = new Bought(emulator);
    buyUnderTheEarlierDefinition(api);
    for (String name : List.of("done", "running", "bounds")) {
      user.editStatus(name, EARLIER_STATUS);
      assertThat(user.field(name, ".status.phase")).isEqualTo("Working");
      assertThat(user.field(name, ".status.run")).isEmpty();
    }
    user.editStatus("lost", "{\"status\": null}");
    applyWithGoneField("never-sent");
    applyWithGoneField("knew");
    buyAsAnEarlierOperator("knew");
    creates = emulator.calls().of(CREATE_TUNING_JOB);

    user.run("apply", "--server-side", "--force-conflicts", "-f", "crds");
    KubectlUser.awaitThat(
        "today's rules",
        () ->
            assertThat(
                    user.tryToRun(
                            Manifest.of("new").inLocation("global"),
                            "create",
                            "--dry-run=server",
                            "-f",
                            "-")
                        .exitCode())
                .isNotZero());
    operator = OperatorUnderTest.start(api, emulator, user.namespace());
  }

  private void buyUnderTheEarlierDefinition(ApiServer api) {
    try (OperatorUnderTest before = OperatorUnderTest.start(api, emulator, user.namespace())) {
      user.apply(
          withPlace(Manifest.of("done"), "notify: me,"),
          withPlace(Manifest.ofEndless("running"), "notify: me,"),
          Manifest.of("lost"),
          longDescription());
      user.awaitCondition("done", "Complete");
      user.awaitCondition("lost", "Complete");
      user.awaitState("running", "JOB_STATE_RUNNING");
      user.awaitState("bounds", "JOB_STATE_RUNNING");
      assertThat(before.counts().internalErrors.get()).isZero();
    }
  }

  private static Manifest withPlace(Manifest of, String place) {
    return new Manifest(of.name(), of.run(), place, of.baseModel(), of.data(), of.supervised());
  }

  /** A description longer than today's bound. */
  private static Manifest longDescription() {
    Manifest endless = Manifest.ofEndless("bounds");
    return endless.withSupervised("}, description: \"" + "d".repeat(4200) + "\", labels: {a: b");
  }

  private void applyWithGoneField(String name) {
    user.apply(
        Manifest.ofEndless(name)
            .withSupervised(
                "}, %s: cosine, labels: {a: b".formatted(EarlierDefinition.TUNING_FIELD)));
  }

  /** The create call of a version that knew the field: its marker spoke of the field too. */
  private void buyAsAnEarlierOperator(String name) throws Exception {
    TuningJob resource = Objects.requireNonNull(user.read(name));
    Scope scope = new Scope("local-project", "us-central1");
    Policy policy = new Policy("local-project", Set.of(), Set.of(), Set.of());
    Wish wish = new Wishes(policy, "us-central1").read(resource.getSpec(), scope);
    Marker marker =
        Marker.of("test-instance", user.namespace(), name, "1", scope, wish.canonicalJson());
    Map<String, String> labels =
        OwnerLabels.of(
            new ResourceKey(user.namespace(), name),
            marker,
            new Submission("0123456789abcdef", 1, Instant.EPOCH));
    ObjectNode body = MAPPER.createObjectNode();
    body.put("baseModel", "gemini-2.5-flash").put("tunedModelDisplayName", name);
    body.putObject("supervisedTuningSpec")
        .put("trainingDatasetUri", "gs://bucket/never/train.jsonl");
    body.set("labels", MAPPER.valueToTree(labels));
    try (HttpClient client = HttpClient.newHttpClient()) {
      URI jobs =
          URI.create(
              "http://127.0.0.1:%d/v1/projects/local-project/locations/us-central1/tuningJobs"
                  .formatted(emulator.httpPort()));
      HttpResponse<String> reply =
          client.send(
              HttpRequest.newBuilder(jobs)
                  .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      assertThat(reply.statusCode()).as(reply.body()).isEqualTo(200);
      ObjectNode status = (ObjectNode) MAPPER.readTree(EARLIER_STATUS);
      ((ObjectNode) status.path("status").path("job"))
          .put("name", MAPPER.readTree(reply.body()).path("name").asText())
          .put("state", "JOB_STATE_PENDING");
      user.editStatus(name, status.toString());
    }
  }

  @AfterAll
  void stop() {
    if (operator != null) {
      operator.close();
    }
    if (emulator != null) {
      emulator.close();
    }
    if (server != null) {
      server.close();
    }
  }

  private void neverBoughtAgain(String name) {
    assertThat(bought.of(name)).as(name).hasSize(1);
    assertThat(emulator.calls().of(CREATE_TUNING_JOB))
        .as("creates since the upgrade, beside a new run's")
        .isLessThanOrEqualTo(creates + 1);
    assertThat(operator.counts().internalErrors.get()).isZero();
  }

  @Test
  @DisplayName("whose job had ended shows its end, takes updates, and buys only for a new run")
  void done() {
    user.awaitCondition("done", "Complete");
    neverBoughtAgain("done");
    assertThat(user.field("done", ".status.run")).isEqualTo("1");
    assertThat(user.field("done", ".status.instanceId")).isEqualTo("test-instance");
    assertThat(user.field("done", ".status.location")).isEqualTo("us-central1");
    assertThat(operator.counts().adoptions.get()).as("of lost alone").isLessThanOrEqualTo(1);
    assertThat(user.field("done", ".status.phase")).as("what today does not know").isEmpty();
    assertThat(user.field("done", ".status.conditions[*].type")).isEqualTo("Ready Complete");

    user.apply(withPlace(Manifest.of("done"), ""));
    user.run("label", "tj/done", "kept=yes");
    user.awaitCondition("done", "Complete");
    neverBoughtAgain("done");

    user.apply(withPlace(Manifest.of("done"), "").withRun("2"));
    KubectlUser.awaitThat("run 2", () -> assertThat(bought.of("done")).hasSize(2));
    user.awaitCondition("done", "Complete");
  }

  @Test
  @DisplayName("whose job runs is followed, and its job cancelled when it is deleted")
  void running() {
    user.awaitReason("running", "Running");
    neverBoughtAgain("running");
    goes("running");
  }

  @Test
  @DisplayName("that today's bounds would refuse is followed, labelled, and let go all the same")
  void bounds() {
    user.awaitReason("bounds", "Running");
    user.run("label", "tj/bounds", "kept=yes");
    neverBoughtAgain("bounds");
    goes("bounds");
  }

  @Test
  @DisplayName("whose status is lost finds its job again")
  void lost() {
    user.awaitCondition("lost", "Complete");
    neverBoughtAgain("lost");
  }

  @Test
  @DisplayName(
      "whose job was bought with a field that has gone is followed, tells so, and is let go")
  void goneField() {
    String message = user.awaitReason("knew", "Running");

    assertThat(message).contains("unknown field spec.tuning." + EarlierDefinition.TUNING_FIELD);
    assertThat(user.condition("knew", "Reconciling").map(Condition::getStatus)).contains("True");
    user.run("label", "tj/knew", "kept=yes");
    neverBoughtAgain("knew");
    goes("knew");
  }

  @Test
  @DisplayName(
      "that was never sent and has a field that has gone is refused, and mended by an edit")
  void neverSent() {
    assertThat(user.awaitReason("never-sent", "RequestRejected"))
        .contains(EarlierDefinition.TUNING_FIELD);
    assertThat(bought.of("never-sent")).isEmpty();
    user.delete("never-sent");
    user.awaitGone("never-sent");
    assertThat(bought.of("never-sent")).isEmpty();
  }

  private void goes(String name) {
    user.delete(name);
    user.awaitGone(name);
    assertThat(bought.states(name)).containsExactly("JOB_STATE_CANCELLED");
  }
}

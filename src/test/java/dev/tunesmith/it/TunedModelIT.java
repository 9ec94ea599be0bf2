package dev.tunesmith.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tunesmith.app.OperatorOptions;
import dev.tunesmith.emulator.Emulator;
import dev.tunesmith.support.RawHttpServer;
import dev.tunesmith.support.apiserver.ApiServer;
import dev.tunesmith.support.apiserver.KubeApiServer;
import dev.tunesmith.support.apiserver.TestNamespace;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The kind on the real API server, with the emulator's Gemini API. */
@KubeApiServer
@DisplayName("A TunedModel")
class TunedModelIT {
  private static final String KEY = "not-to-be-seen-7c1e";

  private ApiServer server;
  private KubectlUser user;
  private Emulator emulator;

  @BeforeEach
  void start(ApiServer apiServer, TestNamespace namespace) {
    server = apiServer;
    user = new KubectlUser(namespace);
    emulator = OperatorUnderTest.emulator();
    user.run("create", "secret", "generic", "gemini", "--from-literal=api-key=" + KEY);
    user.run(
        "create",
        "configmap",
        "numbers",
        "--from-literal=train={\"textInput\": \"1\", \"output\": \"2\"}");
  }

  @AfterEach
  void stop() {
    emulator.close();
  }

  /** What the documentation advises: rights by name, in the namespace of the resources. */
  private void allowReading() {
    user.run(
        "create",
        "role",
        "tunesmith-data",
        "--verb=get",
        "--resource=secrets,configmaps",
        "--resource-name=gemini",
        "--resource-name=numbers");
    user.run(
        "create",
        "rolebinding",
        "tunesmith-data",
        "--role=tunesmith-data",
        "--serviceaccount=tunesmith-system:tunesmith");
  }

  private OperatorUnderTest operator() {
    return OperatorUnderTest.start(
        server,
        emulator,
        OperatorUnderTest.options(
            user.namespace(), "--gemini-endpoint=http://127.0.0.1:" + emulator.httpPort()));
  }

  private void apply(String name, String data, String further) {
    String yaml =
        """
        apiVersion: tunesmith.dev/v1alpha1
        kind: TunedModel
        metadata: {name: %s}
        spec:
          model:
            displayName: next number
            baseModel: models/gemini-1.5-flash-001-tuning
            tuningTask:
              hyperparameters: {epochCount: 5, batchSize: 4, learningRate: 0.001}
        %s
          apiKeySecretRef: {name: gemini, key: api-key}
        %s
        """
            .formatted(name, data, further);
    String unused = user.tryToRunOn(yaml, "apply", "-f", "-").output();
  }

  private static final String INLINE =
      "      trainingData: {examples: {examples: [{textInput: \"1\", output: \"2\"}]}}";

  private static final String CONFIG_MAP =
      "  trainingDataFrom: {configMapKeyRef: {name: numbers, key: train}, format: JSONL}";

  private void await(String name, String condition) {
    String path = ".status.conditions[?(@.type==\"" + condition + "\")].status";
    KubectlUser.awaitThat(
        condition + " of " + name,
        () -> assertThat(field(name, path)).as(field(name, ".status")).isEqualTo("True"));
  }

  private String field(String name, String path) {
    return user.tryToRun("get", "tunedmodel", name, "-o", "jsonpath={" + path + "}").stdout();
  }

  private List<String> models() {
    return emulator.tunedModels().stream().map(model -> model.path("name").asText()).toList();
  }

  @Test
  @DisplayName("becomes one tuned model, is patched, and its key is seen nowhere")
  void wholeLife() {
    allowReading();
    try (OperatorUnderTest operator = operator()) {
      apply("inline", INLINE, "");
      apply("data", CONFIG_MAP, "  deletionPolicy: Delete");
      await("inline", "Complete");
      await("data", "Complete");
      assertThat(models()).hasSize(2).contains(field("data", ".status.model.name"));
      assertThat(user.tryToRun("get", "tm").stdout())
          .contains("NAME", "PERCENT", "gemini-1.5-flash-001-tuning", "Active", "100", "True");

      user.run(
          "patch", "tm/inline", "--type=merge", "-p", "{\"spec\": {\"model\": {\"topK\": 20}}}");
      KubectlUser.awaitThat(
          "the patch",
          () ->
              assertThat(emulator.tunedModels())
                  .extracting((ObjectNode model) -> model.path("topK").asInt())
                  .contains(20));

      user.run("delete", "tm", "inline", "data", "--timeout=60s");
      assertThat(models()).as("Orphan stays, Delete goes").hasSize(1);
      assertThat(operator.counts().internalErrors()).isZero();
      assertThat(user.tryToRun("get", "events", "-o", "yaml").stdout()).doesNotContain(KEY);
    }
  }

  @Test
  @DisplayName(
      "waits for the right to read its Secret, and for data that is text, and says what is needed")
  void withoutRight() {
    server.expectForbidden(OperatorUnderTest.USER, "get", "secrets", user.namespace());
    try (OperatorUnderTest operator = operator()) {
      apply("waiting", INLINE, "");
      await("waiting", "Stalled");
      assertThat(field("waiting", ".status.conditions[?(@.type==\"Ready\")].message"))
          .contains("may not read the Secret gemini", "with the verb get on secrets");
      assertThat(models()).isEmpty();

      allowReading();

      await("waiting", "Complete");
      assertThat(models()).hasSize(1);

      // What kubectl makes of a file in UTF-16.
      user.run(
          "patch",
          "configmap/numbers",
          "--type=merge",
          "-p",
          "{\"data\": null, \"binaryData\": {\"train\": \"//57AA==\"}}");
      apply("binary", CONFIG_MAP, "");
      await("binary", "Stalled");
      assertThat(field("binary", ".status.conditions[?(@.type==\"Ready\")].message"))
          .contains("has the key train in binaryData", "Save it as UTF-8");
      assertThat(operator.counts().internalErrors()).isZero();
    }
  }

  @Test
  @DisplayName("whose endpoint hangs holds up no TuningJob and no TunedModel of another endpoint")
  void hangingEndpoint() throws IOException {
    allowReading();
    RawHttpServer silent = RawHttpServer.stalling("");
    OperatorOptions options =
        OperatorUnderTest.options(
            user.namespace(),
            "--workers=3",
            "--allow-gemini-host=localhost",
            "--gemini-endpoint=http://127.0.0.1:" + emulator.httpPort());
    try (OperatorUnderTest operator = OperatorUnderTest.start(server, emulator, options)) {
      for (int i = 0; i < 4; i++) {
        apply("hanging-" + i, INLINE, "  endpoint: https://localhost:" + silent.port());
      }
      KubectlUser.awaitThat(
          "a word about each, also those that wait for the first one's answer",
          () -> assertThat(hangingReasons()).containsOnly("ListingJobs").hasSize(4));
      user.apply(Manifest.of("goes-on"));
      apply("answered", INLINE, "");
      user.awaitCondition("goes-on", "Complete");
      await("answered", "Complete");

      assertThat(hangingReasons()).as("all the while").containsOnly("ListingJobs");
      assertThat(operator.counts().internalErrors()).isZero();
      // Before the operator, which waits for its calls.
      silent.close();
    } finally {
      silent.close();
    }
  }

  private List<String> hangingReasons() {
    return IntStream.range(0, 4)
        .mapToObj(i -> field("hanging-" + i, ".status.conditions[?(@.type==\"Ready\")].reason"))
        .toList();
  }
}

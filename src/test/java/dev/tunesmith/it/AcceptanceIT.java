package dev.tunesmith.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tunesmith.OperatorMain;
import dev.tunesmith.emulator.Emulator;
import dev.tunesmith.support.apiserver.ApiServer;
import dev.tunesmith.support.apiserver.KubeApiServer;
import dev.tunesmith.support.apiserver.TestNamespace;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** On the real API server, with the emulator's models. */
@KubeApiServer
@DisplayName("Acceptance checks")
class AcceptanceIT {
  private ApiServer server;
  private KubectlUser user;
  private Emulator emulator;
  private OperatorUnderTest operator;

  @BeforeEach
  void start(ApiServer apiServer, TestNamespace namespace) {
    server = apiServer;
    user = new KubectlUser(namespace);
    emulator = OperatorUnderTest.emulator();
    operator =
        OperatorUnderTest.start(
            server,
            emulator,
            OperatorUnderTest.options(
                user.namespace(),
                "--vertex-endpoint=127.0.0.1:" + emulator.grpcPort(),
                "--vertex-rest-endpoint=127.0.0.1:" + emulator.httpPort(),
                "--vertex-plaintext",
                "--vertex-credentials=none",
                "--gemini-endpoint=http://127.0.0.1:" + emulator.httpPort()));
  }

  @AfterEach
  void stop() {
    operator.close();
    emulator.close();
  }

  private String field(String resource, String path) {
    return user.tryToRun("get", resource, "-o", "jsonpath={" + path + "}").stdout();
  }

  /** What a command prints, well or badly. */
  private String tunesmith(String... args) {
    StringWriter printed = new StringWriter();
    List<String> all = new ArrayList<>(List.of(args));
    all.add("--kubeconfig=" + server.kubeconfig());
    all.add("--namespace=" + user.namespace());
    all.add("--endpoint=http://127.0.0.1:" + emulator.httpPort());
    int unused =
        OperatorMain.commandLine(Map.of("GEMINI_API_KEY", "any"))
            .setOut(new PrintWriter(printed))
            .setErr(new PrintWriter(printed))
            .execute(all.toArray(String[]::new));
    return printed.toString();
  }

  private void await(String resource, String status) {
    KubectlUser.awaitThat(
        "Accepted of " + resource,
        () ->
            assertThat(field(resource, ".status.conditions[?(@.type==\"Accepted\")].status"))
                .as(field(resource, ".status"))
                .isEqualTo(status));
  }

  private void apply(String yaml) {
    assertThat(user.tryToRunOn(yaml, "apply", "-f", "-").exitCode()).isZero();
  }

  private static String tuningJob(String expect) {
    return """
    apiVersion: tunesmith.dev/v1alpha1
    kind: TuningJob
    metadata: {name: tone}
    spec:
      tuning:
        baseModel: gemini-3.5-flash
        supervisedTuningSpec: {trainingDatasetUri: gs://bucket/train.jsonl}
        tunedModelDisplayName: support-tone
      acceptance:
        answers: Show
        checks:
          - name: greets
            request: {contents: [{role: user, parts: [{text: good morning}]}]}
            expect: {contains: "%s"}
          - name: short
            request: {contents: [{role: user, parts: [{text: good morning}]}]}
            expect: {maxCharacters: 1000}
    """
        .formatted(expect);
  }

  @Test
  @DisplayName("of a TuningJob are asked at the endpoint of its model, where its name says it is")
  void tuningJob() {
    apply(tuningJob("good evening"));
    await("tuningjob/tone", "False");
    assertThat(field("tuningjob/tone", ".status.job.tunedModel.endpoint"))
        .as("Gemini 3 is in a multi-region")
        .contains("/locations/us/endpoints/");
    assertThat(field("tuningjob/tone", ".status.reason")).isEqualTo("NotAccepted");
    assertThat(field("tuningjob/tone", ".status.acceptance.checks[0].answer"))
        .contains("support-tone, tuned from gemini-3.5-flash, was asked: good morning");

    apply(tuningJob("good morning"));

    await("tuningjob/tone", "True");
    assertThat(field("tuningjob/tone", ".status.conditions[?(@.type==\"Ready\")].status"))
        .isEqualTo("True");
    assertThat(field("tuningjob/tone", ".status.acceptance.checks[*].requests")).isEqualTo("1 1");
    assertThat(user.tryToRun("get", "events", "-o", "yaml").stdout())
        .contains("reason: NotAccepted", "reason: Accepted")
        .doesNotContain("was asked");
    assertThat(tunesmith("ask", "tj/tone", "good night")).contains("was asked: good night");
    assertThat(tunesmith("ask", "tone", "good night")).contains("was asked: good night");
    assertThat(tunesmith("ask", "other", "good night"))
        .contains("There is no TuningJob or TunedModel named other in namespace");
    assertThat(operator.counts().internalErrors()).isZero();
  }

  @Test
  @DisplayName("of a TunedModel: the tutorial's model goes on where no example does")
  void tunedModel() {
    user.run("create", "secret", "generic", "gemini", "--from-literal=api-key=any");
    user.run(
        "create",
        "role",
        "tunesmith-data",
        "--verb=get",
        "--resource=secrets",
        "--resource-name=gemini");
    user.run(
        "create",
        "rolebinding",
        "tunesmith-data",
        "--role=tunesmith-data",
        "--serviceaccount=tunesmith-system:tunesmith");
    apply(
        """
        apiVersion: tunesmith.dev/v1alpha1
        kind: TunedModel
        metadata: {name: successor}
        spec:
          model:
            baseModel: models/gemini-1.5-flash-001-tuning
            tuningTask:
              hyperparameters: {epochCount: 5, batchSize: 4, learningRate: 0.001}
              trainingData: {examples: {examples: [{textInput: "1", output: "2"}, {textInput: one, output: two}]}}
          apiKeySecretRef: {name: gemini, key: api-key}
          acceptance:
            checks:
              - {name: roman, request: {contents: [{parts: [{text: III}]}]}, expect: {equals: IV}}
        """);
    await("tunedmodel/successor", "True");
    assertThat(field("tunedmodel/successor", ".status.acceptance.checks[0]"))
        .contains("\"result\":\"Passed\"")
        .doesNotContain("answer");
    assertThat(tunesmith("ask", "successor", "III")).isEqualToIgnoringNewLines("IV");
    assertThat(tunesmith("loss", "successor")).contains("tunedmodel/successor");
    assertThat(operator.counts().internalErrors()).isZero();
  }
}

package dev.tunesmith.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tunesmith.support.apiserver.KubeApiServer;
import dev.tunesmith.support.apiserver.Kubectl;
import dev.tunesmith.support.apiserver.TestNamespace;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What people see with kubectl. */
@KubeApiServer
final class KubectlIT {
  private static final String RUNNING =
      """
      status:
        observedGeneration: 1
        model: gemini-2.5-flash
        state: Running
        reason: ServiceUnavailable
        projectId: my-project
        location: us-central1
        conditions:
        - {type: Reconciling, status: "True", reason: ServiceUnavailable, message: "", lastTransitionTime: "2026-11-23T10:00:00Z"}
        - {type: Ready, status: "False", reason: ServiceUnavailable, message: "", lastTransitionTime: "2026-11-23T10:00:00Z"}
        job:
          name: projects/646700000009/locations/us-central1/tuningJobs/1
          state: JOB_STATE_RUNNING
          tunedModel: {endpoint: projects/646700000009/locations/us-central1/endpoints/2}
      """;

  private static final String CREATING =
      """
      status:
        baseModel: gemini-1.5-flash-001-tuning
        state: Creating
        percent: 40
        reason: ServiceUnavailable
        conditions:
        - {type: Ready, status: "False", reason: ServiceUnavailable, message: "", lastTransitionTime: "2026-11-23T10:00:00Z"}
        model: {name: tunedModels/successor-1b2c3d, state: CREATING}
      """;

  private static final String MISSPELT =
      """
      apiVersion: tunesmith.dev/v1alpha1
      kind: TuningJob
      metadata: {name: misspelt}
      spec:
        project_id: my-project
        tuning:
          baseModel: gemini-2.5-flash
          supervisedTuningSpec: {trainingDatasetUri: gs://my-bucket/train.jsonl}
      """;

  @Test
  @DisplayName("kubectl get tj shows the model, state, readiness, reason and run")
  void getShowsTheState(TestNamespace namespace) {
    List<String> lines = getAfterStatus(CrdKind.TUNING_JOB, RUNNING, namespace);

    assertThat(lines.getFirst().split(" {2,}", -1))
        .containsExactly("NAME", "MODEL", "STATE", "PERCENT", "READY", "REASON", "RUN", "AGE");
    assertThat(lines.get(1))
        .matches("basic +gemini-2.5-flash +Running +False +ServiceUnavailable +1 +\\d+s");
  }

  @Test
  @DisplayName("kubectl get tj -o wide also shows the project, location, job and endpoint")
  void wideShowsNames(TestNamespace namespace) {
    List<String> lines = getAfterStatus(CrdKind.TUNING_JOB, RUNNING, namespace, "-o", "wide");

    assertThat(lines.getFirst().split(" {2,}", -1))
        .containsExactly(
            "NAME",
            "MODEL",
            "STATE",
            "PERCENT",
            "READY",
            "REASON",
            "RUN",
            "AGE",
            "PROJECT",
            "LOCATION",
            "JOB",
            "ENDPOINT");
    assertThat(lines.get(1))
        .endsWith("projects/646700000009/locations/us-central1/endpoints/2")
        .contains(
            " my-project ",
            " us-central1 ",
            " projects/646700000009/locations/us-central1/tuningJobs/1 ");
  }

  @Test
  @DisplayName("kubectl get tm shows the progress too, and when wide the tuned model's name")
  void getShowsTheProgress(TestNamespace namespace) {
    List<String> lines = getAfterStatus(CrdKind.TUNED_MODEL, CREATING, namespace, "-o", "wide");

    assertThat(lines.getFirst().split(" {2,}", -1))
        .containsExactly(
            "NAME", "MODEL", "STATE", "PERCENT", "READY", "REASON", "RUN", "AGE", "TUNED-MODEL");
    assertThat(lines.get(1))
        .matches(
            "basic +gemini-1.5-flash-001-tuning +Creating +40 +False +ServiceUnavailable +1 +\\d+s"
                + " +tunedModels/successor-1b2c3d");
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("kubectl wait on a new resource waits although it has no condition yet")
  void waitDoesNotReturnAtOnce(CrdKind kind, TestNamespace namespace) {
    create(kind, "basic", namespace);
    String resource = kind.singular() + "/basic";

    Kubectl.Result result =
        namespace.kubectl().run("wait", resource, "--for=condition=Ready", "--timeout=1s");

    assertThat(result.stderr()).contains("timed out waiting for the condition");
  }

  @Test
  @DisplayName("the category tunesmith lists the resources of all kinds")
  void categoryListsAll(TestNamespace namespace) {
    List<String> names = new ArrayList<>();
    for (CrdKind kind : CrdKind.values()) {
      create(kind, "basic", namespace);
      names.add(kind.singular() + ".tunesmith.dev/basic");
    }

    assertThat(namespace.kubectl().run("get", "tunesmith", "-o", "name").output().lines())
        .containsExactlyInAnyOrderElementsOf(names);
  }

  @ParameterizedTest
  @MethodSource("objects")
  @DisplayName("kubectl explain describes every field")
  void explainDescribesEveryField(CrdKind kind, SchemaNode object, TestNamespace namespace) {
    String path = kind.singular() + object.path().replace("[]", "");

    String output = namespace.kubectl().run("explain", path).output();

    String words = oneLine(output);
    object
        .schema()
        .getProperties()
        .forEach(
            (name, property) ->
                assertThat(words)
                    .containsPattern(
                        " "
                            + name
                            + " <[^>]+>( -required-)?[^<>]* "
                            + Pattern.quote(oneLine(property.getDescription()))));
  }

  @Test
  @DisplayName("unknown fields in spec.tuning survive, for the operator to refuse them")
  void unknownFieldsInTuningSurvive(TestNamespace namespace) {
    create(CrdKind.TUNING_JOB, "unknown-fields", namespace);

    String tuning =
        namespace
            .kubectl()
            .run("get", "tj", "unknown-fields", "-o", "jsonpath={.spec.tuning}")
            .output();

    assertThat(tuning)
        .contains(
            "\"otherTuningSpec\":{\"studentModel\":\"small\"}",
            "\"kmsKeyVersion\":3",
            "\"hyper_parameters\":{\"epoch_count\":4}",
            "\"batch_size\":8");
  }

  @Test
  @DisplayName("a misspelt field outside spec.tuning is refused by server-side apply")
  void misspeltFieldElsewhereIsRefusedOnServerSideApply(TestNamespace namespace) {
    Kubectl.Result result =
        namespace
            .kubectl()
            .runWithInput(MISSPELT, "apply", "--server-side", "--validate=ignore", "-f", "-");

    assertThat(result.exitCode()).isNotZero();
    assertThat(result.stderr()).contains(".spec.project_id: field not declared in schema");
  }

  static Stream<Arguments> objects() {
    return Arrays.stream(CrdKind.values())
        .flatMap(
            kind ->
                SchemaNode.all(GeneratedCrd.definition(kind)).stream()
                    .filter(node -> node.schema().getProperties() != null)
                    .filter(node -> !node.schema().getProperties().isEmpty())
                    .map(node -> Arguments.of(kind, node)));
  }

  private static List<String> getAfterStatus(
      CrdKind kind, String status, TestNamespace namespace, String... options) {
    create(kind, "basic", namespace);
    String shortName =
        GeneratedCrd.definition(kind).getSpec().getNames().getShortNames().getFirst();
    namespace
        .kubectl()
        .run("patch", shortName, "basic", "--subresource=status", "--type=merge", "-p", status)
        .output();
    String[] command =
        Stream.concat(Stream.of("get", shortName), Stream.of(options)).toArray(String[]::new);
    return namespace.kubectl().run(command).output().lines().map(String::strip).toList();
  }

  private static void create(CrdKind kind, String example, TestNamespace namespace) {
    String file = Examples.valid(kind, example).toString();
    namespace.kubectl().run("create", "-f", file).output();
  }

  private static String oneLine(String text) {
    return text.replaceAll("\\s+", " ");
  }
}

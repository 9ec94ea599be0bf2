package dev.tunesmith.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.tunesmith.OperatorMain;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** The whole command; whether its verdicts are right is tested by {@link ValidateIT}. */
@DisplayName("tunesmith validate")
class ValidateTest {
  private static final String OTHER = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: other}\n";

  @TempDir private Path folder;
  private StringWriter out;
  private StringWriter err;

  @BeforeEach
  void fresh() {
    out = new StringWriter();
    err = new StringWriter();
  }

  private int validate(String input, Object... args) {
    CommandLine line =
        OperatorMain.commandLine(Map.of(), new ByteArrayInputStream(input.getBytes(UTF_8)))
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true));
    return line.execute(
        Stream.concat(Stream.of("validate"), Stream.of(args).map(Object::toString))
            .toArray(String[]::new));
  }

  private Path file(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  private List<String> lines() {
    return out.toString().lines().toList();
  }

  private String summary() {
    return err.toString().lines().reduce((first, second) -> second).orElse("");
  }

  static Stream<JudgedManifest> judged() {
    return JudgedManifest.all().stream();
  }

  @ParameterizedTest
  @MethodSource("judged")
  @DisplayName("reports an error with its line, and nothing for a valid resource")
  void judged(JudgedManifest manifest) {
    int exitCode = validate(manifest.yaml(), "-");
    List<String> errors = lines().stream().filter(line -> !line.contains("unheardOf")).toList();
    if (manifest.valid()) {
      assertThat(errors).isEmpty();
      return;
    }
    assertThat(exitCode).isEqualTo(1);
    assertThat(errors)
        .anySatisfy(
            line ->
                assertThat(line)
                    .startsWith("<stdin>:" + manifest.line() + ": ")
                    .contains(manifest.message()));
  }

  @Test
  @DisplayName("accepts the samples: exit code 0, nothing on standard output")
  void samples() {
    assertThat(validate("", "deploy/samples")).as(out + "\n" + err).isZero();
    assertThat(lines()).isEmpty();
    assertThat(summary())
        .matches("3 TunedModels and \\d+ TuningJobs in \\d+ files are valid; .*")
        .endsWith(" of other kinds skipped; 2 templates skipped");
    assertThat(err.toString())
        .contains("deploy/samples/chart/templates/tuningjob.yaml: note: skipped")
        .contains("helm template CHART | tunesmith validate -");
  }

  @Test
  @DisplayName("reports each error in a line of its own, with file and line, and exits with 1")
  void errors() throws IOException {
    Path wrong =
        file("job.yaml", JudgedManifest.good().replace("  tuning:", "  run: 1\n  tuning:"));
    Path two =
        file(
            "two.yaml",
            OTHER
                + "---\n"
                + JudgedManifest.good().replace("gs://", "http://").replace("judged", "another"));
    assertThat(validate("", wrong, two)).isEqualTo(1);
    assertThat(lines())
        .hasSize(2)
        .satisfiesExactly(
            line ->
                assertThat(line)
                    .isEqualTo(
                        wrong + ":6: spec.run must be of type string, not 1: write it in quotes"),
            line ->
                assertThat(line)
                    .startsWith(
                        two + ":13: spec.tuning.supervisedTuningSpec.trainingDatasetUri: must be"));
    assertThat(summary())
        .isEqualTo(
            "2 validation errors in 2 files, 2 TuningJobs checked; 1 document of other kinds"
                + " skipped");
  }

  @Test
  @DisplayName("reports all errors of a resource at once, unknown fields among them")
  void allAtOnce() {
    String yaml =
        JudgedManifest.good()
            .replace("tunesmith.dev/v1alpha1", "tunesmith.dev/v1")
            .replace("spec:", "sepc: {}\nspec:")
            .replace("    baseModel", "    basemodel: x\n    description: 7\n    baseModel");
    assertThat(validate(yaml, "-")).isEqualTo(1);
    assertThat(lines())
        .extracting(line -> line.replaceFirst(": .*", ""))
        .containsExactly("<stdin>:1", "<stdin>:5", "<stdin>:8", "<stdin>:9");
    assertThat(lines())
        .contains("<stdin>:8: unknown field spec.tuning.basemodel: did you mean baseModel?");
  }

  @Test
  @DisplayName("reads folders in folders, and skips everything but TuningJobs, valid or not")
  void recursion() throws IOException {
    file("a/b/job.yml", JudgedManifest.good());
    file("a/list.json", "{\"kind\": \"ConfigMapList\", \"items\": [{\"kind\": \"ConfigMap\"}]}");
    file("c/other.yaml", "# first\n---\n" + OTHER + "---\n" + OTHER);
    file("c/broken.yaml", "a: [\n");
    file("c/latin.yaml", "a: b\n");
    Files.write(folder.resolve("c/latin.yaml"), "a: é\n".getBytes(StandardCharsets.ISO_8859_1));
    file("c/job.txt", "kind: TuningJob\n");
    assertThat(validate("", folder)).as(out + "\n" + err).isZero();
    assertThat(summary())
        .isEqualTo("1 TuningJob in 1 file is valid; 3 documents of other kinds skipped");
  }

  @Test
  @DisplayName("reports a file that mentions a TuningJob and is invalid YAML, with the line")
  void broken() throws IOException {
    Path broken = file("a/broken.yaml", JudgedManifest.good() + "  x: [\n");
    file("a/good.yaml", JudgedManifest.good());
    assertThat(validate("", folder)).isEqualTo(1);
    assertThat(lines()).singleElement().asString().startsWith(broken + ":11: invalid YAML: ");
    assertThat(summary()).startsWith("1 validation error in 1 file, 1 TuningJob checked");
  }

  @Test
  @DisplayName(
      "notes that a named file contains no TuningJob, and that a template must be rendered")
  void named() throws IOException {
    Path other = file("other.yaml", OTHER);
    Path template =
        file("job.yaml", "{{- if .Values.on }}\n" + JudgedManifest.good() + "{{- end }}\n");
    assertThat(validate("", other, template)).isZero();
    assertThat(err.toString().lines())
        .containsExactly(
            other + ": warning: contains no TuningJob or TunedModel",
            template
                + ": warning: skipped, because it is a template. Render it and pipe the result, for"
                + " example: helm template CHART | tunesmith validate -",
            "no TuningJob or TunedModel found; 1 document of other kinds skipped; 1 template"
                + " skipped");
  }

  @Test
  @DisplayName("warns of a named file or folder in which nothing is found; an error with --strict")
  void nothingFound() throws IOException {
    Path empty = file("empty.yaml", "# nothing\n");
    Path garbage = file("garbage.yaml", "a: [\n");
    Path binary = Files.write(folder.resolve("binary.yaml"), new byte[] {(byte) 0x89, 'P', 'N'});
    Path none = Files.createDirectories(folder.resolve("none"));
    Path others = file("others/other.yaml", OTHER).getParent();
    Path good = file("good/job.yaml", JudgedManifest.good());
    Object[] paths = {empty, garbage, binary, none, others, good, good.getParent()};
    assertThat(validate("", paths)).isZero();
    String nothing = "contains no TuningJob or TunedModel";
    List<String> warnings =
        List.of(
            empty + ": warning: " + nothing + " (it is empty)",
            garbage + ": warning: " + nothing + " (line 2: invalid YAML: ",
            binary + ": warning: " + nothing + " (line 1: not a text in UTF-8: ",
            none + ": warning: contains no .yaml, .yml or .json file",
            others + ": warning: " + nothing);
    List<String> notes = err.toString().lines().toList();
    assertThat(notes).hasSize(warnings.size() + 1);
    for (int i = 0; i < warnings.size(); i++) {
      assertThat(notes.get(i)).startsWith(warnings.get(i));
    }
    assertThat(notes.getLast()).startsWith("1 TuningJob in 1 file is valid; ");
    assertThat(validate("", Stream.concat(Stream.of("--strict"), Stream.of(paths)).toArray()))
        .isEqualTo(1);
    assertThat(lines()).hasSize(warnings.size());
    for (int i = 0; i < warnings.size(); i++) {
      assertThat(lines().get(i)).startsWith(warnings.get(i).replace(": warning:", ":1:"));
    }
    fresh();
    assertThat(validate(OTHER, "-", "--strict")).isEqualTo(1);
    assertThat(lines()).containsExactly("<stdin>:1: " + nothing);
    assertThat(validate(JudgedManifest.good(), "-", "--strict", good)).isZero();
  }

  @Test
  @DisplayName("notes what the administrator's own table of models does not document")
  void modelsFile() throws IOException {
    Path job = file("job.yaml", JudgedManifest.good());
    String row = "  - {method: supervised, model: gemini-0}\n";
    Path table = file("table/models.yaml", "asOf: 2031-05\nmodels:\n" + row);
    assertThat(validate("", job, "--models-file=" + table)).isZero();
    assertThat(err.toString()).contains("is not documented for supervised tuning as of 2031-05");
    assertThat(lines()).isEmpty();

    assertThat(validate("", job, "--models-file=" + job)).isEqualTo(2);
    assertThat(err.toString()).contains("is no table of models");
  }

  @Test
  @DisplayName("takes a missing file, and an option that the operator refuses, as wrong usage")
  void misuse() throws IOException {
    Path good = file("job.yaml", JudgedManifest.good());
    Path missing = folder.resolve("missing");
    assertThat(validate("", missing, good, "-", "-", "--project=My Project", "--allow-kms-key=k"))
        .isEqualTo(2);
    assertThat(out.toString()).isEmpty();
    assertThat(err.toString().lines())
        .containsExactly(
            "--project: 'My Project' is not a project ID; give the ID, not the number or the"
                + " display name",
            "--allow-kms-key: 'k' is not a key; give"
                + " projects/P/locations/L/keyRings/R/cryptoKeys/K, or a pattern with *",
            "-: standard input can be read only once",
            missing + ": there is no such file or folder");
  }

  @Test
  @DisplayName("explains a value of a wrong type: which values there are, and what to quote")
  void types() {
    String yaml =
        JudgedManifest.good().replace("  tuning:", "  run: 99999999999999999999\n  tuning:")
            + "      hyperParameters: {adapterSize: 4, epochCount: '3'}\n"
            + "      exportLastCheckpointOnly: 'true'\n";
    assertThat(validate(yaml, "-")).isEqualTo(1);
    String supervised = "spec.tuning.supervisedTuningSpec.";
    assertThat(lines())
        .satisfiesExactlyInAnyOrder(
            line ->
                assertThat(line)
                    .isEqualTo(
                        "<stdin>:6: spec.run must be of type string, not 100000000000000000000:"
                            + " write it in quotes"),
            line ->
                assertThat(line)
                    .startsWith(
                        "<stdin>:11: "
                            + supervised
                            + "hyperParameters.adapterSize must be one of ADAPTER_SIZE_EIGHT, ")
                    .endsWith(", not 4"),
            line ->
                assertThat(line)
                    .endsWith(
                        "epochCount must be of type integer, not \"3\": write it without quotes"),
            line ->
                assertThat(line)
                    .endsWith(
                        "CheckpointOnly must be of type boolean, not \"true\": write it without"
                            + " quotes"));
  }

  @Test
  @DisplayName("checks a TunedModel by its own rules, and its unknown fields as the operator does")
  void tunedModels() throws IOException {
    Path sample = Path.of("deploy/samples/tunedmodel/01-inline.yaml");
    String yaml = Files.readString(sample);
    Path job = file("job.yaml", JudgedManifest.good().replace("judged", "successor"));
    Path same = file("model.yaml", yaml);
    assertThat(validate("", job, same)).as("%s", out).isZero();
    String wrong =
        yaml.replace("epochCount", "epoch_count")
            .replace(
                "learningRate: 0.001", "learningRate: 0.001\n        learningRateMultiplier: 1")
            .replace("{textInput: one, output: two}", "{textInput: one}");
    assertThat(validate(wrong, "-")).isEqualTo(1);
    assertThat(lines())
        .hasSize(3)
        .anyMatch(line -> line.endsWith("epoch_count: did you mean epochCount?"))
        .anyMatch(line -> line.contains("only one of `learningRate` and `learningRateMultiplier`"))
        .anyMatch(line -> line.endsWith("examples.examples[12].output is missing"));
    assertThat(summary()).isEqualTo("3 validation errors in 1 file, 1 TunedModel checked");
  }

  private static String tunedModel(String further) {
    return """
    apiVersion: tunesmith.dev/v1alpha1
    kind: TunedModel
    metadata: {name: numbers}
    spec:
      model: {baseModel: models/gemini-1.5-flash-001-tuning}
      trainingDataFrom: {configMapKeyRef: {name: numbers, key: train}, format: JSONL}
    """
        + further.indent(2);
  }

  @Test
  @DisplayName("checks the training data of a TunedModel in a ConfigMap beside it, wherever it is")
  void trainingData() throws IOException {
    Path model = file("a/model.yaml", tunedModel(""));
    String data = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: numbers}\ndata:\n";
    assertThat(validate("", folder)).as("no ConfigMap: it may be there already").isZero();

    file("a/data.yaml", data + "  train: |\n    {\"textInput\": \"1\"}\n");
    assertThat(validate("", folder)).isEqualTo(1);
    assertThat(lines())
        .containsExactly(
            model
                + ":6: spec.trainingDataFrom: the ConfigMap's data, line 1: needs textInput and"
                + " output, both strings");

    file("a/data.yaml", data + "  other: x\n");
    assertThat(validate("", folder)).isEqualTo(1);
    assertThat(lines().getLast()).endsWith("the ConfigMap numbers has no key train; add it");

    file("a/data.yaml", data + "  train: |\n    {\"textInput\": \"1\", \"output\": \"2\"}\n");
    assertThat(validate("", folder)).as(out.toString()).isZero();
    assertThat(err.toString())
        .contains(
            model
                + ":1: note: The training data has 1 example; the service recommends at least"
                + " 100.");
  }

  @Test
  @DisplayName("refuses an endpoint whose host is not allowed, where it is told which ones are")
  void hosts() {
    String yaml =
        tunedModel(
            "endpoint: https://gateway.example.com\napiKeySecretRef: {name: gemini, key: k}\n");
    assertThat(validate(yaml, "-")).as(out.toString()).isZero();
    assertThat(validate(yaml, "-", "--allow-gemini-host=gateway.example.com")).isZero();
    assertThat(validate(yaml, "-", "--gemini-endpoint=https://gateway.example.com")).isZero();
    assertThat(validate(yaml, "-", "--allow-gemini-host=other.example.com")).isEqualTo(1);
    assertThat(lines().getFirst())
        .startsWith("<stdin>:7: spec.endpoint: ")
        .endsWith("with --allow-gemini-host=gateway.example.com");
    String withoutKey = yaml.replaceAll("(?m)^  apiKeySecretRef.*\n", "");
    assertThat(validate(withoutKey, "-", "--allow-gemini-host=gateway.example.com")).isEqualTo(1);
    assertThat(lines().getLast()).endsWith("set spec.apiKeySecretRef");
    assertThat(validate(yaml, "-", "--allow-gemini-host=https://x")).isEqualTo(2);
  }

  @Test
  @DisplayName("says which field was probably meant, also directly under spec")
  void meant() {
    assertThat(validate(tunedModel("endpont: https://x.example.com\n"), "-")).isEqualTo(1);
    assertThat(lines())
        .containsExactly("<stdin>:7: unknown field spec.endpont: did you mean endpoint?");
  }

  @Test
  @DisplayName("reports errors of the schema and of CEL rules together")
  void schemaAndRules() {
    String yaml =
        JudgedManifest.good()
            .replace("  tuning:", "  run: 1\n  location: us\n  tuning:")
            .replace("gs://", "http://");
    assertThat(validate(yaml, "-")).isEqualTo(1);
    assertThat(lines())
        .satisfiesExactly(
            line -> assertThat(line).startsWith("<stdin>:6: spec.run must be of type string"),
            line -> assertThat(line).startsWith("<stdin>:7: spec.location: must be a region"),
            line -> assertThat(line).contains("trainingDatasetUri: must be a Cloud Storage URI"));
  }

  @Test
  @DisplayName("skips a chart's templates also where they happen to be YAML")
  void chart() throws IOException {
    String template = JudgedManifest.good().replace("gemini-2.5-flash", "'{{ .Values.a }}'");
    file("chart/Chart.yaml", "name: chart\n");
    file("chart/templates/job.yaml", template);
    file("templates/job.yaml", template);
    assertThat(validate("", folder)).isEqualTo(1);
    assertThat(lines())
        .singleElement()
        .asString()
        .startsWith(folder.resolve("templates/job.yaml") + ":7: spec.tuning.baseModel");
    assertThat(summary()).endsWith("1 template skipped");
  }

  @Test
  @DisplayName("skips what a kustomization lists as a patch, also where the patch alone is named")
  void patches() throws IOException {
    Path base = file("job/base.yaml", JudgedManifest.good());
    String patch =
        "apiVersion: tunesmith.dev/v1alpha1\nkind: TuningJob\nmetadata: {name: judged}\n";
    Path run = file("job/patches/run.yaml", patch + "spec: {run: '2'}\n");
    Path merge = file("job/merge.yaml", patch + "spec: {suspend: true}\n");
    Path json = file("job/json.yaml", "# of a TuningJob\n- {op: remove, path: /spec/run}\n");
    Path kustomization =
        file(
            "job/Kustomization",
            """
            resources: [base.yaml]
            patches:
            - path: ./patches/run.yaml
            - {patch: "- {op: remove, path: /a}", target: {kind: TuningJob}}
            patchesStrategicMerge: [merge.yaml, "kind: TuningJob\\0"]
            patchesJson6902: [{path: json.yaml}]
            """);
    assertThat(validate("", folder)).as(out.toString()).isZero();
    assertThat(summary()).isEqualTo("1 TuningJob in 1 file is valid; 3 patches skipped");
    Path job = folder.resolve("job");
    assertThat(err.toString().lines())
        .contains(
            run
                + ": note: skipped, because the kustomization in "
                + job
                + " lists it as a patch. Validate what it makes, for example: kustomize build "
                + job
                + " | tunesmith validate -")
        .anyMatch(line -> line.startsWith(merge + ": note: skipped"))
        .anyMatch(line -> line.startsWith(json + ": note: skipped"));

    assertThat(validate("", base, run)).as("as pre-commit names files").isZero();
    assertThat(err.toString()).contains(run + ": warning: skipped, because the kustomization");
    assertThat(validate("", base, run, "--strict")).isEqualTo(1);
    assertThat(lines()).singleElement().asString().startsWith(run + ":1: skipped, because");

    Files.delete(kustomization);
    assertThat(validate("", run)).as("no kustomization, no patch").isEqualTo(1);
  }

  @Test
  @DisplayName("refuses a name that another resource in its namespace has, in any file")
  void twice() throws IOException {
    String here = JudgedManifest.good().replace("name: judged", "name: judged\n  namespace: a");
    Path first = file("a/one.yaml", here);
    Path second = file("b/two.yaml", here.replace("namespace: a", "namespace: b"));
    Path third = file("b/three.yaml", "\n" + here);
    assertThat(validate("", first, second)).isZero();
    assertThat(validate("", first, second, third)).isEqualTo(1);
    assertThat(lines())
        .containsExactly(
            third + ":5: metadata.name judged is already used in namespace a, by " + first + ":4");
  }

  @Test
  @DisplayName("accepts the same name in two folders where no namespace is named")
  void overlays() throws IOException {
    file("dev/job.yaml", JudgedManifest.good());
    file("prod/job.yaml", JudgedManifest.good());
    assertThat(validate("", folder)).isZero();
    Path again = file("prod/again.yaml", JudgedManifest.good());
    assertThat(validate("", folder, again)).isEqualTo(1);
    assertThat(lines())
        .containsExactly(
            folder.resolve("prod/job.yaml")
                + ":4: metadata.name judged is already used in the same namespace, by "
                + again
                + ":4");
  }

  @Test
  @DisplayName("reads lists as kubectl writes them, and finds the line in them")
  void lists() {
    String list =
        "apiVersion: v1\nkind: List\nitems:\n"
            + ("- " + JudgedManifest.good().replace("\n", "\n  ").strip() + "\n")
            + ("- " + JudgedManifest.good().replace("\n", "\n  ").strip() + "\n")
                .replace("judged", "second")
                .replace("gs:", "http:");
    assertThat(validate(list, "-")).isEqualTo(1);
    assertThat(lines())
        .singleElement()
        .asString()
        .startsWith("<stdin>:21: spec.tuning.supervisedTuningSpec.trainingDatasetUri: ");
  }

  @Test
  @DisplayName("reads what a chart was rendered to, and refuses an empty one")
  void input() {
    assertThat(validate(OTHER + "---\n" + JudgedManifest.good() + "---\n# Source: x\n", "-"))
        .as(out.toString())
        .isZero();
    assertThat(summary())
        .isEqualTo("1 TuningJob in 1 file is valid; 1 document of other kinds skipped");
    assertThat(validate("", "-")).isEqualTo(1);
    assertThat(lines()).containsExactly("<stdin>:1: no resources found: was anything rendered?");
  }

  @Test
  @DisplayName("refuses what an operator with the given options would refuse")
  void operator() {
    String yaml =
        JudgedManifest.good()
            .replace(
                "  tuning:",
                "  projectId: team-project\n  tuning:\n    serviceAccount:"
                    + " a@b.iam.gserviceaccount.com");
    assertThat(validate(yaml, "-")).isZero();
    assertThat(validate(yaml, "-", "--project=team-project", "--location=us-west1")).isZero();
    assertThat(validate(yaml, "-", "--project=my-project", "--allow-project=team-*")).isZero();
    assertThat(validate(yaml, "-", "--project=my-project")).isEqualTo(1);
    assertThat(lines())
        .singleElement()
        .asString()
        .startsWith("<stdin>:6: spec.projectId team-project is not allowed here");
    fresh();
    assertThat(validate(yaml, "-", "--allow-service-account=")).isEqualTo(1);
    assertThat(validate(yaml, "-", "--allow-service-account=c@d.iam.gserviceaccount.com,*x"))
        .isEqualTo(1);
    assertThat(lines())
        .hasSize(2)
        .allMatch(line -> line.startsWith("<stdin>:8: spec.tuning.serviceAccount a@b"));
    fresh();
    String key = "projects/p/locations/us-central1/keyRings/r/cryptoKeys/k";
    String encrypted =
        JudgedManifest.good()
            .replace("  tuning:", "  tuning:\n    encryptionSpec: {kmsKeyName: " + key + "}");
    assertThat(validate(encrypted, "-", "--allow-kms-key=projects/p/*")).isZero();
    assertThat(validate(encrypted, "-", "--allow-kms-key=projects/q/*")).isEqualTo(1);
    assertThat(validate(JudgedManifest.good(), "-", "--allow-project=other-project")).isZero();
  }

  @Test
  @DisplayName("names its options as the operator does")
  void options() {
    Set<String> operators = new TreeSet<>(options("operator"));
    operators.addAll(Set.of("--strict", "--output")); // its own ones
    assertThat(options("validate")).hasSizeGreaterThan(5).isSubsetOf(operators);
  }

  private static Set<String> options(String command) {
    CommandLine of = OperatorMain.commandLine(Map.of()).getSubcommands().get(command);
    return Objects.requireNonNull(of).getCommandSpec().optionsMap().keySet();
  }

  @Test
  @DisplayName("exits with 2 when it is used wrongly")
  void usage() {
    assertThat(validate("")).isEqualTo(2);
    assertThat(validate("", "--nonsense", "-")).isEqualTo(2);
    assertThat(validate("", "-", "-")).isEqualTo(2);
    assertThat(validate("", folder.resolve("none.yaml"))).isEqualTo(2);
    assertThat(lines()).isEmpty();
  }

  @Test
  @DisplayName("reads JSON as JSON, also where it is no YAML, with its lines")
  void json() throws IOException {
    Path json =
        file(
            "job.json",
            """
            {
            \t"apiVersion": "tunesmith.dev/v1alpha1", "kind": "TuningJob",
            \t"metadata": {"name": "judged"},
            \t"spec": {"run": "1", "run": "2", "tuning": {"baseModel": "\\ud83d\\ude00",
            \t\t"supervisedTuningSpec": {"trainingDatasetUri": "gs:\\/\\/bucket/o", "x": 1e999}}}
            }
            """);
    assertThat(validate("", json)).isEqualTo(1);
    assertThat(lines())
        .containsExactly(
            json + ":4: duplicate field spec.run",
            json + ":5: spec.tuning.supervisedTuningSpec.x must be a finite number",
            json + ":5: unknown field spec.tuning.supervisedTuningSpec.x");
    Path broken = file("broken.json", "{\"kind\": \"TuningJob\",\n \"spec\": ]}\n");
    assertThat(validate("", broken)).isEqualTo(1);
    assertThat(lines().getLast()).startsWith(broken + ":2: invalid JSON: ");
  }

  @Test
  @DisplayName("survives aliases that stand for aliases")
  void aliases() {
    StringBuilder yaml = new StringBuilder(JudgedManifest.good() + "x0: &x0 [a, a, a, a, a, a]\n");
    for (int i = 1; i < 30; i++) {
      String alias = "*x" + (i - 1);
      yaml.append("x%d: &x%d [%s, %s, %s, %s]%n".formatted(i, i, alias, alias, alias, alias));
    }
    assertThat(validate(yaml.toString(), "-")).isEqualTo(1);
    assertThat(lines()).singleElement().asString().contains("its aliases stand for more than");
  }

  // ---- what the CRD may contain

  private static final Set<String> KNOWN =
      Set.of(
          "description",
          "type",
          "properties",
          "required",
          "additionalProperties",
          "items",
          "enum",
          "minLength",
          "maxLength",
          "minimum",
          "maximum",
          "exclusiveMinimum",
          "maxProperties",
          "minItems",
          "maxItems",
          "default",
          "format",
          "x-kubernetes-list-type", // of a list without keys: nothing to check
          "x-kubernetes-preserve-unknown-fields",
          "x-kubernetes-validations");

  @ParameterizedTest
  @ValueSource(strings = {"tuningjobs", "tunedmodels"})
  @DisplayName("implements every keyword that a CRD's spec uses")
  void keywords(String plural) throws IOException {
    JsonNode root =
        new ObjectMapper(new YAMLFactory())
            .readTree(Path.of("crds", plural + ".tunesmith.dev-v1.yml").toFile())
            .at("/spec/versions/0/schema/openAPIV3Schema");
    assertThat(root.path("x-kubernetes-validations"))
        .as("at the root: transition rules only, which a create skips")
        .allSatisfy(rule -> assertThat(rule.path("rule").asText()).contains("oldSelf"));
    Set<String> used = new TreeSet<>();
    Set<String> formats = new TreeSet<>();
    Set<String> rules = new TreeSet<>();
    collect(root.at("/properties/spec"), used, formats, rules);
    assertThat(KNOWN).as("SchemaCheck would have to implement the others").containsAll(used);
    assertThat(Set.of("int32", "int64", "double"))
        .as("bounds say more than these")
        .containsAll(formats);
    assertThat(Set.of("rule", "message", "fieldPath", "reason"))
        .as("CelRules likewise")
        .containsAll(rules);
  }

  private static void collect(
      JsonNode schema, Set<String> used, Set<String> formats, Set<String> rules) {
    for (Map.Entry<String, JsonNode> keyword : schema.properties()) {
      used.add(keyword.getKey());
    }
    if (schema.has("format")) {
      formats.add(schema.path("format").asText());
    }
    schema
        .path("x-kubernetes-validations")
        .forEach(rule -> rule.fieldNames().forEachRemaining(rules::add));
    schema.path("properties").forEach(field -> collect(field, used, formats, rules));
    if (schema.path("additionalProperties").isObject()) {
      collect(schema.path("additionalProperties"), used, formats, rules);
    }
    if (schema.path("items").isObject()) {
      collect(schema.path("items"), used, formats, rules);
    }
  }
}

package dev.tunesmith.cli.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tunesmith.cli.manifest.ManifestCheck;
import dev.tunesmith.cli.manifest.ValidationError;
import dev.tunesmith.gate.PolicyGate;
import dev.tunesmith.kind.tuningjob.DesiredJobs;
import dev.tunesmith.kind.tuningjob.Preflight;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is reported before anything is started or sent. */
@DisplayName("A resource for the quickstart")
class ManifestReaderTest {
  private static final String HEAD =
      """
      apiVersion: tunesmith.dev/v1alpha1
      kind: TuningJob
      metadata:
        name: basic
      """;

  private static final String SPEC =
      """
      apiVersion: tunesmith.dev/v1alpha1
      kind: TuningJob
      spec: {tuning: {baseModel: a, supervisedTuningSpec: {trainingDatasetUri: gs://bucket/o}}}
      """;

  private static ManifestReader reader() throws IOException {
    try (InputStream in = Files.newInputStream(Path.of("crds/tuningjobs.tunesmith.dev-v1.yml"))) {
      return new ManifestReader(
          new ManifestCheck(
              List.of(Serialization.unmarshal(in, CustomResourceDefinition.class)),
              new Preflight(
                  new DesiredJobs("local-project", "us-central1"),
                  new PolicyGate("local-project", Set.of(), Set.of(), Set.of()))),
          "default");
    }
  }

  private static List<String> errors(String... texts) throws IOException {
    ManifestReader reader = reader();
    for (String text : texts) {
      reader.read("job.yaml", text);
    }
    return reader.errors().stream().map(ValidationError::toString).toList();
  }

  @Test
  @DisplayName("in invalid YAML is refused with the line of the error")
  void syntax() throws IOException {
    assertThat(errors(HEAD + "spec: [\n"))
        .singleElement()
        .asString()
        .startsWith("job.yaml:6: invalid YAML: ")
        .contains("<stream end>")
        .doesNotContain("\n");
  }

  @Test
  @DisplayName("with a key twice is refused, since one of the two would be lost")
  void duplicateKey() throws IOException {
    assertThat(errors(HEAD + "spec: {}\nspec: {}\n")).contains("job.yaml:6: duplicate field spec");
  }

  @Test
  @DisplayName("of another kind, version or namespace, or without a name, is refused where that is")
  void identity() throws IOException {
    assertThat(errors("apiVersion: v1\nkind: Pod\n---\nkind: TuningJob\nmetadata: {}\n"))
        .containsExactly(
            "job.yaml:2: kind is Pod: the quickstart runs only TuningJob",
            "job.yaml:4: apiVersion is missing: write tunesmith.dev/v1alpha1",
            "job.yaml:4: spec is missing, or has no fields",
            "job.yaml:5: metadata.name is missing");
    assertThat(errors(SPEC + "metadata:\n  name: basic\n  namespace: team-a\n"))
        .containsExactly(
            "job.yaml:6: metadata.namespace is team-a, but the quickstart works in default:"
                + " remove it, or add --namespace=team-a");
    assertThat(errors("- a\n- b\n"))
        .containsExactly("job.yaml:1: kind is missing: the quickstart runs only TuningJob");
    assertThat(errors("# nothing\n")).containsExactly("job.yaml:1: contains no resource");
  }

  @Test
  @DisplayName("with metadata that no API server could read is refused")
  void metadata() throws IOException {
    assertThat(errors(SPEC + "metadata: {name: basic, labels: [a]}\n"))
        .singleElement()
        .asString()
        .startsWith("job.yaml:4: metadata cannot be read: ");
    assertThat(errors(SPEC + "metadata: {generateName: basic-}\n"))
        .containsExactly("job.yaml:4: metadata.name is missing: generateName is not supported");
  }

  @Test
  @DisplayName("whose fields are unknown, missing or of another type is refused field by field")
  void structure() throws IOException {
    assertThat(
            errors(
                HEAD
                    + """
                    spec:
                      run: 1
                      tunning: {}
                    """))
        .containsExactly(
            "job.yaml:5: spec.tuning is missing",
            "job.yaml:6: spec.run must be of type string, not 1: write it in quotes",
            "job.yaml:7: unknown field spec.tunning: did you mean tuning?");
  }

  @Test
  @DisplayName("with a value that an enum does not contain is refused with those that it contains")
  void enumeration() throws IOException {
    String spec =
        """
        spec:
          tuning:
            baseModel: gemini-2.5-flash
            supervisedTuningSpec:
              trainingDatasetUri: gs://bucket/o
              hyperParameters:
                adapterSize: ADAPTER_SIZE_SEVEN
        """;
    assertThat(errors(HEAD + spec))
        .singleElement()
        .asString()
        .startsWith("job.yaml:11: spec.tuning.supervisedTuningSpec.hyperParameters.adapterSize")
        .contains("must be one of ", "ADAPTER_SIZE_EIGHT", "ADAPTER_SIZE_SEVEN");
  }

  @Test
  @DisplayName("that the operator would refuse is refused here, in the operator's words")
  void refusal() throws IOException {
    assertThat(
            errors(
                HEAD
                    + """
                    spec:
                      tuning:
                        baseModel: gemini-2.5-flash
                        serviceAccount: a@b.iam.gserviceaccount.com
                        supervisedTuningSpec:
                          trainingDatasetUri: gs://bucket/o
                          hyper_parameters: {}
                    """))
        .hasSize(2)
        .anySatisfy(
            error ->
                assertThat(error)
                    .startsWith("job.yaml:8: spec.tuning.serviceAccount ")
                    .contains("--allow-service-account"))
        .contains(
            "job.yaml:11: unknown field spec.tuning.supervisedTuningSpec.hyper_parameters:"
                + " did you mean hyperParameters?");
  }

  @Test
  @DisplayName("may not have the name of another")
  void twice() throws IOException {
    String whole = SPEC + "metadata: {name: basic}\n";
    assertThat(errors(whole)).isEmpty();
    assertThat(errors(whole, whole))
        .containsExactly(
            "job.yaml:4: metadata.name basic is already used in namespace default, by job.yaml:4");
  }

  @Test
  @DisplayName("is read from folders, and one that does not exist is reported")
  void folders(@TempDir Path folder) throws IOException {
    ManifestReader reader = reader();
    reader.read(folder);
    reader.read(folder.resolve("none.yaml"));
    assertThat(reader.errors())
        .extracting(ValidationError::message)
        .containsExactly("contains no .yaml, .yml or .json file", "file or folder not found");
  }

  @Test
  @DisplayName("among the samples is in the jar, too, and the same")
  void samples() throws IOException {
    for (String name : Samples.NAMES) {
      assertThat(Samples.packaged(name))
          .isEqualTo(Files.readString(Path.of("deploy", "samples", name)));
    }
  }
}

package dev.tunesmith.cli.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tunesmith.cli.manifest.ManifestCheck;
import dev.tunesmith.cli.manifest.ValidationError;
import dev.tunesmith.kind.tuningjob.Policy;
import dev.tunesmith.kind.tuningjob.Wishes;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said about manifests before anything is started or sent. */
@DisplayName("A manifest")
class ManifestReaderTest {
  private static final String HEAD =
      """
      apiVersion: tunesmith.dev/v1alpha1
      kind: TuningJob
      metadata:
        name: basic
      """;

  private static ManifestReader reader() throws IOException {
    try (InputStream in = Files.newInputStream(Path.of("crds/tuningjobs.tunesmith.dev-v1.yml"))) {
      return new ManifestReader(
          new ManifestCheck(Serialization.unmarshal(in, CustomResourceDefinition.class)),
          new Wishes(new Policy("local-project", Set.of(), Set.of(), Set.of()), "us-central1"),
          "default");
    }
  }

  private static List<String> mistakes(String... texts) throws IOException {
    ManifestReader reader = reader();
    for (String text : texts) {
      reader.read("job.yaml", text);
    }
    return reader.mistakes().stream().map(ValidationError::toString).toList();
  }

  @Test
  @DisplayName("that is no YAML is refused with the line of the problem")
  void syntax() throws IOException {
    assertThat(mistakes(HEAD + "spec: [\n"))
        .singleElement()
        .asString()
        .startsWith("job.yaml:6: no YAML: ")
        .contains("<stream end>")
        .doesNotContain("\n");
  }

  @Test
  @DisplayName("with a key twice is refused, since one of the two would be lost")
  void duplicateKey() throws IOException {
    assertThat(mistakes(HEAD + "spec: {}\nspec: {}\n"))
        .singleElement()
        .asString()
        .startsWith("job.yaml:6: ")
        .contains("uplicate");
  }

  @Test
  @DisplayName("of another kind, version or namespace, or without a name, is refused where that is")
  void identity() throws IOException {
    assertThat(mistakes("apiVersion: v1\nkind: Pod\n---\nkind: TuningJob\nmetadata: {}\n"))
        .containsExactly(
            "job.yaml:2: kind is Pod: the quickstart runs TuningJob only",
            "job.yaml:4: apiVersion is missing: write tunesmith.dev/v1alpha1",
            "job.yaml:5: metadata.name is missing");
    assertThat(mistakes(HEAD + "  namespace: team-a\nspec: {}\n"))
        .containsExactly(
            "job.yaml:5: metadata.namespace is team-a, and the quickstart works in default:"
                + " leave it out, or add --namespace=team-a");
    assertThat(mistakes("- a\n- b\n"))
        .containsExactly("job.yaml:1: this is no Kubernetes resource: it has no fields");
    assertThat(mistakes("# nothing\n")).containsExactly("job.yaml:1: no manifest in here");
  }

  @Test
  @DisplayName("whose fields are unknown, missing or of another type is refused field by field")
  void structure() throws IOException {
    assertThat(
            mistakes(
                HEAD
                    + """
                    spec:
                      run: 1
                      tunning: {}
                    """))
        .containsExactly(
            "job.yaml:6: spec.run must be of type string, not 1: write it in quotes",
            "job.yaml:7: unknown field spec.tunning",
            "job.yaml:5: spec.tuning is missing");
  }

  @Test
  @DisplayName("with a word that is none of those allowed is refused with those that are")
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
    assertThat(mistakes(HEAD + spec))
        .singleElement()
        .asString()
        .startsWith("job.yaml:11: spec.tuning.supervisedTuningSpec.hyperParameters.adapterSize")
        .contains("must be one of ", "ADAPTER_SIZE_EIGHT", "ADAPTER_SIZE_SEVEN");
  }

  @Test
  @DisplayName("that the operator would refuse is refused here, in the operator's words")
  void refusal() throws IOException {
    assertThat(
            mistakes(
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
            mistake ->
                assertThat(mistake)
                    .startsWith("job.yaml:8: spec.tuning.serviceAccount ")
                    .contains("--allow-service-account"))
        .contains(
            "job.yaml:11: unknown field spec.tuning.supervisedTuningSpec.hyper_parameters:"
                + " did you mean hyperParameters?");
  }

  @Test
  @DisplayName("may not take the name of another")
  void twice() throws IOException {
    String whole =
        HEAD
            + "spec: {tuning: {baseModel: a, supervisedTuningSpec: {trainingDatasetUri:"
            + " gs://bucket/o}}}";
    assertThat(mistakes(whole)).isEmpty();
    assertThat(mistakes(whole, whole))
        .containsExactly("job.yaml:4: metadata.name basic is taken: job.yaml");
  }

  @Test
  @DisplayName("is looked for in folders, and one that is not there is told")
  void folders(@TempDir Path folder) throws IOException {
    ManifestReader reader = reader();
    reader.read(folder);
    reader.read(folder.resolve("none.yaml"));
    assertThat(reader.mistakes())
        .extracting(ValidationError::message)
        .containsExactly("no .yaml, .yml or .json file in here", "there is no such file or folder");
  }

  @Test
  @DisplayName("among the samples is in the jar, too, and the same")
  void samples() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("deploy", "samples"))) {
      List<Path> samples = files.filter(Files::isRegularFile).sorted().toList();
      assertThat(samples)
          .extracting(file -> file.getFileName().toString())
          .isEqualTo(Samples.NAMES);
      for (Path sample : samples) {
        assertThat(Samples.packaged(sample.getFileName().toString()))
            .isEqualTo(Files.readString(sample));
      }
    }
  }
}

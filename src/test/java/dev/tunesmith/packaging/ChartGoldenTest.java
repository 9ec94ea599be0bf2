package dev.tunesmith.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a change of the chart changes for its users, to be read in a review; with {@code -Dupdate}
 * the files are made anew.
 */
@DisplayName("The chart renders, as it did,")
class ChartGoldenTest {
  private static final Path FOLDER = Path.of("src", "test", "resources", "packaging", "golden");

  static List<String> names() {
    return ChartMatrix.names();
  }

  @ParameterizedTest
  @MethodSource("names")
  @DisplayName("every object of every kind of installation")
  void golden(String name) throws IOException {
    String rendered =
        ChartMatrix.render(name).documents().stream()
            .filter(document -> !(document.object() instanceof CustomResourceDefinition))
            .filter(document -> !document.template().equals("dashboard.yaml"))
            .map(document -> "# " + document.template() + "\n" + document.text())
            .collect(Collectors.joining("---\n"));
    Path file = FOLDER.resolve(name + ".yaml");
    if (System.getProperty("update") != null) {
      Files.createDirectories(FOLDER);
      Files.writeString(file, rendered);
    }
    assertThat(file)
        .as("look at what changed, then: ./mvnw -q test -Dtest=ChartGoldenTest -Dupdate")
        .content()
        .isEqualTo(rendered);
  }

  @ParameterizedTest
  @MethodSource("names")
  @DisplayName("each of them with the labels by which a release and its parts are found")
  void labels(String name) {
    assertThat(ChartMatrix.render(name).documents())
        .filteredOn(document -> !document.template().equals("extra.yaml"))
        .allSatisfy(
            document ->
                assertThat(document.object().getMetadata().getLabels())
                    .as(document.template())
                    .containsKeys(
                        "app.kubernetes.io/name",
                        "app.kubernetes.io/instance",
                        "app.kubernetes.io/component",
                        "app.kubernetes.io/version",
                        "app.kubernetes.io/managed-by",
                        "app.kubernetes.io/part-of"));
    if (name.equals("production")) {
      assertThat(ChartMatrix.render(name).documents())
          .allSatisfy(
              document ->
                  assertThat(document.object().getMetadata().getLabels())
                      .as(document.template())
                      .containsEntry("team", "platform"));
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  @DisplayName("pods that are restricted, have limits, and write nowhere but to /tmp")
  void pods(String name) {
    Manifests chart = ChartMatrix.render(name);
    Stream.concat(
            chart.pods().stream().map(pod -> pod.getSpec()),
            chart.all(Pod.class).stream().map(pod -> pod.getSpec()))
        .forEach(
            spec -> {
              assertThat(spec.getSecurityContext().getRunAsNonRoot()).isTrue();
              assertThat(spec.getContainers())
                  .allSatisfy(
                      container -> {
                        var security = container.getSecurityContext();
                        assertThat(security.getReadOnlyRootFilesystem()).isTrue();
                        assertThat(security.getAllowPrivilegeEscalation()).isFalse();
                        assertThat(security.getCapabilities().getDrop()).containsExactly("ALL");
                        assertThat(container.getResources().getLimits()).containsKey("memory");
                      });
            });
  }

  @ParameterizedTest
  @MethodSource("names")
  @DisplayName("no key twice in one object")
  void keys(String name) {
    ObjectMapper strict =
        new ObjectMapper(
            YAMLFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build());
    assertThat(ChartMatrix.render(name).documents())
        .allSatisfy(document -> assertThat(strict.readTree(document.text())).isNotEmpty());
  }
}

package dev.tunesmith.gitops;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What upstream's own test of {@code resource_customizations} checks, and what it does not. */
@DisplayName("Argo CD's health")
class ArgoCdHealthTest {
  static Stream<Arguments> cases() {
    return Stream.of(ArgoCd.FOLDER, ArgoCd.MODELS)
        .flatMap(folder -> tests(folder).map(test -> Arguments.of(folder, test)));
  }

  private static Stream<JsonNode> tests(Path folder) {
    JsonNode cases = Written.read(folder.resolve("health_test.yaml"));
    return StreamSupport.stream(cases.path("tests").spliterator(), false);
  }

  private static List<Path> inputs(Path folder) {
    return tests(folder).map(test -> folder.resolve(test.path("inputPath").asText())).toList();
  }

  @ParameterizedTest
  @MethodSource("cases")
  @DisplayName("is, in status and words, what health_test.yaml says")
  void asUpstreamTestsIt(Path folder, JsonNode test) {
    JsonNode resource = Written.read(folder.resolve(test.path("inputPath").asText()));
    ArgoCd.Health health = new ArgoCd().scriptedHealth(resource);
    assertThat(health.status()).isEqualTo(test.at("/healthStatus/status").asText());
    assertThat(health.message()).isEqualTo(test.at("/healthStatus/message").asText());
  }

  @Test
  @DisplayName("has a case for every resource in testdata, and a resource for every situation")
  void complete() throws IOException {
    for (Path folder : List.of(ArgoCd.FOLDER, ArgoCd.MODELS)) {
      try (Stream<Path> files = Files.list(folder.resolve("testdata"))) {
        assertThat(files).containsExactlyInAnyOrderElementsOf(inputs(folder));
      }
    }
    assertThat(inputs(ArgoCd.FOLDER))
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(Situation.values()).map(Situation::file).toList());
  }

  @Test
  @DisplayName("of a TunedModel is judged by the same script, and as kstatus judges it")
  void oneScript() {
    assertThat(ArgoCd.MODELS.resolve("health.lua")).hasSameTextualContentAs(ArgoCd.HEALTH);
    Map<String, String> kstatus =
        Map.of("Healthy", "Current", "Progressing", "InProgress", "Degraded", "Failed");
    for (Path input : inputs(ArgoCd.MODELS)) {
      JsonNode resource = Written.read(input);
      assertThat(Kstatus.of(resource))
          .as(input.toString())
          .isEqualTo(kstatus.get(new ArgoCd().health(resource).status()));
    }
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource
  @DisplayName("agrees with kstatus and with Flux' expressions on what the operator wrote:")
  void agrees(Situation situation) {
    JsonNode resource = Written.read(situation.file());
    assertThat(new ArgoCd().health(resource).status()).isEqualTo(situation.argoCd());
    assertThat(Kstatus.of(resource)).isEqualTo(situation.kstatus());
    assertThat(FluxHealth.shipped().of(resource)).isEqualTo(situation.flux());
  }

  @Test
  @DisplayName("is Progressing while nothing is known, also without the definition's default")
  void nothingKnown() throws IOException {
    ObjectMapper json = new ObjectMapper();
    for (String resource :
        new String[] {
          "{'metadata': {'generation': 1}}",
          "{'metadata': {'generation': 1}, 'status': {}}",
          "{'metadata': {'generation': 1}, 'status': {'observedGeneration': 1}}"
        }) {
      assertThat(new ArgoCd().health(json.readTree(resource.replace('\'', '"'))))
          .isEqualTo(new ArgoCd.Health("Progressing", "Waiting for the operator"));
    }
  }

  @Test
  @DisplayName("is Suspended where nothing is created on purpose")
  void suspended() throws IOException {
    JsonNode resource =
        new ObjectMapper()
            .readTree(
                """
                {"metadata": {"generation": 1}, "status": {"observedGeneration": 1, "conditions": [
                  {"type": "Ready", "status": "False", "message": "held"},
                  {"type": "Suspended", "status": "True", "message": "held"}]}}
                """);
    assertThat(new ArgoCd().health(resource)).isEqualTo(new ArgoCd.Health("Suspended", "held"));
  }
}

package dev.tunesmith.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.tunesmith.vertex.TuningMethod;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The samples")
class SamplesTest {

  private static final Path FOLDER = DeployManifests.FOLDER.resolve("samples");
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

  /** Objects whose fields the service alone defines, or which other samples show. */
  private static final Pattern FREE_FORM =
      Pattern.compile(
          "labels|acceptance\\.checks\\.request|.*[gG]enerationConfig|(partnerModel|fullFine)TuningSpec.hyperParameters");

  private static final Pattern FLAG = Pattern.compile("--(allow-[a-z-]+)=(\\S+)");

  @Test
  @DisplayName(
      "are one for each request of the vendor's tuning page, and at least one for each tuning"
          + " method")
  void requests() {
    for (TuningMethod method : TuningMethod.values()) {
      assertThat(samples().values())
          .as(method.specField())
          .anyMatch(sample -> sample.at("/spec/tuning").has(method.specField()));
    }
    assertThat(fields("01-basic.yaml"))
        .containsExactlyInAnyOrder("baseModel", "supervisedTuningSpec.trainingDatasetUri");
    assertThat(fields("02-all-options.yaml"))
        .contains(
            "supervisedTuningSpec.validationDatasetUri",
            "supervisedTuningSpec.hyperParameters.epochCount",
            "supervisedTuningSpec.hyperParameters.adapterSize",
            "supervisedTuningSpec.hyperParameters.learningRateMultiplier",
            "supervisedTuningSpec.exportLastCheckpointOnly",
            "tunedModelDisplayName");
    assertThat(fields("03-customer-managed-key.yaml")).contains("encryptionSpec.kmsKeyName");
    assertThat(fields("04-own-service-account.yaml")).contains("serviceAccount");
    assertThat(tuning("05-translation.yaml").path("baseModel").asText())
        .isEqualTo("translation-llm-002");
    assertThat(fields("06-continuous.yaml"))
        .contains("preTunedModel.tunedModelName")
        .doesNotContain("baseModel");
  }

  @Test
  @DisplayName("show every field that spec.tuning has, and no other")
  void everyField() throws IOException {
    JsonNode crd = YAML.readTree(Files.readString(DeployManifests.CRD));
    Set<String> defined = new TreeSet<>();
    leaves(
        "",
        crd.at("/spec/versions/0/schema/openAPIV3Schema/properties/spec/properties/tuning"),
        defined);
    // Of Gemini 2.5, which reinforcement tuning is not documented for.
    defined.remove("reinforcementTuningSpec.hyperParameters.thinkingBudget");
    assertThat(defined).isNotEmpty();
    Set<String> shown = new TreeSet<>();
    samples().keySet().forEach(name -> shown.addAll(fields(name)));
    assertThat(shown).isEqualTo(defined);
  }

  @Test
  @DisplayName("of TunedModel show every field that spec has but the endpoint, and no other")
  void everyFieldOfTunedModels() throws IOException {
    JsonNode crd = YAML.readTree(Files.readString(DeployManifests.MODEL_CRD));
    Set<String> defined = new TreeSet<>();
    leaves("", crd.at("/spec/versions/0/schema/openAPIV3Schema/properties/spec"), defined);
    defined.removeAll(Set.of("endpoint", "run"));
    Set<String> shown = new TreeSet<>();
    for (JsonNode model : tunedModels()) {
      fields("", model.path("spec"), shown);
    }
    assertThat(shown).isEqualTo(defined);
  }

  private static List<JsonNode> tunedModels() throws IOException {
    List<JsonNode> models = new ArrayList<>();
    try (Stream<Path> files = Files.list(Path.of("deploy", "samples", "tunedmodel"))) {
      for (Path file : files.sorted().toList()) {
        YAML.readerFor(JsonNode.class)
            .<JsonNode>readValues(file.toFile())
            .forEachRemaining(
                document -> {
                  if (document.path("kind").asText().equals("TunedModel")) {
                    models.add(document);
                  }
                });
      }
    }
    return models;
  }

  /** A map, such as the labels, is a leaf. */
  private static void leaves(String path, JsonNode schema, Set<String> leaves) {
    if (path.equals("acceptance.checks") && schema.has("items")) {
      leaves(path, schema.path("items"), leaves);
      return;
    }
    if (!schema.has("properties") || FREE_FORM.matcher(path).matches()) {
      leaves.add(path);
      return;
    }
    for (Map.Entry<String, JsonNode> property : schema.get("properties").properties()) {
      leaves(join(path, property.getKey()), property.getValue(), leaves);
    }
  }

  @Test
  @DisplayName("are TuningJobs with names of their own, in whatever namespace they are applied to")
  void kinds() {
    assertThat(samples().values())
        .allSatisfy(
            sample -> {
              assertThat(sample.path("apiVersion").asText()).isEqualTo("tunesmith.dev/v1alpha1");
              assertThat(sample.path("kind").asText()).isEqualTo("TuningJob");
              assertThat(sample.path("metadata").has("namespace")).isFalse();
              assertThat(sample.has("status")).isFalse();
            });
    assertThat(samples().values())
        .extracting(sample -> sample.path("metadata").path("name").asText())
        .doesNotHaveDuplicates();
  }

  @Test
  @DisplayName("begin by saying what they show")
  void commented() {
    for (String name : samples().keySet()) {
      assertThat(text(name)).as(name).startsWith("# ");
    }
  }

  @Test
  @DisplayName("use the emulator's own project and location, where they name one")
  void emulator() {
    for (Map.Entry<String, JsonNode> sample : samples().entrySet()) {
      JsonNode spec = sample.getValue().path("spec");
      assertThat(spec.path("projectId").asText("local-project"))
          .as(sample.getKey())
          .isEqualTo("local-project");
      assertThat(spec.path("location").asText("us-central1"))
          .as(sample.getKey())
          .isEqualTo("us-central1");
      Matcher names =
          Pattern.compile("projects/([^/]+)/locations/([^/]+)/").matcher(spec.toString());
      while (names.find()) {
        // Tuned Gemini 3 models are in locations/us.
        assertThat(names.group(1) + " " + names.group(2))
            .isIn("local-project us-central1", "local-project us");
      }
    }
  }

  @Test
  @DisplayName(
      "that need the administrator's consent say with which flag and which value of the chart")
  void consent() {
    consent(
        "03-customer-managed-key.yaml",
        "allow-kms-key",
        "kmsKeys",
        tuning("03-customer-managed-key.yaml").at("/encryptionSpec/kmsKeyName").asText());
    consent(
        "04-own-service-account.yaml",
        "allow-service-account",
        "serviceAccounts",
        tuning("04-own-service-account.yaml").path("serviceAccount").asText());
    for (String name : List.of("01-basic.yaml", "02-all-options.yaml", "05-translation.yaml")) {
      assertThat(fields(name)).doesNotContain("serviceAccount", "encryptionSpec.kmsKeyName");
    }
  }

  private static void consent(String name, String flag, String value, String what) {
    Matcher match = FLAG.matcher(text(name));
    assertThat(match.find()).as(name).isTrue();
    assertThat(match.group(1)).isEqualTo(flag);
    assertThat(match.group(2)).isEqualTo(what);
    assertThat(text(name)).contains("allow." + value + ": [" + what + "]");
    String chartValues = "allow: {" + value + ": ['" + what + "']}";
    assertThat(Chart.render(chartValues).documents()).isNotEmpty();
  }

  private static JsonNode tuning(String name) {
    return Objects.requireNonNull(samples().get(name), name).at("/spec/tuning");
  }

  private static Set<String> fields(String name) {
    Set<String> fields = new TreeSet<>();
    fields("", tuning(name), fields);
    return fields;
  }

  private static void fields(String path, JsonNode node, Set<String> fields) {
    if (path.endsWith("weightedRewardConfigs")) {
      // A reward of several has the fields of a single one.
      node.forEach(
          reward ->
              fields(
                  path.replace("compositeRewardConfig.weightedRewardConfigs", "singleRewardConfig"),
                  reward.path("rewardConfig"),
                  fields));
    }
    if (node.isArray() && path.equals("acceptance.checks")) {
      node.forEach(check -> fields(path, check, fields));
      return;
    }
    if (!node.isObject() || node.isEmpty() || FREE_FORM.matcher(path).matches()) {
      fields.add(path);
      return;
    }
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      fields(join(path, field.getKey()), field.getValue(), fields);
    }
  }

  private static Map<String, JsonNode> samples() {
    try (Stream<Path> files = Files.list(FOLDER);
        Stream<Path> byAllowlist = Files.list(FOLDER.resolve("allowlist"))) {
      Map<String, JsonNode> samples = new TreeMap<>();
      for (Path file : Stream.concat(files, byAllowlist).filter(Files::isRegularFile).toList()) {
        samples.put(FOLDER.relativize(file).toString(), YAML.readTree(Files.readString(file)));
      }
      return samples;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(String name) {
    try {
      return Files.readString(FOLDER.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String join(String path, String name) {
    return path.isEmpty() ? name : path + "." + name;
  }
}

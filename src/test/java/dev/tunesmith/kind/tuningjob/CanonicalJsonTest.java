package dev.tunesmith.kind.tuningjob;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tunesmith.kind.CanonicalJson;
import dev.tunesmith.lifecycle.JobLabels;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Frozen spellings. One that has to be changed here means that jobs already paid for are not found
 * again: a later spelling needs a marker with another prefix beside this one.
 */
@DisplayName("The canonical JSON")
class CanonicalJsonTest {
  private static final String PLAIN =
      """
      baseModel: gemini-2.5-flash
      supervisedTuningSpec: {trainingDatasetUri: "gs://b/t.jsonl"}
      """;
  private static final String PLAIN_SPELLING =
      "{\"baseModel\":\"gemini-2.5-flash\","
          + "\"supervisedTuningSpec\":{\"trainingDatasetUri\":\"gs://b/t.jsonl\"}}";

  @Test
  @DisplayName("of every field is frozen: keys sorted, no spaces")
  void everyField() {
    assertThat(
            canonical(
                """
                serviceAccount: tuner@p.iam.gserviceaccount.com
                tunedModelDisplayName: support-tone
                description: Tone of the support desk
                labels: {team: support, cost: a-1}
                encryptionSpec: {kmsKeyName: projects/p/locations/l/keyRings/r/cryptoKeys/k}
                supervisedTuningSpec:
                  validationDatasetUri: gs://b/v.jsonl
                  trainingDatasetUri: gs://b/t.jsonl
                  exportLastCheckpointOnly: false
                  hyperParameters:
                    learningRateMultiplier: 0.5
                    epochCount: 4
                    adapterSize: ADAPTER_SIZE_FOUR
                baseModel: gemini-2.5-flash
                """))
        .isEqualTo(
            "{\"baseModel\":\"gemini-2.5-flash\",\"description\":\"Tone of the support desk\","
                + "\"encryptionSpec\":{\"kmsKeyName\":"
                + "\"projects/p/locations/l/keyRings/r/cryptoKeys/k\"},"
                + "\"labels\":{\"cost\":\"a-1\",\"team\":\"support\"},"
                + "\"serviceAccount\":\"tuner@p.iam.gserviceaccount.com\","
                + "\"supervisedTuningSpec\":{\"exportLastCheckpointOnly\":false,"
                + "\"hyperParameters\":{\"adapterSize\":\"ADAPTER_SIZE_FOUR\",\"epochCount\":4,"
                + "\"learningRateMultiplier\":0.5},"
                + "\"trainingDatasetUri\":\"gs://b/t.jsonl\","
                + "\"validationDatasetUri\":\"gs://b/v.jsonl\"},"
                + "\"tunedModelDisplayName\":\"support-tone\"}");
    assertThat(
            canonical(
                """
                preTunedModel: {tunedModelName: projects/1/locations/l/models/2@3, checkpointId: "4"}
                """))
        .isEqualTo(
            "{\"preTunedModel\":{\"checkpointId\":\"4\","
                + "\"tunedModelName\":\"projects/1/locations/l/models/2@3\"}}");
  }

  @Test
  @DisplayName("does not name what is not set, so that a field the API gains changes no marker")
  void absentFields() {
    assertThat(canonical(PLAIN)).isEqualTo(PLAIN_SPELLING);
    assertThat(canonical("{}")).isEqualTo("{}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "labels: {}",
        "labels:",
        "encryptionSpec: {}",
        "preTunedModel: {}",
        "serviceAccount: null",
        "epochs: 12",
        "hyperParameters: {epochCount: 3}"
      })
  @DisplayName("takes empty objects, nulls and unknown fields for not set")
  void emptyIsNotSet(String addition) {
    assertThat(canonical(PLAIN + addition)).isEqualTo(PLAIN_SPELLING);
  }

  @Test
  @DisplayName("takes an object that holds nothing but an unknown field for not set")
  void unknownWithin() {
    assertThat(
            canonical(
                """
                baseModel: gemini-2.5-flash
                supervisedTuningSpec:
                  trainingDatasetUri: gs://b/t.jsonl
                  hyperParameters: {epochs: 3}
                """))
        .isEqualTo(PLAIN_SPELLING);
  }

  @Test
  @DisplayName("tells an empty text and a false from what is not set")
  void emptyTextIsSet() {
    assertThat(canonical("description: \"\"")).isEqualTo("{\"description\":\"\"}");
    assertThat(canonical("supervisedTuningSpec: {exportLastCheckpointOnly: false}"))
        .isEqualTo("{\"supervisedTuningSpec\":{\"exportLastCheckpointOnly\":false}}");
    assertThat(canonical("labels: {team: \"\"}")).isEqualTo("{\"labels\":{\"team\":\"\"}}");
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1",
    "1.0, 1",
    "1e0, 1",
    "1.000, 1",
    "10, 10",
    "1e1, 10",
    "1e2, 100",
    "1000, 1000",
    "0.1, 0.1",
    "1e-1, 0.1",
    "0.10, 0.1",
    "1e-7, 0.0000001",
    "0.1000000000000000055511151231257827, 0.1",
    "0.30000000000000004, 0.30000000000000004",
    "0, 0",
    "-0.0, 0"
  })
  @DisplayName("spells a number one way, however the manifest does")
  void numbers(String written, String spelled) {
    assertThat(
            canonical(
                "supervisedTuningSpec: {hyperParameters: {learningRateMultiplier: "
                    + written
                    + "}}"))
        .isEqualTo(
            "{\"supervisedTuningSpec\":{\"hyperParameters\":{\"learningRateMultiplier\":"
                + spelled
                + "}}}");
  }

  @Test
  @DisplayName("does not depend on the order that labels or fields are written in")
  void order() {
    assertThat(canonical("labels: {b: \"2\", a: \"1\", é: \"3\", B_: \"4\"}"))
        .isEqualTo(canonical("labels: {é: \"3\", B_: \"4\", a: \"1\", b: \"2\"}"))
        .isEqualTo("{\"labels\":{\"B_\":\"4\",\"a\":\"1\",\"b\":\"2\",\"é\":\"3\"}}");
  }

  @Test
  @DisplayName("escapes what JSON must escape and leaves all else as it is; frozen")
  void escapes() {
    assertThat(canonical("description: \"q\\\" b\\\\ s/ n\\n t\\t c\\x01 d\\x7f ü 写 🎼 \\u2028\""))
        .isEqualTo("{\"description\":\"q\\\" b\\\\ s/ n\\n t\\t c\\u0001 d\u007f ü 写 🎼 \u2028\"}");
    assertThat(canonical("labels: {\"a\\\"b\": c}")).isEqualTo("{\"labels\":{\"a\\\"b\":\"c\"}}");
  }

  @Test
  @DisplayName("spells 4, 4.0 and \"4\" alike where the field is a number, and so do their digests")
  void numbersAlike() {
    Set<String> spelt = new HashSet<>();
    for (String number : List.of("4", "4.0", "4.00", "\"4\"", "4e0")) {
      spelt.add(
          JobLabels.inputs(
              CanonicalJson.of(
                  Manifest.tuning(
                      """
                      supervisedTuningSpec:
                        hyperParameters: {epochCount: %1$s, learningRateMultiplier: %1$s}
                      """
                          .formatted(number)))));
    }
    assertThat(spelt).hasSize(1);
    assertThat(CanonicalJson.of(Manifest.tuning("description: \"4\"")))
        .as("where it is text, it stays text")
        .isNotEqualTo(CanonicalJson.of(Manifest.tuning("description: \"4.0\"")));
  }

  @Test
  @DisplayName("is written also for a label without a value, which only a lax server lets through")
  void labelWithoutValue() {
    assertThat(canonical("labels: {team: , cost: a}")).isEqualTo("{\"labels\":{\"cost\":\"a\"}}");
  }

  @Test
  @DisplayName("keeps the order of a list, and an empty object that chooses one of its members")
  void lists() {
    assertThat(
            CanonicalJson.of(
                Map.of(
                    "metrics",
                    List.of(
                        Map.of("rougeSpec", Map.of(), "weights", List.of(2.50, 1)),
                        Map.of("exactMatchSpec", Map.of())),
                    "none",
                    List.of())))
        .isEqualTo(
            "{\"metrics\":[{\"rougeSpec\":{},\"weights\":[2.5,1]},{\"exactMatchSpec\":{}}]}");
  }

  private static String canonical(String yaml) {
    return CanonicalJson.of(Manifest.tuning(yaml));
  }
}

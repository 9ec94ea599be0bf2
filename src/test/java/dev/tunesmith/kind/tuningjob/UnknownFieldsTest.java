package dev.tunesmith.kind.tuningjob;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tunesmith.kind.UnknownFields;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Unknown fields")
class UnknownFieldsTest {
  @ParameterizedTest
  @CsvSource({
    "hyper_parameters, hyperParameters",
    "hyperparameters, hyperParameters",
    "hyperParameter, hyperParameters",
    "HyperParamaters, hyperParameters",
    "training_dataset_uri, trainingDatasetUri",
    "trainingDatasetURI, trainingDatasetUri",
    "validation-dataset-uri, validationDatasetUri",
    "exportLastCheckpoint_only, exportLastCheckpointOnly"
  })
  @DisplayName("are reported with the field that was probably meant")
  void meant(String written, String known) {
    assertThat(messages("supervisedTuningSpec: {" + written + ": 1}"))
        .containsExactly(
            "unknown field spec.tuning.supervisedTuningSpec."
                + written
                + ": did you mean "
                + known
                + "?");
  }

  @Test
  @DisplayName("like nothing that we know are reported without a guess")
  void likeNothing() {
    assertThat(messages("supervisedTuningSpec: {temperature: 1}"))
        .containsExactly("unknown field spec.tuning.supervisedTuningSpec.temperature");
  }

  @Test
  @DisplayName("are found in every object of spec.tuning, all at once and in one order")
  void everywhere() {
    assertThat(
            messages(
                """
                zebra: {a: 1}
                base_model: x
                preTunedModel: {checkpoint: "1"}
                supervisedTuningSpec:
                  epochs: 1
                  hyperParameters: {epoch_count: 2}
                encryptionSpec: {kmsKey: k}
                """))
        .containsExactly(
            "unknown field spec.tuning.base_model: did you mean baseModel?",
            "unknown field spec.tuning.zebra",
            "unknown field spec.tuning.preTunedModel.checkpoint: did you mean checkpointId?",
            "unknown field spec.tuning.supervisedTuningSpec.epochs",
            "unknown field spec.tuning.supervisedTuningSpec.hyperParameters.epoch_count:"
                + " did you mean epochCount?",
            "unknown field spec.tuning.encryptionSpec.kmsKey");
  }

  @Test
  @DisplayName("are free in an object that is sent as it is, which may not be nested too deep")
  void deep() {
    String config =
        "supervisedTuningSpec: {evaluationConfig: {inferenceGenerationConfig: {a: %s}}}";
    assertThat(messages(config.formatted("[".repeat(63) + "]".repeat(63)))).isEmpty();
    assertThat(messages(config.formatted("[".repeat(64) + "]".repeat(64))))
        .containsExactly(
            "spec.tuning.supervisedTuningSpec.evaluationConfig.inferenceGenerationConfig may be"
                + " nested at most 64 levels deep");
  }

  @Test
  @DisplayName("without a value are unknown all the same")
  void withoutValue() {
    assertThat(messages("supervisedTuningSpec: {epoch: }"))
        .containsExactly("unknown field spec.tuning.supervisedTuningSpec.epoch");
  }

  @Test
  @DisplayName("may be called as the code calls them: no name makes a manifest unreadable")
  void anyName() {
    assertThat(messages("unknownFields: 1"))
        .containsExactly("unknown field spec.tuning.unknownFields");
    assertThat(messages("encryptionSpec: {'//unknown': 1, unknownFields: {a: 1}}"))
        .containsExactly(
            "unknown field spec.tuning.encryptionSpec.//unknown",
            "unknown field spec.tuning.encryptionSpec.unknownFields");
  }

  @Test
  @DisplayName("are none in a manifest that we know, nor in its labels")
  void none() {
    assertThat(
            messages(
                """
                baseModel: gemini-2.5-flash
                labels: {base_model: x}
                supervisedTuningSpec: {trainingDatasetUri: "gs://b/t", hyperParameters: {}}
                """))
        .isEmpty();
    assertThat(new DesiredJobs(null, null).read(null).warnings()).isEmpty();
  }

  private static List<String> messages(String yaml) {
    return UnknownFields.messages("spec.tuning", Manifest.tuning(yaml));
  }
}

package dev.tunesmith.emulator;

import static dev.tunesmith.emulator.GeminiWire.request;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tunesmith.emulator.Wire.Result;
import dev.tunesmith.support.ManualClock;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The create of a tuned model is checked field by field, and defaults are filled in")
class TunedModelValidationTest {
  @RegisterExtension final RunningEmulator running = new RunningEmulator();

  @SuppressWarnings("NullAway.Init")
  private GeminiWire gemini;

  @BeforeEach
  void connect() {
    gemini = new GeminiWire(running);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/displayName | \"12345678901234567890123456789012345678901\" | tuned_model.display_name",
        "/displayName | 7 | tuned_model.display_name",
        "/temperature | -0.1 | tuned_model.temperature",
        "/temperature | 1.1 | tuned_model.temperature",
        "/temperature | \"hot\" | tuned_model.temperature",
        "/topP | 2 | tuned_model.top_p",
        "/topK | 0 | tuned_model.top_k",
        "/topK | 1.5 | tuned_model.top_k",
        "/baseModel | \"models/gemini-4\" | tuned_model.base_model",
        "/baseModel | \"gemini-1.5-flash-001-tuning\" | tuned_model.base_model",
        "/baseModel | \"\" | tuned_model.source_model",
        "/baseModel | null | tuned_model.source_model",
        "/tunedModelSource | {\"tunedModel\": \"tunedModels/a\"} | tuned_model",
        "/nickname | \"x\" | tuned_model",
        "/tuningTask | null | tuned_model.tuning_task",
        "/tuningTask/validationData | {} | tuned_model.tuning_task",
        "/tuningTask/trainingData | null | tuned_model.tuning_task.training_data",
        "/tuningTask/trainingData | {} | tuned_model.tuning_task.training_data.examples.examples",
        "/tuningTask/trainingData/examples/examples | [] |"
            + " tuned_model.tuning_task.training_data.examples.examples",
        "/tuningTask/trainingData/file | {} | tuned_model.tuning_task.training_data",
        "/tuningTask/trainingData/examples/examples/0 | {\"textInput\": \"1\"} |"
            + " tuned_model.tuning_task.training_data.examples.examples[0].output",
        "/tuningTask/trainingData/examples/examples/1 | {\"output\": \"1\"} |"
            + " tuned_model.tuning_task.training_data.examples.examples[1].text_input",
        "/tuningTask/trainingData/examples/examples/1 |"
            + " {\"contents\": [{\"parts\": [{\"text\": \"1\"}]}], \"textInput\": \"1\"} |"
            + " tuned_model.tuning_task.training_data.examples.examples[1]",
        "/tuningTask/hyperparameters/learningRate | 0 |"
            + " tuned_model.tuning_task.hyperparameters.learning_rate",
        "/tuningTask/hyperparameters/learningRateMultiplier | 1 |"
            + " tuned_model.tuning_task.hyperparameters",
        "/tuningTask/hyperparameters/epochCount | 0 |"
            + " tuned_model.tuning_task.hyperparameters.epoch_count",
        "/tuningTask/hyperparameters/batchSize | -4 |"
            + " tuned_model.tuning_task.hyperparameters.batch_size",
        "/tuningTask/hyperparameters/batchSize | \"four\" |"
            + " tuned_model.tuning_task.hyperparameters.batch_size",
      })
  @DisplayName("INVALID_ARGUMENT names the field")
  void refused(String pointer, String value, String field) throws Exception {
    ObjectNode model = request("demo");
    int slash = pointer.lastIndexOf('/');
    String name = pointer.substring(slash + 1);
    if (name.matches("[0-9]+")) {
      model
          .withArray(pointer.substring(0, slash))
          .set(Integer.parseInt(name), Json.MAPPER.readTree(value));
    } else {
      ((ObjectNode) model.at(pointer.substring(0, slash))).set(name, Json.MAPPER.readTree(value));
    }

    Result refused = gemini.create("", model);
    assertThat(refused.code()).isEqualTo(CanonicalCode.INVALID_ARGUMENT);
    assertThat(refused.badFields()).containsExactly(field);
    assertThat(running.emulator().tunedModels()).isEmpty();
  }

  @Test
  @DisplayName("all violations come together")
  void together() {
    ObjectNode model = request("x".repeat(41)).put("temperature", 3).put("baseModel", "models/x");
    assertThat(gemini.create("_", model).badFields())
        .containsExactlyInAnyOrder(
            "tuned_model_id",
            "tuned_model.display_name",
            "tuned_model.temperature",
            "tuned_model.base_model");
  }

  @Test
  @DisplayName("an input has at most 40,000 characters, an output 5,000")
  void lengths() {
    // Outside the basic plane: one character, two chars.
    Map<String, String> longest = Map.of("😀".repeat(40_000), "😀".repeat(5000));
    assertThat(gemini.create("", request("demo", longest)).code()).isEqualTo(CanonicalCode.OK);
    Map<String, String> longer = Map.of("a".repeat(40_001), "a".repeat(5001));
    assertThat(gemini.create("", request("demo", longer)).badFields())
        .containsExactly(
            "tuned_model.tuning_task.training_data.examples.examples[0].text_input",
            "tuned_model.tuning_task.training_data.examples.examples[0].output");
  }

  @ParameterizedTest
  @CsvSource({
    "99, {\"epochCount\":5;\"batchSize\":4;\"learningRate\":0.001}, 125",
    "100, {\"epochCount\":5;\"batchSize\":16;\"learningRate\":0.0002}, 35",
  })
  @DisplayName("hyperparameters that are not given get the defaults of the reference")
  void defaults(int examples, String parameters, int steps) {
    ObjectNode model =
        request(
            "demo",
            IntStream.range(0, examples)
                .boxed()
                .collect(Collectors.toMap(number -> "q" + number, number -> "a" + number)));
    ((ObjectNode) model.path("tuningTask")).remove("hyperparameters");
    Result operation = gemini.create("demo", model);
    assertThat(operation.body().at("/metadata/totalSteps").asInt()).isEqualTo(steps);
    assertThat(gemini.get("tunedModels/demo").body().at("/tuningTask/hyperparameters").toString())
        .isEqualTo(parameters.replace(';', ','));
  }

  @Test
  @DisplayName("a multiplier in place of the rate is kept as it is; both spellings are read")
  void multiplier() throws Exception {
    ObjectNode model = request("demo");
    ((ObjectNode) model.path("tuningTask"))
        .set(
            "hyperparameters",
            Json.MAPPER.readTree("{\"learning_rate_multiplier\": 0.5, \"epoch_count\": 2}"));
    gemini.create("demo", model.put("top_k", "3"));
    ObjectNode shown = gemini.get("tunedModels/demo").body();
    assertThat(shown.at("/tuningTask/hyperparameters").toString())
        .isEqualTo("{\"learningRateMultiplier\":0.5,\"epochCount\":2,\"batchSize\":4}");
    assertThat(shown.path("topK").asInt()).isEqualTo(3);
  }

  @ParameterizedTest
  @CsvSource({"tunedModels/absent, does not exist", "tunedModels/early, is not ACTIVE"})
  @DisplayName("the tuned model to continue must exist and be ACTIVE")
  void source(String source, String message) {
    gemini.create("early", request("early"));
    ObjectNode model = request("demo");
    model.remove("baseModel");
    model.putObject("tunedModelSource").put("tunedModel", source);
    Result refused = gemini.create("", model);
    assertThat(refused.badFields()).containsExactly("tuned_model.tuned_model_source.tuned_model");
    assertThat(refused.message()).contains(source + " " + message);
  }

  @Test
  @DisplayName("--any-base-model admits any base model")
  void anyBaseModel() throws Exception {
    EmulatorOptions options = EmulatorOptions.defaults().withAnyBaseModel();
    try (Emulator emulator = Emulator.start(options, new ManualClock())) {
      GeminiWire wire = new GeminiWire(emulator.httpPort());
      assertThat(wire.create("", request("demo").put("baseModel", "models/gemini-4")).code())
          .isEqualTo(CanonicalCode.OK);
      assertThat(wire.create("", request("demo").put("baseModel", "gemini-4")).badFields())
          .containsExactly("tuned_model.base_model");
    }
  }
}

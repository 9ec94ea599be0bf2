package dev.tunesmith.emulator;

import static dev.tunesmith.emulator.CanonicalCode.FAILED_PRECONDITION;
import static dev.tunesmith.emulator.CanonicalCode.INVALID_ARGUMENT;
import static dev.tunesmith.emulator.CanonicalCode.NOT_FOUND;
import static dev.tunesmith.emulator.CanonicalCode.OK;
import static dev.tunesmith.emulator.RunningEmulator.ALL_OVER;
import static dev.tunesmith.emulator.RunningEmulator.PARENT;
import static dev.tunesmith.emulator.RunningEmulator.UNTIL_TRAINING;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tunesmith.emulator.Wire.Result;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The other tuning methods, over REST v1beta1")
class MethodsTest {
  private static final String DATA = "'trainingDatasetUri': 'gs://my-bucket/dropped/t.jsonl'";
  private static final String PREFERENCE =
      "'baseModel': 'gemini-2.5-flash', 'preferenceOptimizationSpec': {" + DATA + "%s}";
  private static final String OPEN =
      "'baseModel': 'qwen/qwen3@qwen3-32b', 'outputUri': 'gs://my-bucket/out',"
          + " 'supervisedTuningSpec': {"
          + DATA
          + "%s}";
  private static final String REWARD =
      "'singleRewardConfig': {'rewardName': 'exact', 'stringMatchRewardScorer':"
          + " {'correctAnswerReward': 1, 'stringMatchExpression': {'matchOperation':"
          + " 'EXACT_MATCH', 'expression': 'yes'}}}";
  private static final String REINFORCEMENT =
      "'baseModel': 'gemini-3.5-flash', 'reinforcementTuningSpec': {"
          + DATA
          + ", "
          + REWARD
          + "%s}";
  private static final String DISTILLATION =
      "'baseModel': 'gemini-2.5-flash', 'distillationSpec': {'promptDatasetUri':"
          + " 'gs://my-bucket/dropped/p.jsonl', 'baseTeacherModel': 'gemini-3.1-pro'%s}";

  @RegisterExtension final RunningEmulator running = new RunningEmulator();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "preferenceOptimizationSpec | preferenceOptimizationDataStats",
        "reinforcementTuningSpec | reinforcementTuningDataStats",
        "distillationSpec | distillationDataStats/trainingDatasetStats",
      })
  @DisplayName("each has a life of its own: defaults, progress, statistics, artefacts")
  void life(String method, String statistics) {
    String body =
        switch (method) {
          case "preferenceOptimizationSpec" -> PREFERENCE;
          case "reinforcementTuningSpec" -> REINFORCEMENT;
          default -> DISTILLATION;
        };
    Result created = create(PARENT, body.formatted(""));
    assertThat(created.code()).as(created.message()).isEqualTo(OK);
    ObjectNode parameters = (ObjectNode) created.body().path(method).path("hyperParameters");
    assertThat(parameters.path("epochCount").asInt()).isPositive();
    assertThat(parameters.has("adapterSize")).isTrue();

    running.clock().advance(UNTIL_TRAINING);
    ObjectNode training = get(created.name());
    assertThat(training.at("/tuningJobMetadata/completedStepCount").asInt()).isPositive();
    JsonNode stats = training.at("/tuningDataStats/" + statistics);
    assertThat(stats.path("totalBillableTokenCount").asLong()).isPositive();
    assertThat(stats.path("tuningStepCount").asLong()).isPositive();
    assertThat(stats.path("droppedExampleReasons")).hasSize(3);
    // Google's Go library refuses an int64 that is no string.
    assertThat(stats.at("/userInputTokenDistribution/buckets/0/count").isTextual()).isTrue();

    running.clock().advance(ALL_OVER);
    ObjectNode ended = get(created.name());
    assertThat(ended.path("state").asText()).isEqualTo("JOB_STATE_SUCCEEDED");
    assertThat(ended.at("/tunedModel/endpoint").asText()).contains("/endpoints/");
    boolean inV1 = method.equals("preferenceOptimizationSpec");
    ObjectNode v1 = running.rest().get(created.name()).body();
    assertThat(v1.has(method)).isEqualTo(inV1);
    assertThat(v1.has("tuningDataStats")).isEqualTo(inV1);
    assertThat(running.grpc().get(created.name()).state()).isEqualTo("JOB_STATE_SUCCEEDED");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "PREFERENCE | , 'hyperParameters': {'beta': -1} | .hyper_parameters.beta",
        "PREFERENCE | , 'validationDatasetUri': 'gs://my-bucket/v.csv' | .validation_dataset_uri",
        "REINFORCEMENT | , 'hyperParameters': {'batchSize': 3, 'samplesPerPrompt': 5} |"
            + " .hyper_parameters.batch_size",
        "REINFORCEMENT | , 'hyperParameters': {'learningRateMultiplier': 5} |"
            + " .hyper_parameters.learning_rate_multiplier",
        "REINFORCEMENT | , 'hyperParameters': {'evaluateInterval': 4, 'checkpointInterval': 6} |"
            + " .hyper_parameters.checkpoint_interval",
        "REINFORCEMENT | , 'hyperParameters': {'thinkingLevel': 'LOW'} |"
            + " .hyper_parameters.thinking_level",
        "REINFORCEMENT | , 'hyperParameters': {'stepCount': 501} | .hyper_parameters.step_count",
        "REINFORCEMENT | , 'hyperParameters': {'thinkingBudget': 0} |"
            + " .hyper_parameters.thinking_budget",
        "DISTILLATION | , 'tunedTeacherModelSource': 'projects/p/locations/l/models/m' | ",
        "OPEN | , 'tuningMode': 'TUNING_MODE_FULL', 'hyperParameters': {'adapterSize':"
            + " 'ADAPTER_SIZE_ONE'} | .hyper_parameters.adapter_size",
        "OPEN | , 'hyperParameters': {'learningRate': 0.1, 'learningRateMultiplier': 1} |"
            + " .hyper_parameters.learning_rate",
      })
  @DisplayName("what is wrong by itself is refused, and the field named")
  void invalid(String method, String more, String field) {
    String body =
        switch (method) {
          case "PREFERENCE" -> PREFERENCE;
          case "REINFORCEMENT" -> REINFORCEMENT;
          case "DISTILLATION" -> DISTILLATION;
          default -> OPEN;
        };
    Result refused = create(PARENT, body.formatted(more));
    assertThat(refused.code()).as(refused.message()).isEqualTo(INVALID_ARGUMENT);
    assertThat(refused.badFields())
        .singleElement()
        .asString()
        .endsWith(field == null ? "_spec" : field);
    assertThat(running.emulator().jobs()).isEmpty();
  }

  @Test
  @DisplayName("methods and base models that do not go together are not supported")
  void models() {
    assertThat(create(PARENT, PREFERENCE.replace("2.5", "3.5").formatted("")).message())
        .isEqualTo("Base model gemini-3.5-flash is not supported");
    assertThat(create(PARENT, REINFORCEMENT.replace("3.5", "2.5").formatted("")).message())
        .isEqualTo("Base model gemini-2.5-flash is not supported");
    assertThat(create("projects/p/locations/europe-west4", DISTILLATION.formatted("")).code())
        .isEqualTo(FAILED_PRECONDITION);
    assertThat(create(PARENT, DISTILLATION.replace("3.1-pro", "3.5-flash").formatted("")).code())
        .isEqualTo(FAILED_PRECONDITION);
  }

  @Test
  @DisplayName("an open model needs an output URI, and its artefacts are files: no endpoint")
  void open() {
    assertThat(
            create(PARENT, OPEN.replace("'outputUri': 'gs://my-bucket/out',", "").formatted(""))
                .message())
        .isEqualTo("The output_uri field is required for this model.");
    assertThat(create(PARENT, OPEN.replace("qwen3-32b", "qwen3-33b").formatted("")).message())
        .isEqualTo("Invalid open source publisher model resource name");
    Result created = create(PARENT, OPEN.formatted(""));
    assertThat(created.body().path("outputUri").asText()).isEqualTo("gs://my-bucket/out");
    assertThat(created.body().at("/supervisedTuningSpec/tuningMode").asText())
        .isEqualTo("TUNING_MODE_PEFT_ADAPTER");
    running.clock().advance(ALL_OVER);

    ObjectNode tuned = (ObjectNode) get(created.name()).path("tunedModel");
    assertThat(tuned.path("model").asText()).contains("/locations/us-central1/models/");
    assertThat(tuned.has("endpoint")).isFalse();
    assertThat(tuned.path("checkpoints")).isNotEmpty();
    assertThat(tuned.at("/checkpoints/0").has("endpoint")).isFalse();
    String model = tuned.path("model").asText().replace("@1", "");
    assertThat(running.rest().call("DELETE", "/v1/" + model, "", Wire.PATIENCE).code())
        .isEqualTo(OK);
  }

  @Test
  @DisplayName("global takes open models only, and their artefacts are in a region")
  void global() {
    String global = "projects/my-project/locations/global";
    Result created = create(global, OPEN.formatted(""));
    assertThat(created.name()).contains("/locations/global/tuningJobs/");
    running.clock().advance(ALL_OVER);
    assertThat(get(created.name()).at("/tunedModel/model").asText())
        .contains("/locations/us-central1/models/");
    assertThat(create(global, PREFERENCE.formatted("")).code()).isEqualTo(FAILED_PRECONDITION);
    String key = "projects/p/locations/global/keyRings/r/cryptoKeys/k";
    assertThat(
            create(global, OPEN.formatted("") + ", 'encryptionSpec': {'kmsKeyName': '" + key + "'}")
                .code())
        .isEqualTo(FAILED_PRECONDITION);
  }

  @ParameterizedTest
  @CsvSource({
    "fullFineTuningSpec, gemini-2.5-flash",
    "veoTuningSpec, veo-3.0-generate-001",
    "veoLoraTuningSpec, veo-3.0-generate-001",
    "partnerModelTuningSpec, partner-model",
  })
  @DisplayName("methods by allowlist are passed through, with any base model, in v1beta1 alone")
  void passThrough(String method, String model) {
    String body = "'baseModel': '" + model + "', '" + method + "': {" + DATA + "}";
    Result created = create(PARENT, body);
    assertThat(created.code()).as(created.message()).isEqualTo(OK);
    running.clock().advance(ALL_OVER);
    assertThat(get(created.name()).path("state").asText()).isEqualTo("JOB_STATE_SUCCEEDED");
    Result v1 = running.rest().create(PARENT, json(body));
    assertThat(v1.message()).contains("Unknown name \"" + method + "\"");
    String unknown = "'baseModel': '" + model + "-x', 'supervisedTuningSpec': {" + DATA + "}";
    assertThat(create(PARENT, unknown).code()).isEqualTo(NOT_FOUND);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'stringMatchRewardScorer': {'correctAnswerReward': 1, 'wrongAnswerReward': -1,"
            + " 'stringMatchExpression': {'matchOperation': 'EXACT_MATCH', 'expression': '42'}},"
            + " 'parseResponseConfig': {'parseType': 'REGEX_EXTRACT', 'regexExtractExpression':"
            + " 'is (\\\\d+)'} | 1.0 |",
        "'stringMatchRewardScorer': {'correctAnswerReward': 1, 'wrongAnswerReward': -0.5,"
            + " 'stringMatchExpression': {'matchOperation': 'PARTIAL_MATCH', 'expression': '43'}}"
            + " | -0.5 |",
        "'stringMatchRewardScorer': {'correctAnswerReward': 1, 'wrongAnswerReward': -1,"
            + " 'stringMatchExpression': {'matchOperation': 'REGEX_CONTAINS', 'expression':"
            + " ' {{references.answer}}$'}} | 1.0 |",
        "'stringMatchRewardScorer': {'correctAnswerReward': 1, 'wrongAnswerReward': -1,"
            + " 'stringMatchExpression': {'matchOperation': 'PARTIAL_MATCH', 'expression':"
            + " '{{references.other}}'}} | -1.0 |",
        "'codeExecutionRewardScorer': {'pythonCodeSnippet': 'raise ValueError()'} | | 3",
        "'codeExecutionRewardScorer': {'pythonCodeSnippet': 'def evaluate(): pass'} | 1.0 |",
        "'cloudRunRewardScorer': {'cloudRunUri': 'https://unreachable.run.app'} | | 14",
      })
  @DisplayName("a reward is tried on a sample before a job is created")
  void reward(String scorer, Double reward, Integer code) {
    ObjectNode request =
        json(
            "'example': {'contents': [], 'references': {'answer': '42'}}, 'sampleResponse':"
                + " {'role': 'model', 'parts': [{'text': 'The answer is 42'}]},"
                + " 'singleRewardConfig': {'rewardName': 'r', "
                + scorer
                + "}");
    ObjectNode answer = validate(request).body();
    if (code == null) {
      assertThat(answer.path("overallReward").asDouble()).isEqualTo(reward);
      assertThat(answer.at("/rewardInfoDetails/r/reward").asDouble()).isEqualTo(reward);
    } else {
      assertThat(answer.has("overallReward")).isFalse();
      assertThat(answer.at("/errorStatus/code").asInt()).isEqualTo(code);
      assertThat(answer.path("error").asText()).isNotEmpty();
      assertThat(answer.at("/rewardInfoDetails/r/errorStatus/code").asInt()).isEqualTo(code);
    }
  }

  @Test
  @DisplayName("several rewards are tried together: the answer is their weighted mean")
  void rewards() {
    String reward =
        "{'weight': %s, 'rewardConfig': {'rewardName': '%s', 'stringMatchRewardScorer':"
            + " {'correctAnswerReward': 1, 'stringMatchExpression': {'matchOperation':"
            + " 'EXACT_MATCH', 'expression': '%s'}}}}";
    ObjectNode request =
        json(
            "'example': {'contents': []}, 'sampleResponse': {'role': 'model', 'parts': [{'text':"
                + " 'yes'}]}, 'compositeRewardConfig': {'weightedRewardConfigs': ["
                + reward.formatted(3, "a", "yes")
                + ", "
                + reward.formatted(1, "b", "no")
                + "]}");
    assertThat(validate(request).body().path("overallReward").asDouble()).isEqualTo(0.75);
  }

  @Test
  @DisplayName("a reward without a scorer is refused, when it is tried and in a job")
  void noScorer() {
    assertThat(validate(json("'singleRewardConfig': {'rewardName': 'r'}")).badFields())
        .containsExactly("example", "sample_response", "single_reward_config.reward_scorer");
    assertThat(
            create(
                    PARENT,
                    REINFORCEMENT
                        .replace(REWARD, "'validationDatasetUri': 'gs://my-bucket/v.jsonl'")
                        .formatted(""))
                .badFields())
        .containsExactly("tuning_job.reinforcement_tuning_spec.reward_config");
  }

  private Result validate(ObjectNode request) {
    String path = "/v1beta1/" + PARENT + "/tuningJobs:validateReinforcementTuningReward";
    return running.rest().call("POST", path, request.toString(), Wire.PATIENCE);
  }

  private Result create(String parent, String fields) {
    return running
        .rest()
        .call("POST", "/v1beta1/" + parent + "/tuningJobs", json(fields).toString(), Wire.PATIENCE);
  }

  private ObjectNode get(String name) {
    return running.rest().call("GET", "/v1beta1/" + name, "", Wire.PATIENCE).body();
  }

  private static ObjectNode json(String fields) {
    try {
      return (ObjectNode) Json.MAPPER.readTree("{" + fields.replace('\'', '"') + "}");
    } catch (JsonProcessingException e) {
      throw new AssertionError(fields, e);
    }
  }
}

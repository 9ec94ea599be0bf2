package dev.tunesmith.emulator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tunesmith.emulator.Shape.Enumeration;
import dev.tunesmith.emulator.Shape.Field;
import dev.tunesmith.emulator.Shape.ListOf;
import dev.tunesmith.emulator.Shape.Nested;
import dev.tunesmith.emulator.Shape.Opaque;
import dev.tunesmith.emulator.Shape.Scalar;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * The rewards of reinforcement tuning, and the call that tries them on a sample. What matches texts
 * is evaluated; code is not run, no other service is called: they give 1, but for a code snippet
 * with {@code raise} in it and a Cloud Run service with {@code unreachable} in its name, which
 * fail.
 *
 * @see <a
 *     href="https://cloud.google.com/vertex-ai/docs/reference/rest/v1beta1/projects.locations.tuningJobs/validateReinforcementTuningReward">validateReinforcementTuningReward</a>
 */
final class Reward {
  private static final int MOST_REWARDS = 16;
  private static final Pattern REFERENCE =
      Pattern.compile("\\{\\{\\s*references\\.([^{}\\s]+)\\s*}}");
  private static final List<String> SCORERS =
      List.of(
          "codeExecutionRewardScorer",
          "stringMatchRewardScorer",
          "autoraterScorer",
          "cloudRunRewardScorer");

  private static final Shape PARSE =
      Shape.of(
          "ReinforcementTuningParseResponseConfig",
          Field.of(
              "parseType",
              new Enumeration(
                  "ResponseParseType",
                  List.of("RESPONSE_PARSE_TYPE_UNSPECIFIED", "IDENTITY", "REGEX_EXTRACT"))),
          Field.of("regexExtractExpression", Scalar.STRING));
  private static final Shape STRING_MATCH =
      Shape.of(
          "StringMatchExpression",
          Field.of(
              "matchOperation",
              new Enumeration(
                  "MatchOperation",
                  List.of(
                      "MATCH_OPERATION_UNSPECIFIED",
                      "REGEX_CONTAINS",
                      "PARTIAL_MATCH",
                      "EXACT_MATCH"))),
          Field.of("expression", Scalar.STRING));
  private static final Shape SINGLE =
      Shape.of(
          "SingleReinforcementTuningRewardConfig",
          Field.of("rewardName", Scalar.STRING),
          Field.of("parseResponseConfig", PARSE),
          scorer("codeExecutionRewardScorer", Field.of("pythonCodeSnippet", Scalar.STRING)),
          scorer(
              "stringMatchRewardScorer",
              Field.of("correctAnswerReward", Scalar.FLOAT),
              Field.of("wrongAnswerReward", Scalar.FLOAT),
              Field.of("stringMatchExpression", STRING_MATCH).in("expression"),
              Field.of(
                      "jsonMatchExpression",
                      Shape.of(
                          "JsonMatchExpression",
                          Field.of("keyName", Scalar.STRING),
                          Field.of("valueStringMatchExpression", STRING_MATCH)))
                  .in("expression")),
          scorer(
              "autoraterScorer",
              Field.of("autoraterConfig", new Opaque("AutoraterConfig")),
              Field.of("autoraterPrompt", Scalar.STRING),
              Field.of("autoraterResponseParseConfig", PARSE),
              Field.of(
                      "exactMatchScorer",
                      Shape.of(
                          "ExactMatchScorer",
                          Field.of("expression", Scalar.STRING),
                          Field.of("correctAnswerReward", Scalar.FLOAT),
                          Field.of("wrongAnswerReward", Scalar.FLOAT)))
                  .in("scorer"),
              Field.of("parsedResponseConversionScorer", Shape.of("ParsedResponseConversionScorer"))
                  .in("scorer")),
          scorer("cloudRunRewardScorer", Field.of("cloudRunUri", Scalar.STRING)));
  private static final Shape COMPOSITE =
      Shape.of(
          "CompositeReinforcementTuningRewardConfig",
          Field.of(
              "weightedRewardConfigs",
              new ListOf(
                  new Nested(
                      Shape.of(
                          "WeightedRewardConfig",
                          Field.of("rewardConfig", SINGLE),
                          Field.of("weight", Scalar.FLOAT))))));

  /** The members of the union {@code reward_config}. */
  static final List<Field> CONFIGS =
      List.of(
          Field.of("singleRewardConfig", SINGLE).in("reward_config"),
          Field.of("compositeRewardConfig", COMPOSITE).in("reward_config"));

  private static final Shape REQUEST =
      Shape.of(
              "ValidateReinforcementTuningRewardRequest",
              Field.of("example", new Opaque("ReinforcementTuningExample")),
              Field.of("sampleResponse", new Opaque("Content")))
          .with(CONFIGS);

  private Reward() {}

  private static Field scorer(String name, Field... fields) {
    String type = "ReinforcementTuning" + name.substring(0, 1).toUpperCase(Locale.ROOT);
    return Field.of(name, Shape.of(type + name.substring(1), fields)).in("reward_scorer");
  }

  /** Reports what is wrong with the rewards of a message. */
  static void check(JsonNode message, String path, FieldErrors errors) {
    String prefix = path.isEmpty() ? "" : path + ".";
    JsonNode composite = message.path("compositeRewardConfig").path("weightedRewardConfigs");
    if (message.has("singleRewardConfig")) {
      checkSingle(message.path("singleRewardConfig"), prefix + "single_reward_config", errors);
    } else if (composite.isEmpty()) {
      errors.add(
          prefix + "reward_config",
          "One of single_reward_config and composite_reward_config is required.");
    } else if (composite.size() > MOST_REWARDS) {
      errors.add(
          prefix + "composite_reward_config.weighted_reward_configs",
          "There should be at most 16 rewards.");
    }
    for (int index = 0; index < composite.size(); index++) {
      checkSingle(
          composite.path(index).path("rewardConfig"),
          prefix + "composite_reward_config.weighted_reward_configs[" + index + "].reward_config",
          errors);
    }
  }

  private static void checkSingle(JsonNode config, String path, FieldErrors errors) {
    if (SCORERS.stream().noneMatch(config::has)) {
      errors.add(path + ".reward_scorer", "Required field is not set: reward_scorer.");
    }
    if (config.has("codeExecutionRewardScorer")
        && !config.path("codeExecutionRewardScorer").has("pythonCodeSnippet")) {
      errors.add(
          path + ".code_execution_reward_scorer.python_code_snippet",
          "Required field is not set: python_code_snippet.");
    }
    if (config.has("cloudRunRewardScorer")
        && !config
            .path("cloudRunRewardScorer")
            .path("cloudRunUri")
            .asText()
            .startsWith("https://")) {
      errors.add(
          path + ".cloud_run_reward_scorer.cloud_run_uri",
          "cloud_run_uri should begin with https://.");
    }
    JsonNode parse = config.path("parseResponseConfig");
    if (parse.path("parseType").asText().equals("REGEX_EXTRACT")
        && !isRegex(parse.path("regexExtractExpression").asText())) {
      errors.add(
          path + ".parse_response_config.regex_extract_expression",
          "regex_extract_expression should be a regular expression.");
    }
  }

  private static boolean isRegex(String expression) {
    try {
      return !Pattern.compile(expression).pattern().isEmpty();
    } catch (PatternSyntaxException e) {
      return false;
    }
  }

  /** Tries the rewards of a request on its sample. */
  static ObjectNode validate(Call call) {
    ProjectLocation.parse(call.resource());
    ObjectNode request = JsonShape.read(call.message(), REQUEST, "", call.version());
    FieldErrors errors = new FieldErrors();
    for (String field : List.of("example", "sampleResponse")) {
      if (!request.has(field)) {
        errors.add(Field.snake(field), "Required field is not set: " + Field.snake(field) + ".");
      }
    }
    check(request, "", errors);
    errors.throwIfAny();
    String sample =
        ModelAnswer.question(Json.object().set("contents", request.path("sampleResponse")));
    JsonNode references = request.at("/example/references");
    ObjectNode answer = Json.object();
    ObjectNode details = Json.object();
    double sum = 0;
    double weights = 0;
    if (request.has("singleRewardConfig")) {
      sum = reward(request.path("singleRewardConfig"), references, sample, 1, details);
      weights = 1;
    }
    for (JsonNode weighted : request.path("compositeRewardConfig").path("weightedRewardConfigs")) {
      double weight = weighted.path("weight").asDouble(1);
      sum +=
          weight
              * reward(
                  weighted.path("rewardConfig"), references, sample, details.size() + 1, details);
      weights += weight;
    }
    for (JsonNode info : details) {
      if (info.has("errorStatus") && !answer.has("errorStatus")) {
        answer.set("errorStatus", info.path("errorStatus").deepCopy());
        // Deprecated, and the only one that Google's libraries read.
        answer.put("error", info.at("/errorStatus/message").asText());
      }
    }
    if (!answer.has("errorStatus")) {
      answer.put("overallReward", (float) (weights == 0 ? 0 : sum / weights));
    }
    answer.set("rewardInfoDetails", details);
    return answer;
  }

  private static double reward(
      JsonNode config, JsonNode references, String sample, int number, ObjectNode details) {
    ObjectNode info = details.putObject(config.path("rewardName").asText("reward_" + number));
    String parsed = parsed(config.path("parseResponseConfig"), sample);
    if (config.at("/codeExecutionRewardScorer/pythonCodeSnippet").asText().contains("raise")) {
      failed(info, CanonicalCode.INVALID_ARGUMENT, "The code raised an exception.");
      return 0;
    }
    if (config.at("/cloudRunRewardScorer/cloudRunUri").asText().contains("unreachable")) {
      failed(info, CanonicalCode.UNAVAILABLE, "The Cloud Run service does not answer.");
      return 0;
    }
    double reward = 1;
    JsonNode match = config.path("stringMatchRewardScorer");
    if (!match.isMissingNode()) {
      boolean correct =
          match.has("jsonMatchExpression")
              ? jsonMatches(match.path("jsonMatchExpression"), references, parsed)
              : matches(match.path("stringMatchExpression"), references, parsed);
      reward = match.path(correct ? "correctAnswerReward" : "wrongAnswerReward").asDouble();
    }
    double clipped = Math.clamp(reward, -1, 1);
    info.put("reward", (float) clipped);
    return clipped;
  }

  private static void failed(ObjectNode info, CanonicalCode code, String message) {
    info.putObject("errorStatus").put("code", code.number()).put("message", message);
  }

  /** The part of an answer that is rewarded: all of it, or the first group of an expression. */
  private static String parsed(JsonNode parse, String sample) {
    if (!parse.path("parseType").asText().equals("REGEX_EXTRACT")) {
      return sample;
    }
    Matcher matcher =
        Pattern.compile(parse.path("regexExtractExpression").asText()).matcher(sample);
    if (!matcher.find()) {
      return "";
    }
    return matcher.groupCount() == 0 ? matcher.group() : String.valueOf(matcher.group(1));
  }

  /** A reference that the example does not have stays as it is written. */
  private static boolean matches(JsonNode match, JsonNode references, String text) {
    String expression =
        REFERENCE
            .matcher(match.path("expression").asText())
            .replaceAll(
                found ->
                    Matcher.quoteReplacement(
                        references.path(found.group(1)).asText(found.group())));
    return switch (match.path("matchOperation").asText()) {
      case "REGEX_CONTAINS" ->
          isRegex(expression) && Pattern.compile(expression).matcher(text).find();
      case "PARTIAL_MATCH" -> text.contains(expression);
      default -> text.equals(expression);
    };
  }

  private static boolean jsonMatches(JsonNode match, JsonNode references, String text) {
    try {
      JsonNode value = Json.MAPPER.readTree(text).path(match.path("keyName").asText());
      return value.isValueNode()
          && matches(match.path("valueStringMatchExpression"), references, value.asText());
    } catch (JsonProcessingException e) {
      return false;
    }
  }
}

package dev.tunesmith.emulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The request of {@code tunedModels.generateContent}, and what a tuned model refuses in it: parts
 * that are no text, JSON mode, more than 40,000 characters, two safety settings of one category.
 *
 * @see <a
 *     href="https://ai.google.dev/gemini-api/docs/model-tuning/tutorial#tuned-models">Limitations
 *     of tuned models</a>
 */
final class TunedModelQuestion {
  /** The members of the request, in both spellings; the name in the path wins over the model. */
  private static final Set<String> FIELDS =
      Set.of(
          "model",
          "contents",
          "tools",
          "toolConfig",
          "tool_config",
          "safetySettings",
          "safety_settings",
          "systemInstruction",
          "system_instruction",
          "generationConfig",
          "generation_config",
          "cachedContent",
          "cached_content");

  private static final int LONGEST = 40_000;
  private static final Set<String> CATEGORIES =
      Set.of(
          "HARM_CATEGORY_HATE_SPEECH",
          "HARM_CATEGORY_SEXUALLY_EXPLICIT",
          "HARM_CATEGORY_DANGEROUS_CONTENT",
          "HARM_CATEGORY_HARASSMENT");
  private static final Map<String, String> JSON_MODE =
      Map.of(
          "responseSchema", "response_schema",
          "responseJsonSchema", "response_json_schema");

  private final FieldErrors errors = new FieldErrors();
  private int characters;

  private TunedModelQuestion() {}

  /** The text of the last turn; refuses a request that a tuned model does not answer. */
  static String read(ObjectNode body) {
    JsonShape.read(body.deepCopy().remove(FIELDS), Shape.NOTHING, "", ApiVersion.GEMINI_V1BETA);
    TunedModelQuestion question = new TunedModelQuestion();
    question.check(body);
    question.errors.throwIfAny();
    return ModelAnswer.question(body);
  }

  private void check(ObjectNode body) {
    JsonNode contents = body.path("contents");
    if (!contents.isArray() || contents.isEmpty()) {
      errors.add("contents", "contents should be a list with at least one content.");
      return;
    }
    for (int index = 0; index < contents.size(); index++) {
      content(contents.path(index), "contents[" + index + "]");
    }
    JsonNode instruction = either(body, "systemInstruction", "system_instruction");
    if (!instruction.isMissingNode()) {
      content(instruction, "system_instruction");
    }
    if (characters > LONGEST) {
      errors.add(
          "contents",
          "The input of a tuned model should be at most 40000 characters long; this one has "
              + characters
              + ".");
    }
    generationConfig(either(body, "generationConfig", "generation_config"));
    safetySettings(either(body, "safetySettings", "safety_settings"));
    if (!either(body, "cachedContent", "cached_content").asText().isEmpty()) {
      errors.add("cached_content", "The cached content does not exist.");
    }
  }

  private void content(JsonNode content, String path) {
    JsonNode parts = content.path("parts");
    if (!parts.isArray() || parts.isEmpty()) {
      errors.add(path + ".parts", "parts should be a list with at least one part.");
      return;
    }
    for (int index = 0; index < parts.size(); index++) {
      JsonNode part = parts.path(index);
      if (part.path("text").isTextual() && part.size() == 1) {
        String text = part.path("text").asText();
        characters += text.codePointCount(0, text.length());
      } else {
        errors.add(path + ".parts[" + index + "]", "A tuned model takes text only.");
      }
    }
  }

  private void generationConfig(JsonNode config) {
    String type = either(config, "responseMimeType", "response_mime_type").asText("text/plain");
    if (!type.equals("text/plain")) {
      errors.add(
          "generation_config.response_mime_type", "JSON mode is not supported by tuned models.");
    }
    for (Map.Entry<String, String> field : JSON_MODE.entrySet()) {
      if (!either(config, field.getKey(), field.getValue()).isMissingNode()) {
        errors.add(
            "generation_config." + field.getValue(), "JSON mode is not supported by tuned models.");
      }
    }
  }

  private void safetySettings(JsonNode settings) {
    Set<String> met = new HashSet<>();
    for (int index = 0; index < settings.size(); index++) {
      String category = settings.path(index).path("category").asText();
      String path = "safety_settings[" + index + "].category";
      if (!CATEGORIES.contains(category)) {
        errors.add(path, "The category '" + category + "' is not supported.");
      } else if (!met.add(category)) {
        errors.add(path, "There is more than one setting for " + category + ".");
      }
    }
  }

  private static JsonNode either(JsonNode parent, String camelCase, String snakeCase) {
    return parent.has(camelCase) ? parent.path(camelCase) : parent.path(snakeCase);
  }
}

package dev.tunesmith.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * What a tuned model is known to refuse in a request, before it is sent: members that the body does
 * not have, input that is too long or no text, JSON mode, two safety settings of one category. The
 * service reads names in snake_case, too.
 *
 * @see <a
 *     href="https://ai.google.dev/gemini-api/docs/model-tuning/tutorial#tuned-models">Limitations
 *     of tuned models</a>
 */
public final class GenerateRequestCheck {
  /** All contents and the system instruction together, in characters. */
  private static final int LONGEST_INPUT = 40_000;

  private static final Pattern UNDERSCORE = Pattern.compile("_([a-z])");

  /** The reference of {@code tunedModels.generateContent}. */
  private static final Set<String> MEMBERS =
      Set.of(
          "contents",
          "tools",
          "toolConfig",
          "safetySettings",
          "systemInstruction",
          "generationConfig",
          "cachedContent");

  private final List<String> errors = new ArrayList<>();
  private int characters;

  private GenerateRequestCheck() {}

  /**
   * Checks the body of {@code generateContent} for a tuned model.
   *
   * @return one message for each error, with the member's path; none quotes the request
   */
  public static List<String> errors(ObjectNode request) {
    GenerateRequestCheck check = new GenerateRequestCheck();
    check.members(request);
    check.contents(request.path("contents"));
    if (!member(request, "systemInstruction").isMissingNode()) {
      check.content(member(request, "systemInstruction"), "systemInstruction");
    }
    if (check.characters > LONGEST_INPUT) {
      check.errors.add(
          "contents: the input has %,d characters, and a tuned model takes at most %,d; shorten it"
              .formatted(check.characters, LONGEST_INPUT));
    }
    check.generationConfig(member(request, "generationConfig"));
    check.safetySettings(member(request, "safetySettings"));
    return List.copyOf(check.errors);
  }

  private void members(ObjectNode request) {
    request
        .fieldNames()
        .forEachRemaining(
            name -> {
              if (!MEMBERS.contains(camelCase(name))) {
                errors.add(name + ": there is no such member; there are " + new TreeSet<>(MEMBERS));
              }
            });
  }

  private void contents(JsonNode contents) {
    if (!contents.isArray() || contents.isEmpty()) {
      errors.add("contents: give a list of at least one content");
    }
    for (int i = 0; i < contents.size(); i++) {
      content(contents.path(i), "contents[" + i + "]");
    }
  }

  private void content(JsonNode content, String path) {
    JsonNode parts = content.path("parts");
    if (!parts.isArray() || parts.isEmpty()) {
      errors.add(path + ".parts: give a list of at least one part");
    }
    for (int i = 0; i < parts.size(); i++) {
      JsonNode text = parts.path(i).path("text");
      if (text.isTextual()) {
        characters += text.textValue().codePointCount(0, text.textValue().length());
      } else {
        errors.add(path + ".parts[" + i + "]: a tuned model takes text only; give {text: …}");
      }
    }
  }

  private void generationConfig(JsonNode config) {
    boolean json =
        !member(config, "responseMimeType").asText("text/plain").equals("text/plain")
            || !member(config, "responseSchema").isMissingNode()
            || !member(config, "responseJsonSchema").isMissingNode();
    if (json) {
      errors.add(
          "generationConfig: tuned models have no JSON mode; remove responseMimeType and"
              + " responseSchema");
    }
  }

  private void safetySettings(JsonNode settings) {
    Set<String> categories = new HashSet<>();
    for (int i = 0; i < settings.size(); i++) {
      String category = settings.path(i).path("category").asText();
      if (!categories.add(category)) {
        errors.add(
            "safetySettings[" + i + "].category: there is a setting of " + category + " already");
      }
    }
  }

  /** A member by its name, in either spelling. */
  private static JsonNode member(JsonNode object, String name) {
    for (Map.Entry<String, JsonNode> member : object.properties()) {
      if (camelCase(member.getKey()).equals(name)) {
        return member.getValue();
      }
    }
    return MissingNode.getInstance();
  }

  private static String camelCase(String name) {
    return UNDERSCORE.matcher(name).replaceAll(letter -> letter.group(1).toUpperCase(Locale.ROOT));
  }
}

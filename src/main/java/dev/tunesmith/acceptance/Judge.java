package dev.tunesmith.acceptance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.tunesmith.api.v1alpha1.Expectation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What an answer is worth. No message quotes an answer: it may repeat training data. */
final class Judge {
  private Judge() {}

  /**
   * The text of an answer.
   *
   * @param blocked why the service gave no text; empty for a text
   */
  record Text(String text, String blocked) {}

  /**
   * Reads a {@code GenerateContentResponse}: the first candidate's text, without its thoughts.
   *
   * @return empty where it is none: a proxy's page, for example
   */
  static Optional<Text> text(ObjectNode response) {
    String blocked = response.path("promptFeedback").path("blockReason").asText("");
    JsonNode candidate = response.path("candidates").path(0);
    if (!candidate.isObject()) {
      return blocked.isEmpty() ? Optional.empty() : Optional.of(new Text("", blocked));
    }
    StringBuilder text = new StringBuilder();
    for (JsonNode part : candidate.path("content").path("parts")) {
      if (!part.path("thought").asBoolean()) {
        text.append(part.path("text").asText(""));
      }
    }
    String finish = candidate.path("finishReason").asText("");
    return Optional.of(new Text(text.toString(), text.isEmpty() ? finish : ""));
  }

  /** Why a text is not as expected, one phrase each; none where it is. */
  static List<String> failures(@Nullable Expectation expect, Text answer) {
    List<String> failures = new ArrayList<>();
    if (!answer.blocked().isEmpty()) {
      failures.add("the answer has no text (" + answer.blocked() + ")");
    }
    if (expect == null) {
      return failures;
    }
    String text = answer.text();
    int length = text.codePointCount(0, text.length());
    if (expect.contains() != null && !text.contains(expect.contains())) {
      failures.add("the answer does not contain the expected text");
    }
    if (expect.matches() != null && !Pattern.compile(expect.matches()).matcher(text).find()) {
      failures.add("the answer does not match the expected pattern");
    }
    if (expect.equals() != null && !text.strip().equals(expect.equals().strip())) {
      failures.add("the answer is not the expected text");
    }
    if (expect.maxCharacters() != null && length > expect.maxCharacters()) {
      failures.add(
          "the answer has %,d characters, and at most %,d are expected"
              .formatted(length, expect.maxCharacters()));
    }
    return failures;
  }

  /** What is wrong with a pattern; empty for a valid one. */
  static Optional<String> patternError(String pattern) {
    try {
      Pattern.compile(pattern);
      return Optional.empty();
    } catch (PatternSyntaxException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }
}

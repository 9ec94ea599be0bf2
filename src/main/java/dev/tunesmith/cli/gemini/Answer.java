package dev.tunesmith.cli.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.Optional;

/** Prints a model's answer, whole or part by part: its text, and calls of functions as JSON. */
final class Answer {
  private static final String COMPLETE = "STOP";

  private final PrintWriter out;
  private String blockReason = "";
  private String finishReason = "";
  private boolean newLine = true;

  Answer(PrintWriter out) {
    this.out = out;
  }

  /** A {@code GenerateContentResponse}, or a part of one. */
  void add(ObjectNode response) {
    // Without candidateCount there is one, and only the first is asked for here.
    JsonNode candidate = response.path("candidates").path(0);
    for (JsonNode part : candidate.path("content").path("parts")) {
      print(part.path("text").isTextual() ? part.path("text").textValue() : part + "\n");
    }
    out.flush();
    finishReason = candidate.path("finishReason").asText(finishReason);
    blockReason = response.path("promptFeedback").path("blockReason").asText(blockReason);
  }

  private void print(String text) {
    if (!text.isEmpty()) {
      out.print(text);
      newLine = text.endsWith("\n");
    }
  }

  /** Ends the last line. */
  void end() {
    if (!newLine) {
      out.println();
    }
    out.flush();
  }

  /** Why it is not a whole answer; empty where it is one. */
  Optional<String> incomplete() {
    if (!blockReason.isEmpty()) {
      return Optional.of("The service blocked the prompt: " + blockReason + ".");
    }
    return finishReason.equals(COMPLETE)
        ? Optional.empty()
        : Optional.of(
            "The answer is not complete: "
                + (finishReason.isEmpty() ? "the service gave no reason" : finishReason)
                + ".");
  }
}

package dev.tunesmith.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The parts of a streamed {@code GenerateContentResponse}. */
public final class AnswerParts {
  /** What is said of an answer that has no last part. */
  public static final String ENDED_EARLY = "the answer ended before its last part";

  private AnswerParts() {}

  /** A last part says why it is the last; a connection that a proxy ends looks like a good end. */
  public static boolean isLast(ObjectNode part) {
    for (JsonNode candidate : part.path("candidates")) {
      if (candidate.path("finishReason").isTextual()) {
        return true;
      }
    }
    return part.path("promptFeedback").path("blockReason").isTextual();
  }
}

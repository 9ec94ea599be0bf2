package dev.tunesmith.emulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tunesmith.emulator.JobStore.Deployed;
import java.time.Instant;

/**
 * What a tuned model says: which model it is, and what it was asked. Enough to see that a question
 * reached the model that it was meant for.
 */
final class Generation {
  // Roughly what a token is of English text.
  private static final int CHARACTERS_PER_TOKEN = 4;

  private Generation() {}

  static ObjectNode answer(Deployed deployed, ObjectNode body, Instant now) {
    if (!body.path("contents").isArray() || body.path("contents").isEmpty()) {
      throw ApiError.of(
              CanonicalCode.INVALID_ARGUMENT,
              "Unable to submit request because at least one contents field is required.")
          .refused();
    }
    StoredJob job = deployed.job();
    String question = text(body.path("contents").path(body.path("contents").size() - 1));
    String answer =
        job.outputs().displayName()
            + ", tuned from "
            + job.outputs().baseModel()
            + ", was asked: "
            + question;
    ObjectNode reply = Json.object();
    ObjectNode candidate = reply.putArray("candidates").addObject();
    ObjectNode content = candidate.putObject("content").put("role", "model");
    content.putArray("parts").addObject().put("text", answer);
    candidate.put("finishReason", "STOP");
    int asked = tokens(question);
    int answered = tokens(answer);
    reply
        .putObject("usageMetadata")
        .put("promptTokenCount", asked)
        .put("candidatesTokenCount", answered)
        .put("totalTokenCount", asked + answered);
    reply.put("modelVersion", job.modelName() + "@" + job.outputs().version());
    reply.put("createTime", Json.timestamp(now));
    return reply;
  }

  private static String text(JsonNode content) {
    StringBuilder text = new StringBuilder();
    content.path("parts").forEach(part -> text.append(part.path("text").asText()));
    return text.toString();
  }

  private static int tokens(String text) {
    return Math.max(1, Math.ceilDiv(text.length(), CHARACTERS_PER_TOKEN));
  }
}

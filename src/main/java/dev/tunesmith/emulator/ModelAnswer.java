package dev.tunesmith.emulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** A {@code GenerateContentResponse}, of either service. */
final class ModelAnswer {
  // Roughly a token of English text.
  private static final int CHARACTERS_PER_TOKEN = 4;
  private static final int CHARACTERS_PER_PIECE = 16;

  private static final List<String> OF_EACH_PIECE =
      List.of("modelVersion", "createTime", "responseId");

  private ModelAnswer() {}

  /** An answer of one candidate. */
  static ObjectNode of(String question, String answer, String modelVersion) {
    ObjectNode reply = candidate(answer);
    ((ObjectNode) reply.path("candidates").path(0)).put("finishReason", "STOP");
    int prompt = tokens(question);
    int answered = tokens(answer);
    reply
        .putObject("usageMetadata")
        .put("promptTokenCount", prompt)
        .put("candidatesTokenCount", answered)
        .put("totalTokenCount", prompt + answered);
    return reply.put("modelVersion", modelVersion);
  }

  private static ObjectNode candidate(String text) {
    ObjectNode reply = Json.object();
    ObjectNode content = reply.putArray("candidates").addObject().putObject("content");
    content.putArray("parts").addObject().put("text", text);
    content.put("role", "model");
    return reply;
  }

  /** The pieces of a streamed answer: one reason and one count of tokens, at the end. */
  static List<ObjectNode> pieces(ObjectNode answer) {
    String text = text(answer.path("candidates").path(0).path("content"));
    List<ObjectNode> pieces = new ArrayList<>();
    int from = 0;
    while (text.codePointCount(from, text.length()) > CHARACTERS_PER_PIECE) {
      int to = text.offsetByCodePoints(from, CHARACTERS_PER_PIECE);
      ObjectNode piece = candidate(text.substring(from, to));
      for (String field : OF_EACH_PIECE) {
        if (answer.has(field)) {
          piece.set(field, answer.path(field));
        }
      }
      pieces.add(piece);
      from = to;
    }
    ObjectNode last = answer.deepCopy();
    last.withArray("/candidates/0/content/parts")
        .removeAll()
        .addObject()
        .put("text", text.substring(from));
    pieces.add(last);
    return pieces;
  }

  /** The text of the last turn of a request. */
  static String question(JsonNode body) {
    ArrayNode contents = list(body.path("contents"));
    return text(contents.path(contents.size() - 1));
  }

  /** As protobuf reads JSON, a list of one may be written without its brackets. */
  static ArrayNode list(JsonNode value) {
    return value instanceof ArrayNode array ? array : Json.array().add(value);
  }

  /** The text of one content. */
  static String text(JsonNode content) {
    StringBuilder text = new StringBuilder();
    list(content.path("parts")).forEach(part -> text.append(part.path("text").asText()));
    return text.toString();
  }

  /** How many tokens a text counts as. */
  static int tokens(String text) {
    return Math.max(1, Math.ceilDiv(text.length(), CHARACTERS_PER_TOKEN));
  }
}

package dev.tunesmith.quickstart;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.util.TokenBuffer;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** YAML with the line of every field, and back. */
final class Yaml {
  private static final ObjectMapper READER =
      new ObjectMapper(
          YAMLFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build());
  private static final ObjectMapper WRITER =
      YAMLMapper.builder()
          .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
          .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
          .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
          .disable(YAMLGenerator.Feature.SPLIT_LINES)
          .build();

  private Yaml() {}

  /**
   * Reads all documents of a file; empty ones are left out.
   *
   * @throws JsonProcessingException where it is no YAML
   */
  static List<Manifest> documents(String file, String text) throws IOException {
    List<Manifest> documents = new ArrayList<>();
    try (JsonParser parser = READER.createParser(text)) {
      while (parser.nextToken() != null) {
        if (!isEmpty(parser)) {
          documents.add(document(file, parser));
        }
      }
    }
    return documents;
  }

  private static boolean isEmpty(JsonParser parser) throws IOException {
    JsonToken token = parser.currentToken();
    return token == JsonToken.VALUE_NULL || (token.isScalarValue() && parser.getText().isBlank());
  }

  private static Manifest document(String file, JsonParser parser) throws IOException {
    Map<String, Integer> lines = new HashMap<>();
    lines.put("", parser.currentTokenLocation().getLineNr());
    try (TokenBuffer buffer = new TokenBuffer(parser)) {
      int depth = 0;
      do {
        JsonToken token = parser.currentToken();
        if (token == JsonToken.FIELD_NAME) {
          lines.put(path(parser.getParsingContext()), parser.currentTokenLocation().getLineNr());
        }
        depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
        buffer.copyCurrentEvent(parser);
      } while (depth > 0 && parser.nextToken() != null);
      JsonNode content = READER.readTree(buffer.asParser());
      return new Manifest(file, lines, content);
    }
  }

  private static String path(JsonStreamContext context) {
    if (context.inRoot()) {
      return "";
    }
    String around = path(context.getParent());
    if (context.inArray()) {
      return around + "[" + context.getCurrentIndex() + "]";
    }
    String name = context.getCurrentName();
    return name == null ? around : around.isEmpty() ? name : around + "." + name;
  }

  static <T> T read(JsonNode content, Class<T> type) {
    try {
      return READER.treeToValue(content, type);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String write(Object value) {
    try {
      return WRITER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package dev.tunesmith.cli.manifest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ContainerNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tunesmith.cli.manifest.Manifest.Repeated;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** JSON with the line of every field. It does not recurse: Go reads as deep as 10,000 levels. */
final class JsonReader {
  private static final int DEEPEST = 10_000;
  private static final int DEEPEST_PATH = 100;

  private final JsonNodeFactory json = JsonNodeFactory.instance;
  private final String file;
  private final JsonParser parser;
  private final Map<String, Integer> lines = new HashMap<>();
  private final List<Repeated> repeated = new ArrayList<>();
  private final Deque<Level> levels = new ArrayDeque<>();

  /** An object or array that is being read, and where it stands. */
  private record Level(String path, ContainerNode<?> node) {}

  private JsonReader(String file, JsonParser parser) {
    this.file = file;
    this.parser = parser;
  }

  /**
   * Reads all values.
   *
   * @param file what to call it
   * @param text JSON, one value after another
   * @param documents gets each
   * @throws SyntaxException at the first thing that is no JSON
   */
  static void read(String file, String text, Consumer<Manifest> documents) throws SyntaxException {
    StreamReadConstraints wide =
        StreamReadConstraints.builder()
            .maxNestingDepth(DEEPEST)
            .maxNameLength(Integer.MAX_VALUE)
            .maxStringLength(Integer.MAX_VALUE)
            .build();
    try (JsonParser parser =
        JsonFactory.builder().streamReadConstraints(wide).build().createParser(text)) {
      while (parser.nextToken() != null) {
        documents.accept(new JsonReader(file, parser).document());
      }
    } catch (JsonProcessingException e) {
      JsonLocation at = e.getLocation();
      throw new SyntaxException(
          at == null ? 1 : Math.max(1, at.getLineNr()),
          "no JSON: " + e.getOriginalMessage().strip().replaceAll("\\s*\\R\\s*", " "));
    } catch (IOException e) {
      throw new SyntaxException(1, "no JSON: " + e.getMessage());
    }
  }

  private Manifest document() throws IOException {
    lines.put("", parser.currentTokenLocation().getLineNr());
    JsonNode content = null;
    String name = null;
    do {
      JsonToken token = parser.currentToken();
      if (token == JsonToken.FIELD_NAME) {
        name = field();
      } else if (token.isStructEnd()) {
        levels.pop();
      } else {
        JsonNode value = value(token);
        String path = add(value, name);
        content = content == null ? value : content;
        if (value instanceof ContainerNode<?> container) {
          levels.push(new Level(path, container));
        }
        name = null;
      }
    } while (!levels.isEmpty() && parser.nextToken() != null);
    return new Manifest(file, lines, content == null ? json.nullNode() : content, repeated);
  }

  private String field() throws IOException {
    Level level = levels.element();
    String name = parser.currentName();
    String path = below(level, "." + name);
    int line = parser.currentTokenLocation().getLineNr();
    if (level.node().has(name)) {
      repeated.add(new Repeated(path, line));
    }
    lines.put(path, line);
    return name;
  }

  private JsonNode value(JsonToken token) throws IOException {
    return switch (token) {
      case START_OBJECT -> json.objectNode();
      case START_ARRAY -> json.arrayNode();
      case VALUE_STRING -> json.textNode(parser.getText());
      case VALUE_TRUE -> json.booleanNode(true);
      case VALUE_FALSE -> json.booleanNode(false);
      case VALUE_NUMBER_INT ->
          parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
              ? json.numberNode(parser.getBigIntegerValue())
              : json.numberNode(parser.getLongValue());
      case VALUE_NUMBER_FLOAT -> json.numberNode(parser.getDoubleValue());
      case VALUE_NULL -> json.nullNode();
      case NOT_AVAILABLE, END_OBJECT, END_ARRAY, FIELD_NAME, VALUE_EMBEDDED_OBJECT ->
          throw new IllegalStateException(token.toString());
    };
  }

  /** Puts it where it belongs, and gives its path. */
  private String add(JsonNode value, @Nullable String name) {
    Level level = levels.peek();
    if (level == null) {
      return "";
    }
    if (level.node() instanceof ObjectNode object && name != null) {
      object.set(name, value);
      return below(level, "." + name);
    }
    ArrayNode array = (ArrayNode) level.node();
    array.add(value);
    String path = below(level, "[" + (array.size() - 1) + "]");
    lines.put(path, parser.currentTokenLocation().getLineNr());
    return path;
  }

  /** Far down a path stays what it is: nobody reads it, and thousands of them fill the memory. */
  private String below(Level level, String step) {
    if (levels.size() > DEEPEST_PATH) {
      return level.path();
    }
    return level.path().isEmpty() && step.startsWith(".") ? step.substring(1) : level.path() + step;
  }
}

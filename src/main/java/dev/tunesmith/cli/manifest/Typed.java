package dev.tunesmith.cli.manifest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.UncheckedIOException;

/** What was read, as Java types. */
final class Typed {
  private static final JsonMapper MAPPER = new JsonMapper();

  private Typed() {}

  /**
   * As a type.
   *
   * @throws UncheckedIOException when it does not fit
   */
  static <T> T read(JsonNode content, Class<T> type) {
    try {
      return MAPPER.treeToValue(content, type);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}

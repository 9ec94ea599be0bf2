package dev.tunesmith.cli.manifest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.ImplicitTuple;
import org.yaml.snakeyaml.events.MappingEndEvent;
import org.yaml.snakeyaml.events.MappingStartEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.events.SequenceEndEvent;
import org.yaml.snakeyaml.events.SequenceStartEvent;

/** JSON as YAML events. A YAML parser would refuse JSON's tabs, and read {@code 1e999} as text. */
final class JsonEvents implements DocumentReader.Events {
  private final JsonParser parser;

  JsonEvents(String text) {
    StreamReadConstraints constraints =
        StreamReadConstraints.builder()
            .maxNestingDepth(DocumentReader.MAX_DEPTH)
            .maxNameLength(Integer.MAX_VALUE)
            .maxStringLength(Integer.MAX_VALUE)
            .build();
    try {
      parser = JsonFactory.builder().streamReadConstraints(constraints).build().createParser(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // not from a string
    }
  }

  @Override
  public @Nullable Event next() throws SyntaxException {
    try {
      JsonToken token = parser.nextToken();
      return token == null ? null : event(token);
    } catch (JsonProcessingException e) {
      JsonLocation at = e.getLocation();
      throw new SyntaxException(
          at == null ? 1 : Math.max(1, at.getLineNr()),
          "invalid JSON: " + e.getOriginalMessage().strip().replaceAll("\\s*\\R\\s*", " "));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Event event(JsonToken token) throws IOException {
    Mark mark = new Mark("", 0, parser.currentTokenLocation().getLineNr() - 1, 0, new int[0], 0);
    return switch (token) {
      case START_OBJECT -> new MappingStartEvent(null, null, true, mark, mark, FlowStyle.FLOW);
      case START_ARRAY -> new SequenceStartEvent(null, null, true, mark, mark, FlowStyle.FLOW);
      case END_OBJECT -> new MappingEndEvent(mark, mark);
      case END_ARRAY -> new SequenceEndEvent(mark, mark);
      case FIELD_NAME, VALUE_STRING -> scalar(null, ScalarStyle.DOUBLE_QUOTED, mark);
      case VALUE_NUMBER_FLOAT -> scalar(YamlScalar.FLOAT_TAG, ScalarStyle.PLAIN, mark);
      case VALUE_NUMBER_INT, VALUE_TRUE, VALUE_FALSE, VALUE_NULL ->
          scalar(null, ScalarStyle.PLAIN, mark);
      case NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT ->
          throw new IllegalStateException(token.toString());
    };
  }

  private Event scalar(@Nullable String tag, ScalarStyle style, Mark mark) throws IOException {
    boolean plain = style == ScalarStyle.PLAIN;
    ImplicitTuple implicit = new ImplicitTuple(plain && tag == null, !plain);
    return new ScalarEvent(null, tag, implicit, parser.getText(), mark, mark, style);
  }
}

package dev.tunesmith.cli.manifest;

import java.io.StringReader;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.reader.ReaderException;

/** YAML as SnakeYAML parses it. */
final class YamlEvents implements DocumentReader.Events {
  private final String text;
  private @Nullable Iterator<Event> events;

  YamlEvents(String text) {
    this.text = text;
  }

  @Override
  public @Nullable Event next() throws SyntaxException {
    try {
      if (events == null) {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(Integer.MAX_VALUE); // a chart with CRDs has megabytes
        events = new Yaml(options).parse(new StringReader(text)).iterator();
      }
      return events.hasNext() ? events.next() : null;
    } catch (MarkedYAMLException e) {
      int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
      String context = e.getContext() == null ? "" : e.getContext() + ": ";
      throw new SyntaxException(line, "invalid YAML: " + context + e.getProblem());
    } catch (ReaderException e) {
      int line = (int) text.codePoints().limit(e.getPosition()).filter(c -> c == '\n').count() + 1;
      throw new SyntaxException(
          line, "invalid YAML: the character U+%04X is not allowed".formatted(e.getCodePoint()));
    } catch (YAMLException e) {
      throw new SyntaxException(1, "invalid YAML: " + e.getMessage());
    }
  }
}

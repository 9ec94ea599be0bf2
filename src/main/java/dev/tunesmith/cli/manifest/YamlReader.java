package dev.tunesmith.cli.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tunesmith.cli.manifest.Manifest.Repeated;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.MappingStartEvent;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.events.SequenceStartEvent;
import org.yaml.snakeyaml.reader.ReaderException;

/**
 * YAML with the line of every field, as kubectl reads it: anchors and merged keys resolved, scalars
 * by {@link YamlScalar}, and other people's documents in the same file for what they are.
 */
final class YamlReader {
  /** More than any schema of a definition has, and within what a thread's stack holds. */
  private static final int DEEPEST = 500;

  /** With aliases written out: ten lines of them can mean more than a memory holds. */
  private static final int MOST_VALUES = 5_000_000;

  private final JsonNodeFactory json = JsonNodeFactory.instance;
  private final String file;
  private final Iterator<Event> events;
  private final Map<String, Integer> lines = new HashMap<>();
  private final List<Repeated> repeated = new ArrayList<>();
  private final Map<String, Anchored> anchors = new HashMap<>();
  private long values;

  /** What an anchor stands for, and how many values that are. */
  private record Anchored(JsonNode node, long values) {}

  private YamlReader(String file, Iterator<Event> events) {
    this.file = file;
    this.events = events;
  }

  /**
   * Reads all documents; empty ones are left out.
   *
   * @param file what to call it
   * @param text YAML
   * @param documents gets each
   * @throws SyntaxException at the first thing that is no YAML
   */
  static void read(String file, String text, Consumer<Manifest> documents) throws SyntaxException {
    LoaderOptions wide = new LoaderOptions();
    wide.setCodePointLimit(Integer.MAX_VALUE); // a chart with definitions has megabytes
    try {
      Iterator<Event> events = new Yaml(wide).parse(new StringReader(text)).iterator();
      while (events.hasNext()) {
        if (events.next().is(Event.ID.DocumentStart)) {
          new YamlReader(file, events).document(documents);
        }
      }
    } catch (MarkedYAMLException e) {
      int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
      String context = e.getContext() == null ? "" : e.getContext() + ": ";
      throw new SyntaxException(line, "no YAML: " + context + e.getProblem());
    } catch (ReaderException e) {
      int line = (int) text.codePoints().limit(e.getPosition()).filter(c -> c == '\n').count() + 1;
      throw new SyntaxException(
          line, "no YAML: the character U+%04X is not allowed in it".formatted(e.getCodePoint()));
    } catch (YAMLException e) {
      throw new SyntaxException(1, "no YAML: " + e.getMessage());
    }
  }

  private void document(Consumer<Manifest> documents) throws SyntaxException {
    Event first = events.next();
    lines.put("", line(first));
    JsonNode content = node(first, "", 0);
    boolean blank = content.isNull() || (content.isTextual() && content.textValue().isBlank());
    if (!blank) {
      documents.accept(new Manifest(file, lines, content, repeated));
    }
  }

  private static int line(Event event) {
    return event.getStartMark() == null ? 1 : event.getStartMark().getLine() + 1;
  }

  private JsonNode node(Event event, String path, int depth) throws SyntaxException {
    if (depth > DEEPEST) {
      throw new SyntaxException(line(event), "no YAML: deeper than " + DEEPEST + " levels");
    }
    if (event instanceof AliasEvent alias) {
      Anchored meant = anchors.get(alias.getAnchor());
      if (meant == null) {
        throw new SyntaxException(
            line(event), "no YAML: there is no anchor &" + alias.getAnchor() + " before this");
      }
      count(event, meant.values());
      return meant.node();
    }
    long before = values;
    count(event, 1);
    JsonNode node = own(event, path, depth);
    String anchor = ((NodeEvent) event).getAnchor();
    if (anchor != null) {
      anchors.put(anchor, new Anchored(node, values - before));
    }
    return node;
  }

  private void count(Event event, long more) throws SyntaxException {
    values += more;
    if (values > MOST_VALUES) {
      throw new SyntaxException(line(event), "no YAML: its aliases stand for too much");
    }
  }

  private JsonNode own(Event event, String path, int depth) throws SyntaxException {
    if (event instanceof MappingStartEvent) {
      return mapping(path, depth);
    }
    if (event instanceof SequenceStartEvent) {
      ArrayNode array = json.arrayNode();
      for (Event next = events.next(); !next.is(Event.ID.SequenceEnd); next = events.next()) {
        String at = path + "[" + array.size() + "]";
        lines.put(at, line(next));
        array.add(node(next, at, depth + 1));
      }
      return array;
    }
    if (event instanceof ScalarEvent scalar) {
      return YamlScalar.of(scalar, line(event));
    }
    throw new IllegalStateException("no event of a node: " + event);
  }

  private ObjectNode mapping(String path, int depth) throws SyntaxException {
    ObjectNode object = json.objectNode();
    Set<String> own = new HashSet<>();
    for (Event key = events.next(); !key.is(Event.ID.MappingEnd); key = events.next()) {
      if (isMerge(key)) {
        merge(object, node(events.next(), path, depth + 1), line(key));
        continue;
      }
      String name = name(key, path, depth);
      String at = path.isEmpty() ? name : path + "." + name;
      if (!own.add(name)) {
        repeated.add(new Repeated(at, line(key)));
      }
      lines.put(at, line(key));
      object.set(name, node(events.next(), at, depth + 1));
    }
    return object;
  }

  private static boolean isMerge(Event key) {
    return key instanceof ScalarEvent scalar
        && scalar.getTag() == null
        && scalar.getImplicit().canOmitTagInPlainScalar()
        && scalar.getValue().equals("<<");
  }

  private static void merge(ObjectNode into, JsonNode from, int line) throws SyntaxException {
    if (from instanceof ObjectNode object) {
      into.setAll(object);
      return;
    }
    if (!from.isArray()) {
      throw new SyntaxException(line, "no YAML: what << merges must be a map, or a list of maps");
    }
    for (int i = from.size() - 1; i >= 0; i--) { // the first one wins
      if (from.get(i).isArray()) {
        throw new SyntaxException(line, "no YAML: what << merges must be a map, or a list of maps");
      }
      merge(into, from.get(i), line);
    }
  }

  private String name(Event key, String path, int depth) throws SyntaxException {
    JsonNode name = node(key, path, depth + 1);
    if (name.isContainerNode() || name.isNull()) {
      throw new SyntaxException(line(key), "no YAML for Kubernetes: a key must be text");
    }
    return name.isDouble() ? Float.toString(name.floatValue()) : name.asText();
  }
}

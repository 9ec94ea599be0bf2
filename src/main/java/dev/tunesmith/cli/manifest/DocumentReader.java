package dev.tunesmith.cli.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ContainerNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tunesmith.cli.manifest.Manifest.Duplicate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.CollectionEndEvent;
import org.yaml.snakeyaml.events.CollectionStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.MappingStartEvent;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;

/**
 * Reads YAML and JSON as kubectl does, with the line of every field. JSON arrives as the YAML
 * events that mean the same, so that one reader serves both. It does not recurse: Kubernetes
 * accepts 10,000 levels.
 */
final class DocumentReader {
  static final int MAX_DEPTH = 10_000;

  /** With aliases written out: ten lines of them can stand for more than memory holds. */
  private static final int MAX_VALUES = 5_000_000;

  /** Below this depth only the path above is kept: thousands of long paths would fill memory. */
  private static final int MAX_PATH_DEPTH = 100;

  private final Map<String, Integer> lines = new HashMap<>();
  private final List<Duplicate> duplicates = new ArrayList<>();
  private final Map<String, Anchored> anchors = new HashMap<>();
  private final Deque<Level> levels = new ArrayDeque<>();
  private final int linesBefore;
  private long values;

  private DocumentReader(int linesBefore) {
    this.linesBefore = linesBefore;
  }

  /** The value of an anchor, and how many values it holds. */
  private record Anchored(JsonNode node, long values) {}

  /** A map or list that is being read. */
  private static final class Level {
    final String path;
    final CollectionStartEvent start;
    final ContainerNode<?> node;
    final long valuesBefore;
    final Set<String> keys = new HashSet<>();

    /** The key of a map's next value; null while the next event is a key. */
    @Nullable String key;

    /** Whether the next value is merged into the map. */
    boolean merge;

    Level(String path, CollectionStartEvent start, long valuesBefore) {
      this.path = path;
      this.start = start;
      JsonNodeFactory json = JsonNodeFactory.instance;
      this.node = start instanceof MappingStartEvent ? json.objectNode() : json.arrayNode();
      this.valuesBefore = valuesBefore;
    }
  }

  /** The events of a text. */
  interface Events {
    /** The next one; null at the end. */
    @Nullable Event next() throws SyntaxException;
  }

  /**
   * Reads all documents, without empty ones.
   *
   * @param linesBefore in the file, before the text
   * @throws SyntaxException at the first error; the documents before it were passed on
   */
  static void read(String file, int linesBefore, Events events, Consumer<Manifest> documents)
      throws SyntaxException {
    for (Event event = events.next(); event != null; event = events.next()) {
      if (event instanceof NodeEvent) {
        new DocumentReader(linesBefore).document(file, event, events, documents);
      }
    }
  }

  private void document(String file, Event first, Events events, Consumer<Manifest> documents)
      throws SyntaxException {
    JsonNode content = accept(first);
    while (!levels.isEmpty()) {
      Event next = events.next();
      if (next == null) {
        throw new IllegalStateException("the parser ended within a document");
      }
      accept(next);
    }
    if (!content.isNull() && !(content.isTextual() && content.textValue().isBlank())) {
      documents.accept(new Manifest(file, lines, content, duplicates));
    }
  }

  /** Returns the value that the event begins, is, or ends. */
  private JsonNode accept(Event event) throws SyntaxException {
    if (event instanceof CollectionEndEvent) {
      Level done = levels.pop();
      return place(done.start, done.node, done.valuesBefore);
    }
    String path = locate(event);
    long before = values;
    if (event instanceof AliasEvent alias) {
      Anchored meant = anchors.get(alias.getAnchor());
      if (meant == null) {
        throw SyntaxException.at(
            event, "there is no anchor &" + alias.getAnchor() + " before this");
      }
      count(event, meant.values());
      return place(alias, meant.node(), before);
    }
    count(event, 1);
    if (event instanceof CollectionStartEvent start) {
      if (levels.size() == MAX_DEPTH) {
        throw SyntaxException.at(event, "deeper than " + MAX_DEPTH + " levels");
      }
      levels.push(new Level(path, start, before));
      return levels.element().node;
    }
    ScalarEvent scalar = (ScalarEvent) event;
    return place(scalar, YamlScalar.of(scalar), before);
  }

  /** The path of the value that begins; of a key, that of its map. */
  private String locate(Event event) throws SyntaxException {
    Level parent = levels.peek();
    if (parent == null) {
      lines.put("", lineInFile(event));
      return "";
    }
    if (parent.node instanceof ArrayNode array) {
      return below(parent, "[" + array.size() + "]", lineInFile(event));
    }
    if (parent.key == null && event instanceof CollectionStartEvent) {
      throw SyntaxException.at(event, "a key must be text");
    }
    return parent.key == null || parent.merge ? parent.path : child(parent, "." + parent.key);
  }

  private JsonNode place(NodeEvent event, JsonNode value, long valuesBefore)
      throws SyntaxException {
    if (event.getAnchor() != null && !(event instanceof AliasEvent)) {
      anchors.put(event.getAnchor(), new Anchored(value, values - valuesBefore));
    }
    Level parent = levels.peek();
    if (parent == null) {
      return value;
    }
    if (parent.node instanceof ArrayNode array) {
      array.add(value);
    } else if (parent.key == null) {
      key(parent, event, value);
    } else {
      ObjectNode object = (ObjectNode) parent.node;
      if (parent.merge) {
        merge(object, value, event);
      } else {
        object.set(parent.key, value);
      }
      parent.key = null;
    }
    return value;
  }

  private void key(Level map, Event event, JsonNode key) throws SyntaxException {
    if (key.isContainerNode() || key.isNull()) {
      throw SyntaxException.at(event, "a key must be text");
    }
    String name = key.isDouble() ? Float.toString(key.floatValue()) : key.asText();
    map.key = name;
    map.merge =
        name.equals("<<") && event instanceof ScalarEvent scalar && YamlScalar.isPlain(scalar);
    if (!map.merge) {
      String path = below(map, "." + name, lineInFile(event));
      if (!map.keys.add(name)) {
        duplicates.add(new Duplicate(path, lineInFile(event)));
      }
    }
  }

  private static void merge(ObjectNode into, JsonNode from, Event event) throws SyntaxException {
    List<JsonNode> maps = new ArrayList<>();
    (from.isArray() ? from : List.of(from)).forEach(maps::addFirst); // the first one wins
    for (JsonNode map : maps) {
      if (!(map instanceof ObjectNode object)) {
        throw SyntaxException.at(event, "<< needs a map, or a list of maps");
      }
      into.setAll(object);
    }
  }

  private void count(Event event, long more) throws SyntaxException {
    values += more;
    if (values > MAX_VALUES) {
      throw SyntaxException.at(event, "its aliases stand for more than " + MAX_VALUES + " values");
    }
  }

  private String child(Level parent, String step) {
    if (levels.size() > MAX_PATH_DEPTH) {
      return parent.path;
    }
    return parent.path.isEmpty() && step.startsWith(".") ? step.substring(1) : parent.path + step;
  }

  /** The path of a child, whose line is kept. */
  private String below(Level parent, String step, int line) {
    String path = child(parent, step);
    if (!path.equals(parent.path)) {
      lines.put(path, line);
    }
    return path;
  }

  private int lineInFile(Event event) {
    return linesBefore + line(event);
  }

  static int line(Event event) {
    return event.getStartMark() == null ? 1 : event.getStartMark().getLine() + 1;
  }
}

package dev.tunesmith.gitops;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;

/** Resources as they are written down in {@code testdata/}: whole, but for what chance decides. */
public final class Written {
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

  private static final String TIME = "2026-01-01T00:00:00Z";
  private static final Pattern TIMES =
      Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]+)?Z");
  private static final Pattern UUIDS =
      Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
  private static final Pattern IDS =
      Pattern.compile("(tuningJobs|(?<=/)models|endpoints|contexts)/([A-Za-z0-9-]+)");

  private Written() {}

  /** Reads one. */
  public static JsonNode read(Path file) {
    List<JsonNode> documents = readAll(file);
    if (documents.size() != 1) {
      throw new IllegalArgumentException(documents.size() + " documents in " + file);
    }
    return documents.getFirst();
  }

  /** Reads all. */
  public static List<JsonNode> readAll(Path file) {
    try (MappingIterator<JsonNode> documents =
        YAML.readerFor(JsonNode.class).readValues(Files.readString(file))) {
      return documents.readAll();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Writes one down, as kubectl would.
   *
   * @param resource without what chance decides
   */
  public static String text(JsonNode resource) {
    DumperOptions options = new DumperOptions();
    options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
    options.setWidth(Integer.MAX_VALUE);
    return new Yaml(options).dump(YAML.convertValue(resource, Object.class));
  }

  /**
   * Replaces what chance decides, so that two lives of the same kind read the same: times, UIDs,
   * versions, the namespace, and the numbers that the service gave to jobs, models and endpoints.
   * What kubectl keeps for itself in annotations is left out.
   */
  public static JsonNode withoutChance(JsonNode resource) {
    Map<String, String> ids = new LinkedHashMap<>();
    ObjectNode copy = (ObjectNode) replaced(resource, ids);
    ObjectNode metadata = (ObjectNode) copy.get("metadata");
    metadata.remove(List.of("managedFields", "annotations"));
    metadata.put("namespace", "team-a");
    metadata.put("resourceVersion", "1");
    return copy;
  }

  private static JsonNode replaced(JsonNode node, Map<String, String> ids) {
    if (node instanceof ObjectNode object) {
      ObjectNode copy = object.objectNode();
      object
          .properties()
          .forEach(field -> copy.set(field.getKey(), replaced(field.getValue(), ids)));
      return copy;
    }
    if (node instanceof ArrayNode array) {
      ArrayNode copy = array.arrayNode();
      array.forEach(element -> copy.add(replaced(element, ids)));
      return copy;
    }
    return node instanceof TextNode text ? TextNode.valueOf(replaced(text.textValue(), ids)) : node;
  }

  private static String replaced(String text, Map<String, String> ids) {
    String timeless = TIMES.matcher(text).replaceAll(TIME);
    String known =
        UUIDS
            .matcher(timeless)
            .replaceAll(
                uuid -> numbered("00000000-0000-0000-0000-%012d", "uuid", uuid.group(), ids));
    return IDS.matcher(known)
        .replaceAll(
            (MatchResult id) -> id.group(1) + "/" + numbered("%d", id.group(1), id.group(2), ids));
  }

  /** The how manieth of its kind it is. */
  private static String numbered(String format, String kind, String id, Map<String, String> ids) {
    return ids.computeIfAbsent(
        kind + "/" + id,
        key ->
            format.formatted(
                1 + ids.keySet().stream().filter(other -> other.startsWith(kind + "/")).count()));
  }
}

package dev.tunesmith.cli.manifest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One resource in a file, of whatever kind.
 *
 * @param file the file, as the user named it
 * @param lines the line of each field by its path, such as {@code spec.tuning.baseModel}; the path
 *     "" is the resource itself
 * @param content all fields, known or not
 * @param duplicates fields that an object has more than once
 */
public record Manifest(
    String file, Map<String, Integer> lines, JsonNode content, List<Duplicate> duplicates) {
  private static final Pattern FIELD = Pattern.compile("(?:spec|metadata)(?:[.][A-Za-z0-9_-]+)+");
  private static final JsonMapper MAPPER = new JsonMapper();

  /**
   * A field that is there again.
   *
   * @param path the field
   * @param line of the later one, from 1
   */
  public record Duplicate(String path, int line) {}

  /** Copies map and list. */
  public Manifest {
    lines = Map.copyOf(lines);
    duplicates = List.copyOf(duplicates);
  }

  /** The kind; "" when it has none. */
  public String kind() {
    return content.path("kind").asText("");
  }

  /** The name; "" when it has none. */
  public String name() {
    return content.path("metadata").path("name").asText("");
  }

  /** The namespace; "" when it has none. */
  public String namespace() {
    return content.path("metadata").path("namespace").asText("");
  }

  /**
   * What is sent to the API server: all fields.
   *
   * @throws UncheckedIOException when its metadata cannot be read
   */
  public GenericKubernetesResource resource() {
    return typed(content, GenericKubernetesResource.class);
  }

  /**
   * Converts JSON.
   *
   * @throws UncheckedIOException when it does not fit the type
   */
  static <T> T typed(JsonNode content, Class<T> type) {
    try {
      return MAPPER.treeToValue(content, type);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e.getOriginalMessage(), e);
    }
  }

  /**
   * A member of a list as {@code kubectl get -o yaml} writes it.
   *
   * @param index in {@code items}, from 0
   */
  Manifest item(int index) {
    String item = "items[" + index + "]";
    String prefix = item + ".";
    Map<String, Integer> own = new HashMap<>();
    lines.forEach(
        (path, line) -> {
          if (path.startsWith(prefix)) {
            own.put(path.substring(prefix.length()), line);
          }
        });
    own.put("", error(item, "").line());
    return new Manifest(
        file,
        own,
        content.path("items").path(index),
        duplicates.stream()
            .filter(each -> each.path().startsWith(prefix))
            .map(each -> new Duplicate(each.path().substring(prefix.length()), each.line()))
            .toList());
  }

  /**
   * An error at a field or, where the file does not have it, at the nearest field around it.
   *
   * @param path the field's
   * @param message what is wrong with it
   */
  public ValidationError error(String path, String message) {
    String nearest = path;
    while (!nearest.isEmpty() && !lines.containsKey(nearest)) {
      int end = Math.max(nearest.lastIndexOf('.'), nearest.lastIndexOf('['));
      nearest = end < 0 ? "" : nearest.substring(0, end);
    }
    return new ValidationError(file, lines.getOrDefault(nearest, 1), message);
  }

  /**
   * An error at the field that the message names.
   *
   * @param message what is wrong
   */
  public ValidationError error(String message) {
    Matcher field = FIELD.matcher(message);
    return error(field.find() ? field.group() : "", message);
  }

  /**
   * An error at the name, which another resource has as well.
   *
   * @param other the other one
   * @param where the namespace, in words
   */
  public ValidationError duplicateOf(Manifest other, String where) {
    ValidationError there = other.error("metadata.name", "");
    return error(
        "metadata.name",
        "metadata.name %s is already used in %s, by %s:%d"
            .formatted(name(), where, there.file(), there.line()));
  }
}

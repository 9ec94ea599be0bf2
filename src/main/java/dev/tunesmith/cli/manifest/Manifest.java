package dev.tunesmith.cli.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One document of a file, and where each of its fields stands.
 *
 * @param file the file, as the user named it
 * @param lines the line of each field by its path, such as {@code spec.tuning.baseModel}; the path
 *     "" is the document itself
 * @param content what it says, with every field, known or not
 * @param repeated the paths of fields that the same object has twice, of which one is lost
 */
public record Manifest(
    String file, Map<String, Integer> lines, JsonNode content, List<Repeated> repeated) {
  private static final Pattern FIELD = Pattern.compile("(?:spec|metadata)(?:[.][A-Za-z0-9_-]+)+");

  /**
   * A field that is there twice.
   *
   * @param path the field
   * @param line where it is the second time, from 1
   */
  public record Repeated(String path, int line) {}

  /** Copies map and list. */
  public Manifest {
    lines = Map.copyOf(lines);
    repeated = List.copyOf(repeated);
  }

  /** The resource's name; "" when it has none. */
  public String name() {
    return content.path("metadata").path("name").asText("");
  }

  /** The namespace it names; "" when it names none. */
  public String namespace() {
    return content.path("metadata").path("namespace").asText("");
  }

  /** What is sent to the API server: everything that the file says. */
  public GenericKubernetesResource resource() {
    return Typed.read(content, GenericKubernetesResource.class);
  }

  /**
   * A member of a list, such as {@code kubectl get -o yaml} writes, as if it stood by itself.
   *
   * @param index in {@code items}, from 0
   */
  Manifest item(int index) {
    String prefix = "items[" + index + "]";
    Map<String, Integer> own = new HashMap<>();
    lines.forEach(
        (path, line) -> {
          if (path.startsWith(prefix + ".")) {
            own.put(path.substring(prefix.length() + 1), line);
          }
        });
    own.put("", mistake(prefix, "").line());
    return new Manifest(
        file,
        own,
        content.path("items").path(index),
        repeated.stream()
            .filter(each -> each.path().startsWith(prefix + "."))
            .map(each -> new Repeated(each.path().substring(prefix.length() + 1), each.line()))
            .toList());
  }

  /**
   * A mistake in a field, or in the nearest field around it that the file has.
   *
   * @param path the field's
   * @param message what is wrong with it
   */
  public ValidationError mistake(String path, String message) {
    String nearest = path;
    while (!nearest.isEmpty() && !lines.containsKey(nearest)) {
      int end = Math.max(nearest.lastIndexOf('.'), nearest.lastIndexOf('['));
      nearest = end < 0 ? "" : nearest.substring(0, end);
    }
    return new ValidationError(file, lines.getOrDefault(nearest, 1), message);
  }

  /**
   * A mistake whose message names the field.
   *
   * @param message what is wrong
   */
  public ValidationError mistake(String message) {
    Matcher field = FIELD.matcher(message);
    return mistake(field.find() ? field.group() : "", message);
  }
}

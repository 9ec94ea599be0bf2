package dev.tunesmith.quickstart;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One YAML document, and where each of its fields stands.
 *
 * @param file the file, as the user named it
 * @param lines the line of each field by its path, such as {@code spec.tuning.baseModel}; the path
 *     "" is the document itself
 * @param content what it says, with every field, known or not
 */
record Manifest(String file, Map<String, Integer> lines, JsonNode content) {
  private static final Pattern FIELD = Pattern.compile("(?:spec|metadata)(?:[.][A-Za-z0-9_-]+)+");

  Manifest {
    lines = Map.copyOf(lines);
  }

  /** The resource's name; "" when it has none. */
  String name() {
    return content.path("metadata").path("name").asText("");
  }

  /** What is sent to the API server: everything that the file says. */
  GenericKubernetesResource resource() {
    return Yaml.read(content, GenericKubernetesResource.class);
  }

  /** A mistake in a field, or in the nearest field around it that the file has. */
  Mistake mistake(String path, String message) {
    String nearest = path;
    while (!lines.containsKey(nearest)) {
      int end = Math.max(nearest.lastIndexOf('.'), nearest.lastIndexOf('['));
      nearest = end < 0 ? "" : nearest.substring(0, end);
    }
    return new Mistake(file, lines.getOrDefault(nearest, 1), message);
  }

  /** A mistake whose message names the field. */
  Mistake mistake(String message) {
    Matcher field = FIELD.matcher(message);
    return mistake(field.find() ? field.group() : "", message);
  }
}

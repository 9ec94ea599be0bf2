package dev.tunesmith.packaging;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The chart's README: an introduction that is written by hand, and a table of all values that is
 * made from {@code values.yaml}, whose comments explain them.
 */
final class ChartReadme {
  static final Path FILE = Chart.FOLDER.resolve("README.md");
  private static final Path VALUES = Chart.FOLDER.resolve("values.yaml");
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
  private static final Pattern KEY = Pattern.compile("^( *)([A-Za-z_]+):.*");

  /** Values that are Kubernetes' own: shown whole. */
  static final Set<String> FOREIGN =
      Set.of(
          "resources",
          "strategy",
          "podSecurityContext",
          "containerSecurityContext",
          "startup",
          "liveness",
          "readiness");

  /** Where the table begins; what stands before it is kept. */
  private static final String HEADING = "## Values\n";

  private ChartReadme() {}

  /** The whole file as it should be. */
  static String render() throws IOException {
    String now = Files.readString(FILE);
    int at = now.indexOf(HEADING);
    if (at < 0) {
      throw new IOException(FILE + " has no heading for the values");
    }
    StringBuilder table = new StringBuilder(now.substring(0, at));
    table
        .append(HEADING)
        .append("\nMade from `values.yaml`: `")
        .append(DeployManifests.COMMAND)
        .append("`\n\n| value | default | what it is |\n|---|---|---|\n");
    rows().forEach(table::append);
    return table.toString();
  }

  private static List<String> rows() throws IOException {
    JsonNode values = YAML.readTree(VALUES.toFile());
    List<String> rows = new ArrayList<>();
    List<String> path = new ArrayList<>();
    List<String> comment = new ArrayList<>();
    int foreign = Integer.MAX_VALUE;
    for (String line : Files.readAllLines(VALUES)) {
      if (line.isBlank()) {
        comment.clear();
      } else if (line.strip().startsWith("#")) {
        comment.add(line.strip().substring(1).strip());
      } else {
        Matcher key = KEY.matcher(line);
        int depth = key.matches() ? key.group(1).length() / 2 : Integer.MAX_VALUE;
        if (key.matches() && depth <= foreign) {
          foreign = FOREIGN.contains(key.group(2)) ? depth : Integer.MAX_VALUE;
          path.subList(depth, path.size()).clear();
          path.add(key.group(2));
          rows.add(row(path, values, comment, foreign == depth));
        }
        comment.clear();
      }
    }
    return rows;
  }

  private static String row(
      List<String> path, JsonNode values, List<String> comment, boolean whole) {
    JsonNode value = values;
    for (String name : path) {
      value = value.path(name);
    }
    boolean group = value.isObject() && !value.isEmpty() && !whole;
    return "| `%s` | %s | %s |%n"
        .formatted(
            String.join(".", path),
            group ? "" : "`" + value.toString().replace("|", "\\|") + "`",
            String.join(" ", comment).replace("|", "\\|").replaceAll("<([^>]*)>", "`<$1>`"));
  }
}

package dev.tunesmith.monitoring;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The operator's own metrics, as people are told or as a scrape shows them: kind and labels by
 * name.
 *
 * @param metrics by name, without the suffixes of histograms and summaries
 */
public record MetricTable(Map<String, Metric> metrics) {
  private static final Path DOCUMENT = Path.of("deploy", "monitoring", "README.md");

  /** Ours, and those of the Java Operator SDK. */
  private static final String NAME = "(?:tunesmith|reconciliations|events|custom)_\\w+";

  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| `(" + NAME + ")` \\| (\\w+) \\|([^|]*)\\| [^|]+ \\|$");
  private static final Pattern LABEL_NAME = Pattern.compile("`(\\w+)`");
  private static final Pattern TYPE = Pattern.compile("(?m)^# TYPE (" + NAME + ") (\\w+)$");
  private static final Pattern SERIES = Pattern.compile("(?m)^(" + NAME + ")(?:\\{(.*)})? \\S+$");
  private static final Pattern LABEL = Pattern.compile("(\\w+)=\"[^\"]*\"");
  private static final String SUFFIX = "_(bucket|count|sum|max)$";

  /**
   * A metric.
   *
   * @param kind gauge, counter, histogram or summary
   * @param labels their names, without the buckets'
   */
  public record Metric(String kind, Set<String> labels) {}

  /** Copies. */
  public MetricTable {
    metrics = Map.copyOf(metrics);
  }

  /** The table that people read. */
  public static MetricTable documented() {
    try {
      Map<String, Metric> metrics = new TreeMap<>();
      Matcher row = ROW.matcher(Files.readString(DOCUMENT));
      while (row.find()) {
        Set<String> labels =
            LABEL_NAME
                .matcher(row.group(3))
                .results()
                .map(l -> l.group(1))
                .collect(Collectors.toSet());
        metrics.put(row.group(1), new Metric(row.group(2), labels));
      }
      return new MetricTable(metrics);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * What a scrape shows.
   *
   * @param scrape Prometheus' text format
   */
  public static MetricTable of(String scrape) {
    Map<String, String> kinds = new TreeMap<>();
    TYPE.matcher(scrape).results().forEach(type -> kinds.put(type.group(1), type.group(2)));
    Map<String, Metric> metrics = new TreeMap<>();
    Matcher series = SERIES.matcher(scrape);
    while (series.find()) {
      String full = series.group(1);
      String base = full.replaceFirst(SUFFIX, "");
      String name = kinds.containsKey(full) && !kinds.containsKey(base) ? full : base;
      Set<String> labels = new TreeSet<>();
      if (series.group(2) != null) {
        LABEL.matcher(series.group(2)).results().forEach(label -> labels.add(label.group(1)));
      }
      labels.remove("le");
      metrics.put(name, new Metric(kinds.getOrDefault(name, "none"), labels));
    }
    return new MetricTable(metrics);
  }

  /** Without the framework's, which a running operator has. */
  Map<String, Metric> own() {
    Map<String, Metric> own = new TreeMap<>(metrics);
    own.keySet().removeIf(name -> !name.startsWith("tunesmith_"));
    return own;
  }

  /** Every name that an expression may use: with the suffixes that the kind gives. */
  public Map<String, Set<String>> series() {
    Map<String, Set<String>> series = new TreeMap<>();
    metrics.forEach(
        (name, metric) -> {
          List<String> suffixes =
              switch (metric.kind()) {
                case "histogram" -> List.of("_bucket", "_count", "_sum", "_max");
                case "summary" -> List.of("_count", "_sum", "_max");
                default -> List.of("");
              };
          for (String suffix : suffixes) {
            Set<String> labels = new TreeSet<>(metric.labels());
            if (suffix.equals("_bucket")) {
              labels.add("le");
            }
            series.put(name + suffix, labels);
          }
        });
    return series;
  }
}

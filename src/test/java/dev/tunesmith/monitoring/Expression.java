package dev.tunesmith.monitoring;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An expression of PromQL, read by its structure: no parser of it resolves for the JVM. Finds what
 * a change of a metric breaks: names and labels that are not there; and what a slip of the pen
 * does: brackets, quotes, words that are no function.
 */
record Expression(String text) {
  private static final Set<String> WORDS =
      Set.of(
          "sum",
          "max",
          "group",
          "min",
          "by",
          "on",
          "and",
          "or",
          "unless",
          "rate",
          "increase",
          "absent",
          "vector",
          "label_replace",
          "changes",
          "count",
          "last_over_time",
          "time",
          "offset",
          "histogram_quantile");

  /**
   * Not ours: the metrics of the JVM and of its process, which the library names, and Prometheus'
   * own.
   */
  private static final String JVM = "(?:jvm|process)_\\w+|ALERTS";

  /** What Prometheus gives every series of a pod that it scrapes. */
  private static final Set<String> TARGET =
      Set.of("namespace", "job", "instance", "area", "alertname", "alertstate");

  private static final Pattern TOKEN =
      Pattern.compile(
          "\\s+|(?<label>[a-z_]+)(?==~|!~|!=|=\")|(?<word>[a-zA-Z_][a-zA-Z0-9_]*)|(?<text>\"[^\"]*\")"
              + "|\\[(?<span>[0-9]+[smhd])]|[0-9]+(\\.[0-9]+)?[smhd]?|=~|!~|!=|==|>=|<=|[-+*/<>=,]"
              + "|(?<open>[({])|(?<close>[)}])");

  private static final Pattern GROUPING = Pattern.compile("\\b(by|on)\\s*\\(([^)]*)\\)");

  /**
   * What is wrong with it.
   *
   * @param series the labels of every series there is
   */
  List<String> faults(Map<String, Set<String>> series) {
    List<String> faults = new ArrayList<>();
    Set<String> used = new TreeSet<>();
    Set<String> labels = new TreeSet<>();
    Matcher grouping = GROUPING.matcher(text);
    while (grouping.find()) {
      for (String label : grouping.group(2).split("\\s*,\\s*", -1)) {
        if (!label.isBlank()) {
          labels.add(label.strip());
        }
      }
    }
    String rest = grouping.replaceAll("$1 ()");
    Deque<String> open = new ArrayDeque<>();
    Matcher token = TOKEN.matcher(rest);
    int at = 0;
    while (at < rest.length()) {
      if (!token.find(at) || token.start() != at) {
        faults.add("not understood from: " + rest.substring(at));
        break;
      }
      at = token.end();
      if (token.group("label") != null) {
        labels.add(token.group("label"));
      } else if (token.group("word") != null) {
        word(token.group("word"), series, used, faults);
      } else if (token.group("open") != null) {
        open.push(token.group());
      } else if (token.group("close") != null
          && (open.isEmpty() || !(open.pop() + token.group()).matches("\\(\\)|\\{}"))) {
        faults.add("a bracket too many");
      }
    }
    if (!open.isEmpty()) {
      faults.add("a bracket is not closed");
    }
    if (used.isEmpty() && !text.matches(".*" + JVM + ".*")) {
      faults.add("no metric in it");
    }
    labels.stream()
        .filter(label -> !used.isEmpty() && used.stream().noneMatch(n -> has(series, n, label)))
        .forEach(label -> faults.add("no metric in it has the label " + label));
    return faults;
  }

  private static boolean has(Map<String, Set<String>> series, String name, String label) {
    return TARGET.contains(label) || series.getOrDefault(name, Set.of()).contains(label);
  }

  private static void word(
      String word, Map<String, Set<String>> series, Set<String> used, List<String> faults) {
    if (series.containsKey(word)) {
      used.add(word);
    } else if (!WORDS.contains(word) && !word.matches(JVM)) {
      faults.add("neither a metric nor a function: " + word);
    }
  }
}

package dev.tunesmith.bench;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** A table of two columns of numbers, printed as Markdown. */
final class Numbers {
  private final String one;
  private final String many;
  private final Map<String, String[]> rows = new LinkedHashMap<>();

  Numbers(String one, String many) {
    this.one = one;
    this.many = many;
  }

  /** Sets a number in the first or the second column. */
  void put(String row, int column, String value) {
    rows.computeIfAbsent(row, name -> new String[] {"-", "-"})[column] = value;
  }

  static String seconds(long nanos) {
    return String.format(Locale.ROOT, "%.2f s", nanos / 1e9);
  }

  @Override
  public String toString() {
    int width = rows.keySet().stream().mapToInt(String::length).max().orElse(1);
    StringBuilder table = new StringBuilder();
    line(table, width, "", one, many);
    table.append("|").append("-".repeat(width + 2)).append("|---:|---:|\n");
    rows.forEach((name, values) -> line(table, width, name, values[0], values[1]));
    return table.toString();
  }

  private static void line(StringBuilder table, int width, String name, String a, String b) {
    table
        .append("| ")
        .append(name)
        .append(" ".repeat(width - name.length()))
        .append(" | ")
        .append(a)
        .append(" | ")
        .append(b)
        .append(" |\n");
  }
}

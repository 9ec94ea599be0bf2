package dev.tunesmith.cli.gemini;

import dev.tunesmith.api.v1alpha1.tunedmodel.TunedModel;
import dev.tunesmith.gemini.TuningSnapshot;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * A loss curve, and how it looks in a terminal.
 *
 * @param title one line
 * @param points at least one, in the order of their steps
 * @param bottom the lower end of the vertical axis
 * @param top its upper end, above the lower one
 */
public record LossCurve(String title, List<TuningSnapshot> points, double bottom, double top) {
  private static final int COLUMNS = 64;
  private static final int ROWS = 12;
  private static final int LABEL = 9;
  private static final int SHORT_COLUMNS = 24;
  private static final String BARS = "▁▂▃▄▅▆▇█";

  /** Copies the list. */
  public LossCurve {
    points = List.copyOf(points);
  }

  /** With an axis from 0, where no loss is below it, to the highest loss. */
  public static LossCurve of(String title, List<TuningSnapshot> points) {
    DoubleSummaryStatistics losses =
        points.stream().mapToDouble(TuningSnapshot::meanLoss).summaryStatistics();
    double bottom = Math.min(0, losses.getMin());
    return new LossCurve(
        title, points, bottom, losses.getMax() > bottom ? losses.getMax() : bottom + 1);
  }

  /** Those that the status of a resource keeps. */
  public static List<TuningSnapshot> points(TunedModel model) {
    return Stream.ofNullable(model.getStatus())
        .flatMap(status -> Stream.ofNullable(status.model()))
        .flatMap(body -> Stream.ofNullable(body.tuningTask()))
        .flatMap(task -> task.snapshots().stream())
        .filter(point -> point != null && point.meanLoss() != null)
        .map(
            point ->
                new TuningSnapshot(
                    Objects.requireNonNullElse(point.step(), 0),
                    Objects.requireNonNullElse(point.epoch(), 0),
                    Objects.requireNonNull(point.meanLoss())))
        .toList();
  }

  int firstStep() {
    return points.getFirst().step();
  }

  int lastStep() {
    return points.getLast().step();
  }

  /** Where a step is between the first and the last: 0 to 1. */
  double across(int step) {
    int steps = lastStep() - firstStep();
    return steps == 0 ? 0 : (double) (step - firstStep()) / steps;
  }

  /** Where a loss is between the ends of the vertical axis: 0 to 1. */
  double up(double loss) {
    return (loss - bottom) / (top - bottom);
  }

  /** What the curve comes to. */
  public String summary() {
    TuningSnapshot lowest =
        points.stream()
            .reduce((best, next) -> next.meanLoss() < best.meanLoss() ? next : best)
            .orElseThrow();
    return "mean loss %s at step %d, %s at step %d of epoch %d; lowest %s at step %d"
        .formatted(
            number(points.getFirst().meanLoss()),
            firstStep(),
            number(points.getLast().meanLoss()),
            lastStep(),
            points.getLast().epoch(),
            number(lowest.meanLoss()),
            lowest.step());
  }

  /** The curve in characters; a column stands for the mean of its steps. */
  public List<String> text() {
    List<String> lines = new ArrayList<>(List.of(title, summary(), ""));
    char[][] cells = new char[ROWS][COLUMNS];
    for (char[] row : cells) {
      Arrays.fill(row, ' ');
    }
    double[] means = means(COLUMNS);
    for (int column = 0; column < COLUMNS; column++) {
      if (!Double.isNaN(means[column])) {
        int row = (int) Math.round((1 - up(means[column])) * (ROWS - 1));
        cells[row][column] = '•';
      }
    }
    for (int row = 0; row < ROWS; row++) {
      boolean end = row == 0 || row == ROWS - 1;
      String label = end ? number(row == 0 ? top : bottom) : "";
      lines.add(padded(label) + (end ? " ┤" : " │") + new String(cells[row]).stripTrailing());
    }
    lines.add(" ".repeat(LABEL) + " └" + "─".repeat(COLUMNS));
    String first = Integer.toString(firstStep());
    String last = lastStep() == firstStep() ? "" : Integer.toString(lastStep());
    lines.add(
        " ".repeat(LABEL + 2)
            + first
            + " ".repeat(COLUMNS - first.length() - last.length())
            + last
            + "  step");
    return lines;
  }

  /** The curve in one word of bars. */
  public String bars() {
    return Arrays.stream(means(SHORT_COLUMNS))
        .filter(mean -> !Double.isNaN(mean))
        .mapToInt(mean -> BARS.charAt((int) Math.round(up(mean) * (BARS.length() - 1))))
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private static String padded(String label) {
    return " ".repeat(Math.max(0, LABEL - label.length())) + label;
  }

  private double[] means(int columns) {
    double[] sums = new double[columns];
    int[] counts = new int[columns];
    for (TuningSnapshot point : points) {
      int column = (int) Math.round(across(point.step()) * (columns - 1));
      sums[column] += point.meanLoss();
      counts[column]++;
    }
    // A column without a step has no mean: 0/0.
    Arrays.setAll(sums, column -> sums[column] / counts[column]);
    return sums;
  }

  /** Four significant digits. */
  static String number(double value) {
    String text = String.format(Locale.ROOT, "%.4g", value);
    return text.contains(".") && !text.contains("e") ? text.replaceFirst("\\.?0+$", "") : text;
  }
}

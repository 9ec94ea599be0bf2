package dev.tunesmith.cli.gemini;

import dev.tunesmith.gemini.TuningSnapshot;
import java.util.Locale;

/** A loss curve as an SVG image. */
final class LossImage {
  private static final int WIDTH = 800;
  private static final int HEIGHT = 420;
  private static final int LEFT = 70;
  private static final int RIGHT = 20;
  private static final int TOP = 60;
  private static final int BOTTOM = 50;
  private static final int TICKS = 5;

  private final LossCurve curve;
  private final StringBuilder image = new StringBuilder();

  private LossImage(LossCurve curve) {
    this.curve = curve;
  }

  /** The whole document. */
  static String of(LossCurve curve) {
    return new LossImage(curve).draw();
  }

  private String draw() {
    image.append(
        """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" role="img"
             font-family="sans-serif" font-size="12" fill="#202124">
          <title>%s</title>
          <desc>%s</desc>
          <rect width="100%%" height="100%%" fill="#ffffff"/>
        """
            .formatted(WIDTH, HEIGHT, escaped(curve.title()), escaped(curve.summary())));
    text(LEFT, 24, "start", "16", curve.title());
    text(LEFT, 44, "start", "12", curve.summary());
    for (int i = 0; i <= TICKS; i++) {
      double loss = curve.bottom() + (curve.top() - curve.bottom()) * i / TICKS;
      line(LEFT, y(loss), WIDTH - RIGHT, y(loss));
      text(LEFT - 8, y(loss) + 4, "end", "12", LossCurve.number(loss));
    }
    int steps = curve.lastStep() - curve.firstStep();
    int ticks = Math.clamp(steps, 1, TICKS);
    for (int i = 0; i <= (steps == 0 ? 0 : ticks); i++) {
      int step = curve.firstStep() + (int) ((long) steps * i / ticks);
      line(x(step), HEIGHT - BOTTOM, x(step), HEIGHT - BOTTOM + 5);
      text(x(step), HEIGHT - BOTTOM + 20, "middle", "12", Integer.toString(step));
    }
    text((LEFT + WIDTH - RIGHT) / 2.0, HEIGHT - 10, "middle", "12", "step");
    points();
    return image.append("</svg>\n").toString();
  }

  private void points() {
    if (curve.points().size() == 1) {
      TuningSnapshot point = curve.points().getFirst();
      image.append(
          "  <circle cx=\"%s\" cy=\"%s\" r=\"3\" fill=\"#1a73e8\"/>\n"
              .formatted(at(x(point.step())), at(y(point.meanLoss()))));
      return;
    }
    image.append("  <polyline fill=\"none\" stroke=\"#1a73e8\" stroke-width=\"1.5\" points=\"");
    for (TuningSnapshot point : curve.points()) {
      image.append(at(x(point.step()))).append(',').append(at(y(point.meanLoss()))).append(' ');
    }
    image.append("\"/>\n");
  }

  private void line(double x1, double y1, double x2, double y2) {
    image.append(
        "  <line x1=\"%s\" y1=\"%s\" x2=\"%s\" y2=\"%s\" stroke=\"#dadce0\"/>\n"
            .formatted(at(x1), at(y1), at(x2), at(y2)));
  }

  private void text(double x, double y, String anchor, String size, String text) {
    image.append(
        "  <text x=\"%s\" y=\"%s\" text-anchor=\"%s\" font-size=\"%s\">%s</text>\n"
            .formatted(at(x), at(y), anchor, size, escaped(text)));
  }

  private double x(int step) {
    return LEFT + curve.across(step) * (WIDTH - LEFT - RIGHT);
  }

  private double y(double loss) {
    return HEIGHT - BOTTOM - curve.up(loss) * (HEIGHT - TOP - BOTTOM);
  }

  private static String at(double coordinate) {
    return String.format(Locale.ROOT, "%.1f", coordinate);
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}

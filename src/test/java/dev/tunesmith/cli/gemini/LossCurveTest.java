package dev.tunesmith.cli.gemini;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tunesmith.gemini.TuningSnapshot;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A loss curve")
class LossCurveTest {

  @Test
  @DisplayName("of three points is drawn from the top left to the bottom right")
  void three() {
    assertThat(curve(8, 4, 0).text())
        .containsExactly(
            "a curve",
            "mean loss 8 at step 1, 0 at step 3 of epoch 1; lowest 0 at step 3",
            "",
            "        8 ┤•",
            "          │",
            "          │",
            "          │",
            "          │",
            "          │",
            "          │                                •",
            "          │",
            "          │",
            "          │",
            "          │",
            "        0 ┤" + " ".repeat(63) + "•",
            "          └" + "─".repeat(64),
            "           1" + " ".repeat(62) + "3  step");
    assertThat(curve(8, 4, 0).bars()).isEqualTo("█▅▁");
  }

  @Test
  @DisplayName("of one point, of equal ones, of negative ones and of many is drawn, too")
  void odd() {
    for (LossCurve curve :
        List.of(
            curve(0),
            curve(2.5),
            curve(1, 1, 1),
            curve(-1, -2),
            curve(1e30, 1e-30),
            curve(IntStream.range(1, 100_000).mapToDouble(i -> 1.0 / i).toArray()))) {
      assertThat(curve.text())
          .hasSize(17)
          .allSatisfy(line -> assertThat(line).doesNotContain("NaN"));
      assertThat(String.join("", curve.text())).contains("•");
      assertThat(curve.bars()).matches("[▁-█]{1,24}");
      assertThat(LossImage.of(curve))
          .startsWith("<svg ")
          .endsWith("</svg>\n")
          .doesNotContain("NaN", "Infinity");
    }
  }

  @Test
  @DisplayName("writes numbers with four significant digits")
  void numbers() {
    assertThat(
            List.of(
                LossCurve.number(0),
                LossCurve.number(1.5),
                LossCurve.number(0.123456),
                LossCurve.number(1234.56),
                LossCurve.number(-2)))
        .containsExactly("0", "1.5", "0.1235", "1235", "-2");
  }

  private static LossCurve curve(double... losses) {
    return LossCurve.of(
        "a curve",
        IntStream.range(0, losses.length)
            .mapToObj(i -> new TuningSnapshot(i + 1, 1, losses[i]))
            .toList());
  }
}

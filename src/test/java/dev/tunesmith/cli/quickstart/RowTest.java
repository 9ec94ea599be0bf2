package dev.tunesmith.cli.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Ages as kubectl prints them (k8s.io/apimachinery/pkg/util/duration, HumanDuration). */
class RowTest {
  @ParameterizedTest(name = "{0} is {1}")
  @CsvSource({
    "PT-3S, 0s",
    "PT0S, 0s",
    "PT119S, 119s",
    "PT2M, 2m",
    "PT2M5S, 2m5s",
    "PT9M59S, 9m59s",
    "PT10M1S, 10m",
    "PT2H59M, 179m",
    "PT3H1M, 3h1m",
    "PT7H, 7h",
    "PT8H30M, 8h",
    "PT47H59M, 47h",
    "PT48H, 2d",
    "PT75H, 3d3h",
    "P10D, 10d"
  })
  @DisplayName("an age is written as kubectl writes it")
  void ages(Duration age, String text) {
    assertThat(Row.human(age)).isEqualTo(text);
  }
}

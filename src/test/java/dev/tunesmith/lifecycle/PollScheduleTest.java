package dev.tunesmith.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tunesmith.vertex.Failure;
import dev.tunesmith.vertex.PollSchedule;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("The poll schedule")
class PollScheduleTest {
  private static final double MIDDLE = 0.5;
  private static final PollSchedule SCHEDULE = new PollSchedule(Duration.ofSeconds(30), 60);

  @ParameterizedTest
  @CsvSource({"0, PT30S", "1, PT30S", "30, PT30S", "31, PT31S", "60, PT1M", "600, PT10M"})
  @DisplayName("draws the pause out where the calls would exceed the budget")
  void budget(int calls, Duration pause) {
    assertThat(SCHEDULE.afterPass(calls, MIDDLE)).isEqualTo(pause);
  }

  @ParameterizedTest
  @CsvSource({
    "SERVICE_UNAVAILABLE, PT2S, PT1M",
    "CREATE_OUTCOME_UNKNOWN, PT2S, PT1M",
    "INTERNAL_ERROR, PT5S, PT5M",
    "QUOTA_EXCEEDED, PT15S, PT10M",
    "PERMISSION_DENIED, PT30S, PT5M",
    "REQUEST_REJECTED, PT30S, PT5M"
  })
  @DisplayName(
      "doubles the pause with every failure in a row, from the kind's first to its longest")
  void backOff(Failure.Kind kind, Duration first, Duration longest) {
    assertThat(SCHEDULE.afterFailure(kind, 1, MIDDLE)).isEqualTo(first);
    assertThat(SCHEDULE.afterFailure(kind, 2, MIDDLE)).isEqualTo(first.multipliedBy(2));
    assertThat(SCHEDULE.afterFailure(kind, 3, MIDDLE)).isEqualTo(first.multipliedBy(4));
    assertThat(SCHEDULE.afterFailure(kind, 12, MIDDLE)).isEqualTo(longest);
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("never stops trying and never tries at once, however often it failed")
  void alwaysGoesOn(Failure.Kind kind) {
    for (int failures : new int[] {Integer.MIN_VALUE, 0, 1, 31, 63, 64, Integer.MAX_VALUE}) {
      for (double random : new double[] {0, MIDDLE, Math.nextDown(1.0)}) {
        assertThat(SCHEDULE.afterFailure(kind, failures, random))
            .isBetween(Duration.ofSeconds(1), Duration.ofMinutes(11));
      }
    }
  }

  @Test
  @DisplayName("spreads the pauses between sweeps by a twentieth, those after failures by a tenth")
  void jitter() {
    double most = Math.nextDown(1.0);
    assertThat(SCHEDULE.afterPass(1, 0)).isEqualTo(Duration.ofMillis(28_500));
    assertThat(SCHEDULE.afterPass(1, most))
        .isBetween(Duration.ofMillis(31_499), Duration.ofMillis(31_500));
    assertThat(SCHEDULE.afterFailure(Failure.Kind.QUOTA_EXCEEDED, 1, 0))
        .isEqualTo(Duration.ofMillis(13_500));
    assertThat(SCHEDULE.afterFailure(Failure.Kind.QUOTA_EXCEEDED, 1, most))
        .isBetween(Duration.ofMillis(16_499), Duration.ofMillis(16_500));
  }

  @Test
  @DisplayName("without a pause or without calls is refused")
  void refused() {
    assertThatThrownBy(() -> new PollSchedule(Duration.ZERO, 60))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new PollSchedule(Duration.ofSeconds(1), 0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  @DisplayName("of paying once is refused where a grace would not outlast the send window")
  void grace() {
    assertThatThrownBy(() -> new Timing(Timing.SEND_WINDOW, Duration.ofMinutes(10)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Timing(Duration.ofMinutes(2), Duration.ofSeconds(-1)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(Timing.DEFAULTS)
        .isEqualTo(new Timing(Duration.ofMinutes(2), Duration.ofMinutes(10)));
  }
}

package dev.tunesmith.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tunesmith.lifecycle.JobState.Known;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A job's state")
class JobStateTest {
  @Test
  @DisplayName("is known for every value of the service's own enumeration, and for no other")
  void allOfTheProto() {
    List<String> proto =
        Arrays.stream(com.google.cloud.aiplatform.v1.JobState.values())
            .filter(state -> state != com.google.cloud.aiplatform.v1.JobState.UNRECOGNIZED)
            .map(Enum::name)
            .toList();
    assertThat(proto).hasSize(12);
    assertThat(Known.values()).extracting(Known::name).containsExactlyElementsOf(proto);
  }

  @Test
  @DisplayName("has ended in five states, and can be left in the other seven")
  void ended() {
    EnumSet<Known> ended =
        EnumSet.of(
            Known.JOB_STATE_SUCCEEDED,
            Known.JOB_STATE_FAILED,
            Known.JOB_STATE_CANCELLED,
            Known.JOB_STATE_EXPIRED,
            Known.JOB_STATE_PARTIALLY_SUCCEEDED);
    for (Known state : Known.values()) {
      assertThat(state.ended()).as(state.name()).isEqualTo(ended.contains(state));
    }
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("is read back from its own spelling")
  void readBack(Known state) {
    assertThat(JobState.of(state.raw())).isSameAs(state);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"JOB_STATE_WAITING_FOR_MOON", "SUCCEEDED", "job_state_succeeded", "12", ""})
  @DisplayName("that we do not know is shown as it is, and has never ended")
  void unknown(String raw) {
    JobState state = JobState.of(raw);
    assertThat(state).isEqualTo(new JobState.Unrecognized(raw));
    assertThat(state.raw()).isEqualTo(raw);
    assertThat(state.ended()).isFalse();
  }
}

package dev.tunesmith.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Reasons")
class ReasonsTest {
  /** metav1.Condition's pattern, which an API server enforces. */
  private static final String KUBERNETES = "^[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?$";

  @ParameterizedTest
  @CsvSource({
    "JOB_STATE_QUEUED, Queued",
    "JOB_STATE_PENDING, Pending",
    "JOB_STATE_RUNNING, Running",
    "JOB_STATE_SUCCEEDED, Succeeded",
    "JOB_STATE_FAILED, Failed",
    "JOB_STATE_CANCELLING, Cancelling",
    "JOB_STATE_CANCELLED, Cancelled",
    "JOB_STATE_PAUSED, Paused",
    "JOB_STATE_EXPIRED, Expired",
    "JOB_STATE_UPDATING, Updating",
    "JOB_STATE_PARTIALLY_SUCCEEDED, PartiallySucceeded",
    "JOB_STATE_UNSPECIFIED, UnknownState",
    "JOB_STATE_WAITING_FOR_QUOTA, WaitingForQuota",
    "TUNING_JOB_STATE_PHASE_2, TuningJobStatePhase2",
    "JOB_STATE_, UnknownState",
    "'', UnknownState",
    "JOB_STATE_2ND_PASS, UnknownState",
    "'état inouï', TatInou",
    "写, UnknownState"
  })
  @DisplayName("of states are their names in CamelCase, also of states added later")
  void ofStates(String raw, String reason) {
    assertThat(Reasons.of(JobState.of(raw))).isEqualTo(reason).matches(KUBERNETES);
  }

  @Test
  @DisplayName("of a state with an endless name still fit a condition")
  void endless() {
    assertThat(Reasons.of(JobState.of("JOB_STATE_" + "X".repeat(5000)))).isEqualTo("UnknownState");
  }

  @Test
  @DisplayName("of failures and our own are CamelCase, and no two are the same")
  void ownOnes() throws IllegalAccessException {
    List<String> failures = Arrays.stream(Failure.Kind.values()).map(Failure.Kind::reason).toList();
    assertThat(failures)
        .containsExactly(
            "RequestRejected",
            "PermissionDenied",
            "QuotaExceeded",
            "ServiceUnavailable",
            "CreateOutcomeUnknown",
            "InternalError");
    for (Field field : Reasons.class.getFields()) {
      assertThat(Modifier.isStatic(field.getModifiers())).isTrue();
      assertThat(failures).doesNotContain((String) field.get(null));
      assertThat((String) field.get(null)).matches("([A-Z][a-z]+)+");
    }
    assertThat(Reasons.class.getFields()).isNotEmpty();
  }
}

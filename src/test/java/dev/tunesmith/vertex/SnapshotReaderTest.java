package dev.tunesmith.vertex;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tunesmith.support.Jobs;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A job that the service shows")
class SnapshotReaderTest {
  @ParameterizedTest(name = "{0} with code {1}, and the model {2}: {3}")
  @CsvSource(
      nullValues = "-",
      value = {
        "FAILED, 2, -, true",
        "FAILED, 4, -, true",
        "FAILED, 8, -, true",
        "FAILED, 10, -, true",
        "FAILED, 13, -, true",
        "FAILED, 14, -, true",
        "FAILED, 13, projects/1/locations/us-central1/models/7@1, false",
        "FAILED, 0, -, false",
        "FAILED, 3, -, false",
        "FAILED, 5, -, false",
        "FAILED, 7, -, false",
        "FAILED, 9, -, false",
        "FAILED, 99, -, false",
        "CANCELLED, 1, -, false",
        "CANCELLED, 13, -, false",
        "EXPIRED, 13, -, false",
        "RUNNING, 13, -, false"
      })
  @DisplayName("may succeed another time only where it failed by the service's fault")
  void retriable(String state, int code, @Nullable String model, boolean retriable) {
    JobSnapshot job =
        Jobs.snapshot(
            Jobs.object(
                """
                {"name": "projects/1/locations/us-central1/tuningJobs/2", "state": "JOB_STATE_%s",
                 "endTime": "2026-01-01T10:00:00Z", "error": {"code": %d, "message": "m"}%s}
                """
                    .formatted(
                        state,
                        code,
                        model == null ? "" : ", \"tunedModel\": {\"model\": \"" + model + "\"}")));

    assertThat(job.retriable()).isEqualTo(retriable);
    assertThat(job.endTime())
        .isEqualTo(state.equals("RUNNING") ? null : Instant.parse("2026-01-01T10:00:00Z"));
    assertThat(job.withoutBody().retriable()).as("without its body").isEqualTo(retriable);
  }
}

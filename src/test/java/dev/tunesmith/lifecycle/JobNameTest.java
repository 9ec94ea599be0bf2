package dev.tunesmith.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A job's name")
class JobNameTest {
  @Test
  @DisplayName("is kept as the service gave it, with the project's number or its id")
  void kept() {
    String number = "projects/646700000009/locations/us-central1/tuningJobs/1234567890123456789";
    String id = "projects/example.com:proj/locations/us-central1/tuningJobs/1";
    assertThat(JobName.parse(number))
        .hasValueSatisfying(n -> assertThat(n.value()).isEqualTo(number));
    assertThat(JobName.parse(id)).hasValueSatisfying(n -> assertThat(n).hasToString(id));
    assertThat(new JobName(number).id()).isEqualTo("1234567890123456789");
    assertThat(new JobName(number).project()).isEqualTo("646700000009");
    assertThat(new JobName(number).location()).isEqualTo("us-central1");
    assertThat(new JobName(id).project()).isEqualTo("example.com:proj");
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {
        "",
        "1234567890123456789",
        "projects/p/locations/l/customJobs/1",
        "projects/p/locations/l/tuningJobs/",
        "projects//locations/l/tuningJobs/1",
        "projects/p/locations/l/tuningJobs/1/operations/2",
        "/projects/p/locations/l/tuningJobs/1",
        "projects/p/locations/l/tuningJobs/1\n",
        "projects/p p/locations/l/tuningJobs/1",
        "https://us-central1-aiplatform.googleapis.com/v1/projects/p/locations/l/tuningJobs/1"
      })
  @DisplayName("is not read out of what a person may have written into a status")
  void notAName(@Nullable String value) {
    assertThat(JobName.parse(value)).isEmpty();
    if (value != null) {
      assertThatThrownBy(() -> new JobName(value)).isInstanceOf(IllegalArgumentException.class);
    }
  }
}

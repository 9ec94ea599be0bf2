package dev.tunesmith.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The labels of a job")
class JobLabelsTest {
  private static final String INSTANCE = "6c1f0a52-3c54-4f0e-9d57-1a2b3c4d5e6f";
  private static final ResourceKey KEY = new ResourceKey("team-a", "support-tone");

  private static JobLabels labels() {
    return new JobLabels(
        INSTANCE,
        JobLabels.resource(INSTANCE, "TuningJob", KEY),
        JobLabels.run("1"),
        JobLabels.inputs("{}"),
        1);
  }

  /**
   * Jobs that exist carry these values: one that changes here is not found again, and is created,
   * and billed, a second time.
   */
  @Test
  @DisplayName("are frozen: computed elsewhere, by sha256sum, from what the design says")
  void vectors() {
    // printf '36:6c1f…6f' '9:TuningJob' '6:team-a' '12:support-tone' | sha256sum | cut -c1-32
    assertThat(JobLabels.resource(INSTANCE, "TuningJob", KEY))
        .isEqualTo("v1-2df614016ccc8059df8cb5f3b4a76bd3");
    assertThat(JobLabels.resource("a", "TuningJob", new ResourceKey("", "ü")))
        .isEqualTo("v1-ec74986261755e4ad50c9bbc59f6815f");
    // printf '1:1' | sha256sum | cut -c1-32
    assertThat(JobLabels.run("1")).isEqualTo("v1-d6b5915c46057bcb005f46f6433df656");
    assertThat(JobLabels.run("2026-11-retry")).isEqualTo("v1-11acad85240c523260aea9a38545815c");
    assertThat(JobLabels.inputs("{}")).isEqualTo("v1-50690c8335f80a1d1c12cd33e133ffd4");
    assertThat(JobLabels.inputs("{\"tuning\":{\"baseModel\":\"gemini-3.5-flash\"}}"))
        .isEqualTo("v1-192ec57f9962fed4c6537aea1f532003");
  }

  @Test
  @DisplayName("differ for parts that would read alike one after the other")
  void noAmbiguity() {
    Set<String> values = new HashSet<>();
    for (List<String> parts :
        List.of(
            List.of("a", "k", "n", "s"),
            List.of("ak", "", "n", "s"),
            List.of("a", "kn", "", "s"),
            List.of("a", "k", "ns", ""),
            List.of("a", "k", "", "ns"))) {
      values.add(
          JobLabels.resource(
              parts.get(0), parts.get(1), new ResourceKey(parts.get(2), parts.get(3))));
    }
    assertThat(values).hasSize(5);
  }

  @Test
  @DisplayName("are the same for a resource that was deleted and applied again: no uid is in them")
  void reapplied() {
    assertThat(JobLabels.resource(INSTANCE, "TuningJob", new ResourceKey("team-a", "support-tone")))
        .isEqualTo(labels().resource());
  }

  @Test
  @DisplayName("are read back as they were written")
  void roundTrip() {
    assertThat(JobLabels.read(labels().toMap(KEY))).contains(labels());
    assertThat(labels().toMap(KEY))
        .containsEntry("tunesmith-namespace", "team-a")
        .containsEntry("tunesmith-name", "support-tone")
        .containsEntry("tunesmith-attempt", "1")
        .hasSize(7);
  }

  @Test
  @DisplayName("fit the service's alphabet and length, whatever the resource is called")
  void alphabet() {
    ResourceKey odd = new ResourceKey("n".repeat(63), "name.with.dots." + "x".repeat(200));
    assertThat(labels().toMap(odd)).doesNotContainKey("tunesmith-name");
    labels()
        .toMap(odd)
        .forEach(
            (key, value) -> {
              assertThat(key).matches("[a-z][a-z0-9_-]{0,62}");
              assertThat(value).matches("[a-z0-9_-]{1,63}");
            });
  }

  @ParameterizedTest
  @CsvSource({
    "tunesmith-instance, ''",
    "tunesmith-instance, Upper",
    "tunesmith-resource, v1-0",
    "tunesmith-run, 1",
    "tunesmith-inputs, V1-0123456789abcdef0123456789abcdef",
    "tunesmith-attempt, 0",
    "tunesmith-attempt, 01",
    "tunesmith-attempt, -1",
    "tunesmith-attempt, 1000000",
    "tunesmith-attempt, ''"
  })
  @DisplayName("are no labels of ours where one of the five is missing or malformed")
  void malformed(String key, String value) {
    Map<String, String> labels = new HashMap<>(labels().toMap(KEY));
    labels.put(key, value);
    assertThat(JobLabels.read(labels)).isEmpty();
    labels.remove(key);
    assertThat(JobLabels.read(labels)).isEmpty();
  }

  @Test
  @DisplayName("need neither of the two for people")
  void forPeople() {
    Map<String, String> labels = new HashMap<>(labels().toMap(KEY));
    labels.remove("tunesmith-namespace");
    labels.put("tunesmith-name", "changed");
    assertThat(JobLabels.read(labels)).contains(labels());
    assertThat(JobLabels.read(Map.of())).isEmpty();
  }

  @Test
  @DisplayName("of a later format of the digests are read as well")
  void laterFormat() {
    Map<String, String> labels = new HashMap<>(labels().toMap(KEY));
    labels.put("tunesmith-inputs", "v2-0123456789abcdef0123456789abcdef");
    assertThat(JobLabels.read(labels)).isPresent();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Upper", "a.b", "a/b", "ü", "a b"})
  @DisplayName("take no instance id that a label cannot hold")
  void instanceId(String id) {
    assertThat(JobLabels.isInstanceId(id)).isFalse();
    assertThatThrownBy(() -> new JobLabels(id, "r", "u", "i", 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(JobLabels.isInstanceId("a".repeat(63))).isTrue();
    assertThat(JobLabels.isInstanceId("a".repeat(64))).isFalse();
  }
}

package dev.tunesmith.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Our labels")
class OwnerLabelsTest {
  private static final Marker MARKER = new Marker("v1-343c277b9a2eae4ad013418d8d5fa085");
  private static final Submission SUBMISSION = new Submission("9b2e", 2, Instant.EPOCH);

  @Test
  @DisplayName("say whose job it is, which try, which call, and for people which resource")
  void all() {
    assertThat(OwnerLabels.of(new ResourceKey("team-a", "support-tone"), MARKER, SUBMISSION))
        .isEqualTo(
            Map.of(
                "tunesmith-marker", "v1-343c277b9a2eae4ad013418d8d5fa085",
                "tunesmith-attempt", "2",
                "tunesmith-submission", "9b2e",
                "tunesmith-namespace", "team-a",
                "tunesmith-name", "support-tone"));
  }

  @Test
  @DisplayName("leave out a name that a label cannot hold, and never the three that decide")
  void whatDoesNotFit() {
    ResourceKey dotted = new ResourceKey("team-a", "support.tone");
    assertThat(OwnerLabels.of(dotted, MARKER, SUBMISSION))
        .doesNotContainKey(OwnerLabels.NAME)
        .containsEntry(OwnerLabels.NAMESPACE, "team-a")
        .containsKeys(OwnerLabels.MARKER, OwnerLabels.ATTEMPT, OwnerLabels.SUBMISSION);
    ResourceKey fits = new ResourceKey("team-a", "x".repeat(63));
    ResourceKey tooLong = new ResourceKey("team-a", "x".repeat(64));
    assertThat(OwnerLabels.of(fits, MARKER, SUBMISSION)).containsKey(OwnerLabels.NAME);
    assertThat(OwnerLabels.of(tooLong, MARKER, SUBMISSION)).doesNotContainKey(OwnerLabels.NAME);
  }

  @Test
  @DisplayName("all begin with the prefix that users' labels may not have, and fit the alphabet")
  void alphabet() {
    Map<String, String> labels =
        OwnerLabels.of(new ResourceKey("team-a", "support-tone"), MARKER, SUBMISSION);
    assertThat(labels.keySet()).allMatch(key -> key.startsWith(OwnerLabels.PREFIX));
    assertThat(labels.keySet()).allMatch(key -> key.matches("[a-z][a-z0-9_-]{0,62}"));
    assertThat(labels.values()).allMatch(value -> value.matches("[a-z0-9_-]{1,63}"));
  }
}

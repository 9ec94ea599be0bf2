package dev.tunesmith.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The digests below were made with a shell, not with this code: {@code <bytes of part>:<part>} of
 * every part in a row, piped into {@code sha256sum}, the first 32 digits. A vector that has to be
 * changed means that jobs already paid for are not found again.
 */
@DisplayName("The marker")
class MarkerTest {
  private static final String CLUSTER = "6c1f2a3b-4d5e-4f60-8a7b-9c0d1e2f3a4b";
  private static final Scope SCOPE = new Scope("my-project", "us-central1");
  private static final String JSON =
      "{\"baseModel\":\"gemini-2.5-flash\",\"supervisedTuningSpec\":"
          + "{\"trainingDatasetUri\":\"gs://my-bucket/train.jsonl\"}}";

  @Test
  @DisplayName("of a plain manifest is frozen")
  void plain() {
    assertThat(Marker.of(CLUSTER, "team-a", "support-tone", "1", SCOPE, JSON))
        .isEqualTo(new Marker("v1-343c277b9a2eae4ad013418d8d5fa085"));
  }

  @Test
  @DisplayName("of the next run of the same manifest is another, and frozen")
  void nextRun() {
    assertThat(Marker.of(CLUSTER, "team-a", "support-tone", "2", SCOPE, JSON).value())
        .isEqualTo("v1-955474da5aa76b2716abc0ed58df2628");
  }

  @Test
  @DisplayName("counts bytes of UTF-8, not characters, beyond ASCII; frozen")
  void beyondAscii() {
    assertThat(
            Marker.of(
                    "cluster-1",
                    "équipe",
                    "größe-写",
                    "run.2_b",
                    new Scope("example.com:proj", "europe-west4"),
                    "{\"description\":\"Ton für den Kundendienst: é, 写, 🎼\","
                        + "\"labels\":{\"équipe\":\"größe\"}}")
                .value())
        .isEqualTo("v1-48e43c194240e8d5415947f8d18f2538");
  }

  @Test
  @DisplayName("does not let two neighbouring parts run together")
  void partsStayApart() {
    Scope scope = new Scope("p", "l");
    assertThat(Marker.of("a", "b", "c", "1", scope, "{}").value())
        .isEqualTo("v1-05f749299cfbae6da3860aaa21217b04");
    assertThat(Marker.of("ab", "", "c", "1", scope, "{}").value())
        .isEqualTo("v1-92f5d9c5d86f6fd735a58afc781900dd");
  }

  @Test
  @DisplayName("is another for every part that differs, and for nothing else")
  void everyPartCounts() {
    Set<Marker> markers = new HashSet<>();
    for (int i = 0; i < 2; i++) {
      markers.add(Marker.of(CLUSTER, "team-a", "support-tone", "1", SCOPE, JSON));
    }
    assertThat(markers).hasSize(1);
    markers.add(Marker.of("other", "team-a", "support-tone", "1", SCOPE, JSON));
    markers.add(Marker.of(CLUSTER, "team-b", "support-tone", "1", SCOPE, JSON));
    markers.add(Marker.of(CLUSTER, "team-a", "support-tune", "1", SCOPE, JSON));
    markers.add(Marker.of(CLUSTER, "team-a", "support-tone", "01", SCOPE, JSON));
    Scope elsewhere = new Scope("my-project", "us-east1");
    markers.add(Marker.of(CLUSTER, "team-a", "support-tone", "1", elsewhere, JSON));
    Scope others = new Scope("my-project-2", "us-central1");
    markers.add(Marker.of(CLUSTER, "team-a", "support-tone", "1", others, JSON));
    markers.add(Marker.of(CLUSTER, "team-a", "support-tone", "1", SCOPE, JSON + " "));
    assertThat(markers).hasSize(8);
  }

  @Test
  @DisplayName("fits a Google Cloud label's value")
  void fitsALabel() {
    assertThat(Marker.of(CLUSTER, "team-a", "support-tone", "1", SCOPE, JSON).value())
        .matches("[a-z0-9_-]{1,63}");
  }

  @Test
  @DisplayName("of a later format is still recognized as somebody's")
  void laterFormat() {
    assertThat(Marker.parse("v2-343c277b9a2eae4ad013418d8d5fa085")).isPresent();
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {
        "",
        "v1-",
        "v1-343C277B9A2EAE4AD013418D8D5FA085",
        "v1-343c277b9a2eae4ad013418d8d5fa08",
        "v1-343c277b9a2eae4ad013418d8d5fa0855",
        "v1-343c277b9a2eae4ad013418d8d5fa085\n",
        "1-343c277b9a2eae4ad013418d8d5fa085",
        "v-343c277b9a2eae4ad013418d8d5fa085"
      })
  @DisplayName("is not read out of anything else")
  void notAMarker(@Nullable String label) {
    assertThat(Marker.parse(label)).isEmpty();
    if (label != null) {
      assertThatThrownBy(() -> new Marker(label)).isInstanceOf(IllegalArgumentException.class);
    }
  }
}

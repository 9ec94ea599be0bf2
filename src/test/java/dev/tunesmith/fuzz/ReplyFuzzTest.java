package dev.tunesmith.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tunesmith.api.v1alpha1.tuningjob.TuningJobStatus;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("Any reply of the service")
class ReplyFuzzTest {
  private final ReplyProof proof = new ReplyProof();

  @Test
  @DisplayName("is shown in a status that the schema takes, and written once")
  void random() {
    Set<String> reasons = new TreeSet<>();
    Cases.play(
        300,
        seed -> {
          byte[] reply = RandomReply.bytes(new Chance(seed));
          try {
            for (TuningJobStatus status : proof.of(reply)) {
              reasons.add(status.conditions().getFirst().getReason());
            }
          } catch (RuntimeException | AssertionError | StackOverflowError e) {
            Cases.keep("replies", seed + ".b64", Cases.packed(reply));
            throw e;
          }
        });
    System.out.println(reasons);
    if (Long.getLong("tunesmith.fuzz.seed") == null) {
      assertThat(reasons).contains("Submitting", "Succeeded", "Failed", "Running", "ModelGone");
    }
  }

  static Stream<Path> corpus() {
    return Cases.corpus("replies");
  }

  @ParameterizedTest
  @MethodSource("corpus")
  @DisplayName("that once failed does not fail again")
  void replayed(Path file) {
    assertThat(proof.of(Cases.unpacked(Cases.read(file)))).isNotNull();
  }
}

package dev.tunesmith.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("Any spec, valid or not")
class SpecFuzzTest {
  private final SpecProof proof = new SpecProof();

  @Test
  @DisplayName("is sent whole, or refused with a reason that names what is unknown")
  void random() {
    Map<SpecProof.Verdict, Integer> verdicts = new EnumMap<>(SpecProof.Verdict.class);
    Cases.play(
        300,
        seed -> {
          JsonNode spec = RandomSpec.of(new Chance(seed));
          try {
            verdicts.merge(proof.of(spec), 1, Integer::sum);
          } catch (RuntimeException | AssertionError | StackOverflowError e) {
            Cases.keep("specs", seed + ".json", SpecProof.json(spec));
            throw e;
          }
        });
    System.out.println(verdicts);
    if (Cases.runs(300) >= 300 && Long.getLong("tunesmith.fuzz.seed") == null) {
      assertThat(verdicts)
          .as("cases of every kind that is not rare")
          .containsKeys(
              SpecProof.Verdict.UNREADABLE, SpecProof.Verdict.REFUSED, SpecProof.Verdict.MAPPED);
    }
  }

  static Stream<Path> corpus() {
    return Cases.corpus("specs");
  }

  @ParameterizedTest
  @MethodSource("corpus")
  @DisplayName("that once failed does not fail again")
  void replayed(Path file) {
    assertThat(proof.of(SpecProof.tree(Cases.read(file)))).isNotNull();
  }
}

package dev.tunesmith.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tunesmith.support.apiserver.KubeApiServer;
import dev.tunesmith.support.apiserver.TestNamespace;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The schema's verdict on random specs, from the server, beside the operator's own reading. */
@KubeApiServer
@DisplayName("Any spec, on the real API server,")
class SpecFuzzIT {
  private static final int UNPROCESSABLE = 422;
  private static final int TOO_LARGE = 413;
  private static final int BAD_REQUEST = 400;

  private final SpecProof proof = new SpecProof();
  private final Map<String, Integer> verdicts = new TreeMap<>();

  @Test
  @DisplayName("is refused by the schema, or read and then mapped or refused with a reason")
  void random(TestNamespace namespace) {
    RawApi api = new RawApi(namespace);
    Cases.play(
        1_000,
        seed -> {
          ObjectNode spec = RandomSpec.of(new Chance(seed));
          try {
            judged(api, spec);
          } catch (RuntimeException | AssertionError | StackOverflowError e) {
            Cases.keep("specs", seed + ".json", SpecProof.json(spec));
            throw e;
          }
        });
    System.out.println(verdicts);
    if (Long.getLong("tunesmith.fuzz.seed") == null) {
      assertThat(verdicts).containsKeys("refused by the schema", "taken, MAPPED", "taken, REFUSED");
    }
  }

  private void judged(RawApi api, ObjectNode spec) {
    JsonNode stored;
    try {
      stored = api.judge(SpecProof.resource(spec, "fuzz"));
    } catch (KubernetesClientException e) {
      assertThat(e.getCode()).isIn(UNPROCESSABLE, TOO_LARGE, BAD_REQUEST);
      verdicts.merge("refused by the schema", 1, Integer::sum);
      assertThat(proof.of(spec, false)).isNotNull();
      return;
    }
    SpecProof.Verdict verdict = proof.of(stored.path("spec"), true);
    verdicts.merge("taken, " + verdict, 1, Integer::sum);
    assertThat(verdict)
        .isIn(SpecProof.Verdict.MAPPED, SpecProof.Verdict.REFUSED, SpecProof.Verdict.UNSAYABLE);
    if (verdict == SpecProof.Verdict.MAPPED) {
      // Nothing was dropped on the way to the server either.
      assertThat(Said.of(stored.path("spec").path("tuning")))
          .isEqualTo(Said.of(SpecProof.asStored(spec).path("tuning")));
    }
  }
}

package dev.tunesmith.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tunesmith.api.v1alpha1.tuningjob.TuningJobStatus;
import dev.tunesmith.kube.ClusterJson;
import dev.tunesmith.support.apiserver.KubeApiServer;
import dev.tunesmith.support.apiserver.TestNamespace;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What random replies lead to, written to a resource on the server. */
@KubeApiServer
@DisplayName("Any status that a reply of the service leads to")
class StatusFuzzIT {
  private static final String SPEC =
      """
      {"tuning": {"baseModel": "gemini-2.5-flash",
       "supervisedTuningSpec": {"trainingDatasetUri": "gs://my-bucket/train.jsonl"}}}
      """;

  private final ReplyProof proof = new ReplyProof();
  private final KubernetesSerialization serialization = ClusterJson.serialization();

  @Test
  @DisplayName("is taken by the API server, and read back as it was written")
  void random(TestNamespace namespace) {
    RawApi api = new RawApi(namespace);
    ObjectNode resource = (ObjectNode) api.create(SpecProof.resource(SpecProof.tree(SPEC), "fuzz"));
    int[] written = {0};
    Cases.play(
        300,
        seed -> {
          byte[] reply = RandomReply.bytes(new Chance(seed));
          List<TuningJobStatus> statuses = proof.of(reply);
          try {
            // The first is the intent, which is always the same.
            for (TuningJobStatus status :
                statuses.subList(Math.min(1, statuses.size()), statuses.size())) {
              write(api, resource, status);
              written[0]++;
            }
          } catch (RuntimeException | AssertionError e) {
            Cases.keep("replies", seed + ".b64", Cases.packed(reply));
            throw e;
          }
        });
    System.out.println(written[0] + " statuses were written");
    assertThat(written[0]).isPositive();
  }

  private void write(RawApi api, ObjectNode resource, TuningJobStatus status) {
    resource.set("status", SpecProof.tree(serialization.asJson(status)));
    JsonNode stored = api.putStatus("fuzz", SpecProof.json(resource));
    TuningJobStatus read =
        Objects.requireNonNull(
            serialization.unmarshal(SpecProof.json(stored.path("status")), TuningJobStatus.class));
    assertThat(read).isEqualTo(status);
    ((ObjectNode) resource.path("metadata"))
        .set("resourceVersion", stored.path("metadata").path("resourceVersion"));
  }
}

package dev.tunesmith.api.v1alpha1;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tunesmith.api.v1alpha1.tuningjob.Attempt;
import dev.tunesmith.api.v1alpha1.tuningjob.JobHyperParameters;
import dev.tunesmith.api.v1alpha1.tuningjob.JobStatus;
import dev.tunesmith.api.v1alpha1.tuningjob.TuningJob;
import dev.tunesmith.api.v1alpha1.tuningjob.tuning.EncryptionSpec;
import dev.tunesmith.api.v1alpha1.tuningjob.tuning.SupervisedTuningSpec;
import dev.tunesmith.api.v1alpha1.tuningjob.tuning.Tuning;
import dev.tunesmith.kind.BoundedRecords;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The types through the serialization that the Fabric8 client uses. */
final class TuningJobJsonTest {
  private final KubernetesSerialization serialization = new KubernetesSerialization();

  @Test
  @DisplayName("unknown fields of every object in spec.tuning are kept, and written back")
  void unknownFieldsSurvive() {
    TuningJob job =
        read(
            """
            spec:
              tuning:
                a: {b: [1, null]}
                preTunedModel: {c: 2}
                supervisedTuningSpec:
                  hyper_parameters: {epochs: 4}
                  hyperParameters: {epochs: 4}
                encryptionSpec: {d: null}
            """);
    Tuning tuning = tuning(job);

    assertThat(tuning.unknownFields()).containsOnlyKeys("a");
    assertThat(requireNonNull(tuning.preTunedModel()).unknownFields()).containsEntry("c", 2);
    SupervisedTuningSpec supervised = requireNonNull(tuning.supervisedTuningSpec());
    assertThat(supervised.unknownFields()).containsOnlyKeys("hyper_parameters");
    assertThat(requireNonNull(supervised.hyperParameters()).unknownFields())
        .containsEntry("epochs", 4);
    assertThat(requireNonNull(tuning.encryptionSpec()).unknownFields()).containsOnlyKeys("d");
    assertThat(tuning(serialization.clone(job))).isEqualTo(tuning);
  }

  @Test
  @DisplayName("fields that a newer version has elsewhere do not keep the resource from being read")
  void newerFieldsElsewhereAreIgnored() {
    TuningJob job =
        read(
            """
            spec: {newer: 1}
            status:
              newer: 1
              submission: {newer: 1}
              attempts: [{newer: 1}]
              conditions: [{type: Ready, newer: 1}]
              job:
                newer: 1
                state: JOB_STATE_NEWER
                error: {newer: 1}
                tunedModel: {newer: 1}
                tuningDataStats: {newer: 1, supervisedTuningDataStats: {newer: 1}}
                supervisedTuningSpec: {newer: 1, hyperParameters: {newer: 1, adapterSize: ADAPTER_SIZE_NEWER}}
            """);
    JobStatus status = requireNonNull(job.getStatus().job());

    assertThat(status.state()).isEqualTo("JOB_STATE_NEWER");
    assertThat(job.getStatus().conditions()).singleElement().extracting("type").isEqualTo("Ready");
  }

  @Test
  @DisplayName("absent lists and maps read as empty, and empty ones are not written")
  void absentIsEmpty() {
    TuningJob job = read("spec: {tuning: {}}\nstatus: {job: {tunedModel: {}}, attempts: [{}]}");

    assertThat(tuning(job).labels()).isEmpty();
    assertThat(job.getStatus().conditions()).isEmpty();
    assertThat(job.getStatus().attempts()).containsExactly(emptyAttempt());
    assertThat(serialization.asJson(job))
        .doesNotContain(
            "labels", "conditions", "endpoints", "checkpointEndpoints", "null", "unknown");
  }

  @Test
  @DisplayName("a null where no null belongs does not keep the resource from being read")
  void nullsAreRead() {
    TuningJob job =
        read("spec: {tuning: {labels: {a: null}}}\nstatus: {conditions: [null], attempts: null}");

    assertThat(tuning(job).labels()).containsOnlyKeys("a");
    assertThat(job.getStatus().conditions()).hasSize(1);
    assertThat(job.getStatus().attempts()).isEmpty();
  }

  @Test
  @DisplayName("a hyperparameter that is no number is not in its JSON")
  void notANumberIsDropped() {
    ObjectNode numbers =
        JsonNodeFactory.instance.objectNode().put("epochCount", 1).put("beta", Double.NaN);
    var parameters = BoundedRecords.read(numbers, JobHyperParameters.class);

    assertThat(serialization.asJson(parameters)).isEqualTo("{\"epochCount\":1}");
  }

  @Test
  @DisplayName("a new resource has neither spec nor status: nobody but the user writes spec")
  void nothingIsInitialized() {
    var job = new TuningJob();

    assertThat(job.getSpec()).isNull();
    assertThat(job.getStatus()).isNull();
    assertThat(job.getApiVersion()).isEqualTo("tunesmith.dev/v1alpha1");
  }

  @Test
  @DisplayName("the collections of a resource cannot be changed behind its back")
  void collectionsAreCopies() {
    Map<String, Object> unknown = new HashMap<>(Map.of("team", "support"));
    var key = new EncryptionSpec(null, unknown);
    unknown.clear();

    assertThat(key.unknownFields()).containsEntry("team", "support");
    assertThat(key.unknownFields()).isUnmodifiable();
    assertThat(emptyAttempt().endpoints()).isUnmodifiable();
  }

  private TuningJob read(String body) {
    return serialization.unmarshal(
        "apiVersion: tunesmith.dev/v1alpha1\nkind: TuningJob\nmetadata: {name: a}\n" + body,
        TuningJob.class);
  }

  private static Tuning tuning(TuningJob job) {
    return requireNonNull(job.getSpec().tuning());
  }

  private static Attempt emptyAttempt() {
    return new Attempt(null, null, null, null, null, null, null, null, List.of());
  }
}

package dev.tunesmith.emulator;

import static dev.tunesmith.emulator.RunningEmulator.ALL_OVER;
import static dev.tunesmith.emulator.RunningEmulator.PARENT;
import static dev.tunesmith.emulator.RunningEmulator.UNTIL_RUNNING;
import static dev.tunesmith.emulator.RunningEmulator.UNTIL_TRAINING;
import static dev.tunesmith.emulator.RunningEmulator.request;
import static dev.tunesmith.emulator.RunningEmulator.requestOn;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tunesmith.emulator.RunningEmulator.Protocol;
import dev.tunesmith.emulator.Wire.Result;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("What each version shows of a job: progress, metrics, fields of v1beta1 alone")
class ProgressTest {
  private static final List<String> STAGES =
      List.of(
          "",
          "TUNING_JOB_STATE_WAITING_FOR_QUOTA",
          "TUNING_JOB_STATE_PROCESSING_DATASET",
          "TUNING_JOB_STATE_WAITING_FOR_CAPACITY",
          "TUNING_JOB_STATE_TUNING",
          "TUNING_JOB_STATE_POST_PROCESSING");

  @RegisterExtension final RunningEmulator running = new RunningEmulator();

  @Test
  @DisplayName("v1beta1: the stages in their order, epochs and steps that only grow")
  void stages() {
    String name = beta().create(PARENT, request("demo")).name();
    Set<String> stages = new LinkedHashSet<>();
    long lastSteps = 0;
    ObjectNode job = beta().get(name).body();
    while (!job.path("state").asText().equals("JOB_STATE_SUCCEEDED")) {
      stages.add(job.path("tuningJobState").asText());
      long steps = job.at("/tuningJobMetadata/completedStepCount").asLong();
      assertThat(steps).isGreaterThanOrEqualTo(lastSteps);
      lastSteps = steps;
      boolean processed = STAGES.indexOf(job.path("tuningJobState").asText()) > 2;
      assertThat(job.has("tuningDataStats")).isEqualTo(processed);
      running.clock().advance(Duration.ofMillis(250));
      job = beta().get(name).body();
    }
    assertThat(stages).containsExactlyElementsOf(STAGES);
    assertThat(job.has("tuningJobState")).as("a job that does not run").isFalse();
    assertThat(job.at("/tuningJobMetadata/completedEpochCount").asText()).isEqualTo("4");
    assertThat(job.at("/tuningJobMetadata/completedStepCount"))
        .isEqualTo(job.at("/tuningDataStats/supervisedTuningDataStats/tuningStepCount"));
  }

  @Test
  @DisplayName("the list shows it as well; v1 and gRPC never; the metrics' URI is REST's")
  void versions() {
    String name = beta().create(PARENT, request("demo")).name();
    running.clock().advance(UNTIL_TRAINING);
    String beta = beta().list(PARENT).body().at("/tuningJobs/0").toString();
    String v1 = running.rest().get(name).body().toString();
    String v1List = running.rest().list(PARENT).body().toString();
    Result grpc = running.grpc().get(name);

    assertThat(beta).contains("\"tuningJobState\"", "\"tuningJobMetadata\"", "\"gcsMetricsUri\"");
    assertThat(v1).contains("\"gcsMetricsUri\":\"gs://").doesNotContain("tuningJobState");
    assertThat(v1List).contains("gcsMetricsUri").doesNotContain("tuningJobMetadata");
    assertThat(grpc.code()).isEqualTo(CanonicalCode.OK);
    assertThat(grpc.body().toString()).doesNotContain("gcsMetricsUri", "tuningJobState");
  }

  @ParameterizedTest
  @EnumSource(Protocol.class)
  @DisplayName("a job that is cancelled keeps the progress that it had")
  void cancelled(Protocol protocol) {
    String name = beta().create(PARENT, request("demo")).name();
    running.clock().advance(UNTIL_TRAINING);
    String steps = beta().get(name).body().at("/tuningJobMetadata/completedStepCount").asText();
    running.wire(protocol).cancel(name);
    running.clock().advance(ALL_OVER);

    ObjectNode job = beta().get(name).body();
    assertThat(job.path("state").asText()).isEqualTo("JOB_STATE_CANCELLED");
    assertThat(job.at("/tuningJobMetadata/completedStepCount").asText())
        .isEqualTo(steps)
        .isNotEmpty();
    assertThat(job.has("tuningJobState")).isFalse();
  }

  @Test
  @DisplayName("a job that fails on its data never trains; one that never ends never completes")
  void atypical() {
    String failing = beta().create(PARENT, requestOn("gs://my-bucket/fail.jsonl")).name();
    String endless = beta().create(PARENT, requestOn("gs://my-bucket/never/t.jsonl")).name();
    running.clock().advance(UNTIL_RUNNING.plus(UNTIL_TRAINING));
    assertThat(beta().get(failing).body().path("tuningJobState").asText())
        .isEqualTo("TUNING_JOB_STATE_PROCESSING_DATASET");
    running.clock().advance(ALL_OVER);

    assertThat(beta().get(failing).body().has("tuningJobMetadata")).isFalse();
    ObjectNode job = beta().get(endless).body();
    assertThat(job.path("tuningJobState").asText()).isEqualTo("TUNING_JOB_STATE_TUNING");
    assertThat(job.at("/tuningJobMetadata/completedEpochCount").asText()).isEqualTo("3");
  }

  @Test
  @DisplayName("a field that only v1beta1 has is unknown to v1, and v1 does not show it")
  void betaFields() {
    ObjectNode job = request("demo");
    job.withObjectProperty("supervisedTuningSpec").put("tuningMode", "TUNING_MODE_PEFT_ADAPTER");
    Result refused = running.rest().create(PARENT, job);
    assertThat(refused.code()).isEqualTo(CanonicalCode.INVALID_ARGUMENT);
    assertThat(refused.message()).contains("Unknown name \"tuningMode\"");

    String name = beta().create(PARENT, job).name();
    assertThat(beta().get(name).body().at("/supervisedTuningSpec/tuningMode").asText())
        .isEqualTo("TUNING_MODE_PEFT_ADAPTER");
    assertThat(running.rest().get(name).body().at("/supervisedTuningSpec/tuningMode").asText())
        .isEmpty();
    assertThat(running.grpc().get(name).code()).isEqualTo(CanonicalCode.OK);

    ObjectNode open = request("demo");
    open.withObjectProperty("supervisedTuningSpec")
        .withObjectProperty("hyperParameters")
        .put("batchSize", 8);
    assertThat(beta().create(PARENT, open).badFields())
        .containsExactly("tuning_job.supervised_tuning_spec.hyper_parameters.batch_size");
  }

  private RestWire beta() {
    return new RestWire(running.emulator().httpPort(), "v1beta1");
  }
}

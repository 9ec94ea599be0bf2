package dev.tunesmith.vertex.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.cloud.aiplatform.v1.Content;
import com.google.cloud.aiplatform.v1.CreateTuningJobRequest;
import com.google.cloud.aiplatform.v1.JobState;
import com.google.cloud.aiplatform.v1.Part;
import com.google.cloud.aiplatform.v1.SupervisedHyperParameters;
import com.google.cloud.aiplatform.v1.SupervisedTuningSpec;
import com.google.cloud.aiplatform.v1.TuningJob;
import com.google.protobuf.Timestamp;
import com.google.protobuf.util.JsonFormat;
import com.google.rpc.Status;
import dev.tunesmith.lifecycle.JobLabels;
import dev.tunesmith.lifecycle.JobName;
import dev.tunesmith.support.Jobs;
import dev.tunesmith.vertex.JobSnapshot;
import dev.tunesmith.vertex.MalformedReplyException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("What is shown of a job")
class SnapshotMapperTest {
  private static final String NAME = "projects/646700000009/locations/us-central1/tuningJobs/1";
  private static final int TRIES = 2_000;

  @Test
  @DisplayName("a finished job in the shape of the service's own reply")
  void finished() throws IOException {
    String reply = Files.readString(Path.of("src/test/resources/vertex/replies/succeeded.json"));
    TuningJob.Builder job = TuningJob.newBuilder();
    JsonFormat.parser().merge(reply, job);

    JobSnapshot snapshot = SnapshotMapper.toSnapshot(job.build());

    assertThat(snapshot.name().id()).isEqualTo("1234567890123456789");
    assertThat(snapshot.state())
        .isEqualTo(dev.tunesmith.lifecycle.JobState.Known.JOB_STATE_SUCCEEDED);
    assertThat(snapshot.labels()).isEqualTo(Map.of("k", "v"));
    assertThat(snapshot.createTime()).isEqualTo("2026-01-01T10:00:00.123456Z");
    assertThat(snapshot.updateTime()).isEqualTo("2026-01-01T10:32:01.123456Z");
    // A number is a number, with a decimal point or without.
    assertThat(snapshot.body().equals(SnapshotMapperTest::compare, Jobs.object(reply)))
        .as(snapshot.body().toPrettyString())
        .isTrue();
  }

  private static int compare(JsonNode one, JsonNode other) {
    boolean same =
        (one.isNumber() && other.isNumber())
            ? one.decimalValue().compareTo(other.decimalValue()) == 0
            : one.equals(other);
    return same ? 0 : 1;
  }

  @Test
  @DisplayName("nothing but the name: no labels, no times, and the state unspecified")
  void bare() {
    JobSnapshot snapshot = SnapshotMapper.toSnapshot(TuningJob.newBuilder().setName(NAME).build());

    assertThat(snapshot)
        .isEqualTo(
            new JobSnapshot(
                new JobName(NAME),
                dev.tunesmith.lifecycle.JobState.Known.JOB_STATE_UNSPECIFIED,
                Map.of(),
                null,
                null,
                null,
                false,
                null,
                Jobs.object(
                    """
                    {"name": "%s", "state": "JOB_STATE_UNSPECIFIED"}
                    """
                        .formatted(NAME))));
  }

  @ParameterizedTest
  @EnumSource(JobState.class)
  @DisplayName("every state of the library is known by its own name")
  void states(JobState state) {
    if (state == JobState.UNRECOGNIZED) {
      return; // not a state: see below
    }
    assertThat(SnapshotMapper.toSnapshot(job().setState(state).build()).state())
        .isEqualTo(dev.tunesmith.lifecycle.JobState.Known.valueOf(state.name()));
  }

  @Test
  @DisplayName("a state's number without a name is told by the number, and has not ended")
  void unknownState() {
    assertThat(SnapshotMapper.toSnapshot(job().setStateValue(77).build()).state())
        .isEqualTo(dev.tunesmith.lifecycle.JobState.of("JOB_STATE_UNRECOGNIZED_77"))
        .satisfies(state -> assertThat(state.ended()).isFalse());
  }

  @Test
  @DisplayName("an adapter size's number without a name is told by the number")
  void unknownAdapterSize() {
    TuningJob job =
        job()
            .setSupervisedTuningSpec(
                SupervisedTuningSpec.newBuilder()
                    .setHyperParameters(
                        SupervisedHyperParameters.newBuilder().setAdapterSizeValue(7)))
            .build();

    assertThat(body(job).at("/supervisedTuningSpec/hyperParameters/adapterSize").asText())
        .isEqualTo("7");
  }

  @Test
  @DisplayName("a time outside of the calendar is no time")
  void impossibleTime() {
    for (Timestamp time :
        List.of(
            Timestamp.newBuilder().setSeconds(Long.MAX_VALUE).build(),
            Timestamp.newBuilder().setSeconds(Long.MIN_VALUE).build(),
            Timestamp.newBuilder().setNanos(-1).build())) {
      assertThat(SnapshotMapper.toSnapshot(job().setCreateTime(time).build()).createTime())
          .isNull();
    }
  }

  @Test
  @DisplayName("an error's message holds no training data")
  void error() {
    Status error =
        Status.newBuilder().setCode(3).setMessage("bad row. JSON: {\"text\": \"secret\"}").build();

    assertThat(body(job().setError(error).build()).path("error"))
        .isEqualTo(
            Jobs.object(
                """
                {"code": 3, "message": "bad row. JSON: (training data, left out here)"}
                """));
  }

  @Test
  @DisplayName("the examples that the service quotes are not there, however the job ended")
  void trainingData() {
    TuningJob.Builder job = job();
    job.getTuningDataStatsBuilder()
        .getSupervisedTuningDataStatsBuilder()
        .setTuningStepCount(1)
        .addUserDatasetExamples(
            Content.newBuilder().addParts(Part.newBuilder().setText("secret")).build())
        .addDroppedExampleReasons("Example 3 of 9 has a bad part: “secret”")
        .addDroppedExampleReasons("Example 4 of 9 has a bad part: \"secret")
        .addDroppedExampleReasons("Row 7 is no object: {secret");

    assertThat(SnapshotMapper.toSnapshot(job.build()).toString())
        .contains("tuningStepCount")
        .contains("[\"Example has a bad part: (…)\",\"Row is no object: (…)\"]")
        .doesNotContain("secret");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "tuningJobs/1", "projects/p/locations/l/models/1", NAME + "/operations/2"})
  @DisplayName("a name that is no tuning job's makes the reply unreadable")
  void malformedName(String name) {
    TuningJob job = TuningJob.newBuilder().setName(name).build();

    assertThatThrownBy(() -> SnapshotMapper.toSnapshot(job))
        .isInstanceOf(MalformedReplyException.class);
  }

  @Test
  @DisplayName("nothing that can be put into a message makes the mapper throw")
  void anything() {
    long seed = new Random().nextLong();
    RandomGenerator random = new Random(seed);
    for (int i = 0; i < TRIES; i++) {
      TuningJob job = Samples.job(random);
      JobSnapshot snapshot = SnapshotMapper.toSnapshot(job);
      assertThat(snapshot.name().value()).as("seed %d, try %d", seed, i).isEqualTo(job.getName());
      assertThat(snapshot).as("seed %d, try %d", seed, i).isEqualTo(SnapshotMapper.toSnapshot(job));
    }
  }

  @Test
  @DisplayName("what was asked for comes back: request to message to snapshot")
  void roundTrip() {
    long seed = new Random().nextLong();
    RandomGenerator random = new Random(seed);
    for (int i = 0; i < TRIES; i++) {
      ObjectNode asked = request(random);
      CreateTuningJobRequest message =
          RequestMapper.toMessage(
              Requests.SCOPE, Jobs.request(asked.toString()), Map.of(JobLabels.RUN, "s-" + i));

      JobSnapshot back =
          SnapshotMapper.toSnapshot(message.getTuningJob().toBuilder().setName(NAME).build());

      asked.withObjectProperty("labels").put(JobLabels.RUN, "s-" + i);
      asked.put("name", NAME).put("state", "JOB_STATE_UNSPECIFIED");
      assertThat(back.body()).as("seed %d, try %d", seed, i).isEqualTo(asked);
    }
  }

  private static JsonNode body(TuningJob job) {
    return SnapshotMapper.toSnapshot(job).body();
  }

  private static TuningJob.Builder job() {
    return TuningJob.newBuilder().setName(NAME);
  }

  /** Spelled as proto3's JSON spells it: an int64 is a string. */
  private static ObjectNode request(RandomGenerator random) {
    ObjectNode request = JsonNodeFactory.instance.objectNode();
    if (random.nextBoolean()) {
      request.put("baseModel", "gemini-" + random.nextInt(1, 9));
    } else {
      request
          .putObject("preTunedModel")
          .put("tunedModelName", "projects/p/locations/l/models/" + random.nextInt(1, 9));
    }
    ObjectNode spec = request.putObject("supervisedTuningSpec");
    spec.put("trainingDatasetUri", "gs://b/" + random.nextInt());
    if (random.nextBoolean()) {
      spec.put("exportLastCheckpointOnly", true);
      spec.putObject("hyperParameters")
          .put("epochCount", Long.toString(random.nextLong(1, 100)))
          .put("learningRateMultiplier", random.nextDouble(0.001, 20))
          .put(
              "adapterSize",
              Samples.anyOf(random, List.of("ADAPTER_SIZE_ONE", "ADAPTER_SIZE_TWO")));
    }
    if (random.nextBoolean()) {
      request.put("tunedModelDisplayName", "größer " + random.nextInt());
      request.putObject("labels").put("team", "t" + random.nextInt(9));
      request.putObject("encryptionSpec").put("kmsKeyName", "projects/p/locations/l/keyRings/r");
    }
    return request;
  }
}

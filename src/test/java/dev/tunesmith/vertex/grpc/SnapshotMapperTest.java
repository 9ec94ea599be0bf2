package dev.tunesmith.vertex.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.cloud.aiplatform.v1.CreateTuningJobRequest;
import com.google.cloud.aiplatform.v1.JobState;
import com.google.cloud.aiplatform.v1.PreTunedModel;
import com.google.cloud.aiplatform.v1.SupervisedHyperParameters;
import com.google.cloud.aiplatform.v1.SupervisedTuningSpec;
import com.google.cloud.aiplatform.v1.TuningJob;
import com.google.protobuf.Timestamp;
import com.google.protobuf.util.JsonFormat;
import com.google.rpc.Status;
import dev.tunesmith.lifecycle.HyperParameters;
import dev.tunesmith.lifecycle.JobName;
import dev.tunesmith.lifecycle.JobRequest;
import dev.tunesmith.lifecycle.JobSnapshot;
import dev.tunesmith.lifecycle.OwnerLabels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
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
    TuningJob.Builder job = TuningJob.newBuilder();
    JsonFormat.parser()
        .merge(Files.readString(Path.of("src/test/resources/vertex/replies/succeeded.json")), job);

    assertThat(SnapshotMapper.toSnapshot(job.build()))
        .isEqualTo(
            new JobSnapshot(
                new JobName(
                    "projects/646700000009/locations/us-central1/tuningJobs/1234567890123456789"),
                dev.tunesmith.lifecycle.JobState.Known.JOB_STATE_SUCCEEDED,
                Instant.parse("2026-01-01T10:00:00.123456Z"),
                Instant.parse("2026-01-01T10:00:23.123456Z"),
                Instant.parse("2026-01-01T10:32:00.123456Z"),
                Instant.parse("2026-01-01T10:32:01.123456Z"),
                null,
                "projects/646700000009/locations/us-central1/metadataStores/default/contexts/"
                    + "tuning-experiment-20260101100023123456",
                new JobSnapshot.TunedModel(
                    "projects/646700000009/locations/us-central1/models/2345678901234567890@1",
                    "projects/646700000009/locations/us-central1/endpoints/3456789012345678901",
                    List.of(
                        new JobSnapshot.Checkpoint(
                            "1",
                            1L,
                            10L,
                            "projects/646700000009/locations/us-central1/endpoints/"
                                + "4567890123456789012"))),
                new JobSnapshot.DataStats(
                    500L,
                    null,
                    null,
                    255243L,
                    160L,
                    null,
                    new JobSnapshot.Distribution(
                        233592L, null, 25.0, 2932.0, 467.184, 414.0, 101.0, 1016.0),
                    null,
                    null),
                Map.of("k", "v"),
                "gemini-2.5-flash",
                "demo",
                new HyperParameters(4L, 1.0, "ADAPTER_SIZE_FOUR")));
  }

  @Test
  @DisplayName("nothing but the name: everything else is null or empty, and the state unspecified")
  void bare() {
    JobSnapshot snapshot = SnapshotMapper.toSnapshot(TuningJob.newBuilder().setName(NAME).build());

    assertThat(snapshot)
        .hasAllNullFieldsOrPropertiesExcept("name", "state", "labels")
        .satisfies(job -> assertThat(job.labels()).isEmpty())
        .satisfies(
            job ->
                assertThat(job.state())
                    .isEqualTo(dev.tunesmith.lifecycle.JobState.Known.JOB_STATE_UNSPECIFIED));
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

    assertThat(SnapshotMapper.toSnapshot(job).hyperParameters())
        .isEqualTo(new HyperParameters(null, null, "ADAPTER_SIZE_UNRECOGNIZED_7"));
  }

  @Test
  @DisplayName("a continued job's base model is the one that the service found out")
  void continued() {
    TuningJob job =
        job()
            .setPreTunedModel(
                PreTunedModel.newBuilder()
                    .setTunedModelName("projects/p/locations/l/models/7")
                    .setBaseModel("gemini-2.5-flash"))
            .build();

    assertThat(SnapshotMapper.toSnapshot(job).baseModel()).isEqualTo("gemini-2.5-flash");
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
  @DisplayName("an error's message holds no training data, and an empty error is none")
  void error() {
    Status error =
        Status.newBuilder().setCode(3).setMessage("bad row. JSON: {\"text\": \"secret\"}").build();

    assertThat(SnapshotMapper.toSnapshot(job().setError(error).build()).error())
        .isEqualTo(new JobSnapshot.JobError(3, "bad row. JSON: (training data, left out here)"));
    assertThat(SnapshotMapper.toSnapshot(job().setError(Status.getDefaultInstance()).build()))
        .satisfies(snapshot -> assertThat(snapshot.error()).isNull());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "tuningJobs/1", "projects/p/locations/l/models/1", NAME + "/operations/2"})
  @DisplayName("a name that is no tuning job's makes the reply unreadable")
  void malformedName(String name) {
    TuningJob job = TuningJob.newBuilder().setName(name).build();

    assertThatThrownBy(() -> SnapshotMapper.toSnapshot(job))
        .isInstanceOf(SnapshotMapper.MalformedReplyException.class);
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
      JobRequest request = request(random);
      Map<String, String> owner = Map.of(OwnerLabels.SUBMISSION, "s-" + i);
      CreateTuningJobRequest message = RequestMapper.toMessage(Requests.SCOPE, request, owner);

      JobSnapshot back =
          SnapshotMapper.toSnapshot(message.getTuningJob().toBuilder().setName(NAME).build());

      Map<String, String> labels = new HashMap<>(request.labels());
      labels.putAll(owner);
      assertThat(back.labels()).as("seed %d, try %d", seed, i).isEqualTo(labels);
      assertThat(back.tunedModelDisplayName())
          .as("seed %d, try %d", seed, i)
          .isEqualTo(request.tunedModelDisplayName());
      assertThat(back.hyperParameters())
          .as("seed %d, try %d", seed, i)
          .isEqualTo(((JobRequest.SupervisedTuning) request.tuning()).hyperParameters());
      assertThat(back.baseModel())
          .as("seed %d, try %d", seed, i)
          .isEqualTo(request.source() instanceof JobRequest.BaseModel base ? base.id() : null);
    }
  }

  private static TuningJob.Builder job() {
    return TuningJob.newBuilder().setName(NAME);
  }

  private static JobRequest request(RandomGenerator random) {
    List<String> sizes =
        List.of(
            "ADAPTER_SIZE_ONE", "ADAPTER_SIZE_TWO", "ADAPTER_SIZE_FOUR", "ADAPTER_SIZE_SIXTEEN");
    HyperParameters parameters =
        new HyperParameters(
            maybe(random, random.nextLong(1, 100)),
            maybe(random, random.nextDouble(0.001, 20)),
            maybe(random, Samples.anyOf(random, sizes)));
    return new JobRequest(
        random.nextBoolean()
            ? new JobRequest.BaseModel("gemini-" + random.nextInt(1, 9))
            : new JobRequest.PreTunedModel(
                "projects/p/locations/l/models/" + random.nextInt(1, 9), maybe(random, "2")),
        new JobRequest.SupervisedTuning(
            "gs://b/" + random.nextInt(),
            maybe(random, "gs://b/v.jsonl"),
            maybe(random, parameters),
            maybe(random, random.nextBoolean())),
        maybe(random, "größer " + random.nextInt()),
        maybe(random, "text"),
        random.nextBoolean() ? Map.of() : Map.of("team", "t" + random.nextInt(9)),
        maybe(random, "projects/p/locations/l/keyRings/r/cryptoKeys/k"),
        maybe(random, "tuner@p.iam.gserviceaccount.com"),
        "{}");
  }

  private static <V> @Nullable V maybe(RandomGenerator random, V value) {
    return random.nextBoolean() ? value : null;
  }
}

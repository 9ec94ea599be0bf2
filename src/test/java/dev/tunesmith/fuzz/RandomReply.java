package dev.tunesmith.fuzz;

import com.google.cloud.aiplatform.v1.JobState;
import com.google.cloud.aiplatform.v1.SupervisedHyperParameters;
import com.google.cloud.aiplatform.v1.TunedModelCheckpoint;
import com.google.cloud.aiplatform.v1.TuningJob;
import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import com.google.protobuf.UnknownFieldSet;
import com.google.rpc.Status;
import dev.tunesmith.kind.tuningjob.Reports;
import dev.tunesmith.lifecycle.JobLabels;
import java.util.ArrayList;
import java.util.List;

/** A job as the service shows it, with no to five odd things in it. */
public final class RandomReply {
  /** What most replies are named; the project's number is what the service answers with. */
  static final String NAME = "projects/646700000009/locations/us-central1/tuningJobs/123";

  private static final String MODEL = "projects/646700000009/locations/us-central1/models/7@1";
  private static final String ENDPOINT = "projects/646700000009/locations/us-central1/endpoints/";
  private static final int MANY = 5_000;
  private static final int MOST_BYTES = 4_000_000;

  private final Chance chance;

  private RandomReply(Chance chance) {
    this.chance = chance;
  }

  /**
   * A job.
   *
   * @return with a name, mostly a usable one
   */
  public static TuningJob of(Chance chance) {
    RandomReply random = new RandomReply(chance);
    TuningJob.Builder job = random.valid();
    for (int odd = chance.below(6); odd > 0; odd--) {
      random.mutate(job, 0);
    }
    return job.build();
  }

  /** The same as bytes, some of which are no message at all. */
  static byte[] bytes(Chance chance) {
    byte[] bytes = of(chance).toByteArray();
    if (bytes.length > 0 && chance.oneIn(20)) {
      for (int i = chance.below(4); i >= 0; i--) {
        bytes[chance.below(bytes.length)] = (byte) chance.number();
      }
    }
    return bytes;
  }

  private TuningJob.Builder valid() {
    TuningJob.Builder job =
        TuningJob.newBuilder()
            .setName(NAME)
            .setState(chance.of(List.of(JobState.values()).subList(1, 12)))
            .setBaseModel("gemini-2.5-flash")
            .setCreateTime(time(1_800_000_000L))
            .putAllLabels(Reports.labels("1", 1));
    if (chance.oneIn(2)) {
      job.setStartTime(time(1_800_000_060L)).setUpdateTime(time(1_800_000_100L));
    }
    if (chance.oneIn(2)) {
      job.setEndTime(time(1_800_003_600L))
          .getTunedModelBuilder()
          .setModel(MODEL)
          .setEndpoint(ENDPOINT + "1")
          .addAllCheckpoints(checkpoints(chance.of(0, 1, 10)));
      job.getTuningDataStatsBuilder()
          .getSupervisedTuningDataStatsBuilder()
          .setTuningStepCount(160)
          .getUserInputTokenDistributionBuilder()
          .setSum(233_592)
          .setMean(467.184);
    }
    if (chance.oneIn(3)) {
      job.setError(Status.newBuilder().setCode(chance.of(1, 13)).setMessage("it did not work"));
    }
    job.getSupervisedTuningSpecBuilder()
        .setTrainingDatasetUri("gs://my-bucket/train.jsonl")
        .setHyperParameters(SupervisedHyperParameters.newBuilder().setEpochCount(3));
    return job;
  }

  private List<TunedModelCheckpoint> checkpoints(int count) {
    List<TunedModelCheckpoint> checkpoints = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      checkpoints.add(
          TunedModelCheckpoint.newBuilder()
              .setCheckpointId(Integer.toString(i))
              .setEpoch(i)
              .setEndpoint(ENDPOINT + i)
              .build());
    }
    return checkpoints;
  }

  private static Timestamp time(long seconds) {
    return Timestamp.newBuilder().setSeconds(seconds).setNanos(123_456_000).build();
  }

  // ---- oddities, found by the messages' own descriptors

  private void mutate(Message.Builder message, int depth) {
    List<FieldDescriptor> fields = message.getDescriptorForType().getFields();
    if (fields.isEmpty()) {
      message.setUnknownFields(unknown());
      return;
    }
    FieldDescriptor field = chance.of(fields);
    if (chance.oneIn(8)) {
      message.setUnknownFields(unknown());
    } else if (chance.oneIn(8)) {
      message.clearField(field);
    } else if (field.isMapField()) {
      label(message);
    } else if (field.isRepeated()) {
      Object value = value(message, field, depth);
      int count = chance.oneIn(10) ? Math.min(MANY, MOST_BYTES / size(value)) : chance.below(3);
      for (int i = 0; i < count; i++) {
        message.addRepeatedField(field, value);
      }
      message.addRepeatedField(field, value(message, field, depth));
    } else {
      message.setField(field, value(message, field, depth));
    }
  }

  private static int size(Object value) {
    return switch (value) {
      case Message message -> message.getSerializedSize() + 1;
      case String text -> text.length() + 1;
      default -> Long.BYTES;
    };
  }

  private void label(Message.Builder message) {
    String key =
        chance.of(
            JobLabels.RESOURCE,
            JobLabels.RUN,
            JobLabels.INPUTS,
            JobLabels.ATTEMPT,
            "team",
            Texts.any(chance));
    String value =
        chance.of(Texts.anySize(chance), "0", "999999", "1000000", "v2-" + "0".repeat(32), "s-2");
    if (message instanceof TuningJob.Builder job) {
      job.putLabels(key, value);
    }
  }

  private Object value(Message.Builder parent, FieldDescriptor field, int depth) {
    return switch (field.getJavaType()) {
      case STRING -> Texts.anySize(chance);
      case INT -> chance.of(0, 1, -1, Integer.MAX_VALUE, Integer.MIN_VALUE);
      case LONG -> chance.of(0L, 1L, -1L, Long.MAX_VALUE, Long.MIN_VALUE, (1L << 53) + 1);
      case DOUBLE ->
          chance.of(
              Double.NaN,
              Double.POSITIVE_INFINITY,
              Double.NEGATIVE_INFINITY,
              -0.0,
              0.1,
              Double.MIN_VALUE,
              -Double.MAX_VALUE,
              1e16,
              3.0);
      case FLOAT -> chance.of(Float.NaN, Float.MAX_VALUE, 0.1f);
      case BOOLEAN -> chance.oneIn(2);
      case BYTE_STRING -> ByteString.copyFromUtf8(Texts.any(chance));
      case ENUM ->
          field
              .getEnumType()
              .findValueByNumberCreatingIfUnknown(
                  chance.of(0, chance.below(14), 99, -1, Integer.MAX_VALUE, Integer.MIN_VALUE));
      case MESSAGE -> message(parent, field, depth);
    };
  }

  private Message message(Message.Builder parent, FieldDescriptor field, int depth) {
    if (field.getMessageType().equals(Timestamp.getDescriptor())) {
      return Timestamp.newBuilder()
          .setSeconds(
              chance.of(
                  0L,
                  -1L,
                  1_800_000_000L,
                  253_402_300_799L,
                  253_402_300_800L,
                  -62_135_596_800L,
                  -62_135_596_801L,
                  Long.MAX_VALUE,
                  Long.MIN_VALUE))
          .setNanos(chance.of(0, 1, 999_999_999, 1_000_000_000, -1, Integer.MIN_VALUE))
          .build();
    }
    boolean there = !field.isRepeated() && parent.hasField(field);
    Message.Builder inner =
        there ? ((Message) parent.getField(field)).toBuilder() : parent.newBuilderForField(field);
    for (int odd = depth < 5 ? 1 + chance.below(3) : 0; odd > 0; odd--) {
      mutate(inner, depth + 1);
    }
    return inner.build();
  }

  /** Fields that a later version of the service has added. */
  private UnknownFieldSet unknown() {
    UnknownFieldSet.Field field =
        switch (chance.below(3)) {
          case 0 -> UnknownFieldSet.Field.newBuilder().addVarint(chance.number()).build();
          case 1 -> UnknownFieldSet.Field.newBuilder().addFixed64(chance.number()).build();
          default ->
              UnknownFieldSet.Field.newBuilder()
                  .addLengthDelimited(ByteString.copyFromUtf8(Texts.anySize(chance)))
                  .build();
        };
    return UnknownFieldSet.newBuilder().addField(500 + chance.below(1000), field).build();
  }
}

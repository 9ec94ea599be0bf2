package dev.tunesmith.vertex.grpc;

import com.google.cloud.aiplatform.v1.TuningJob;
import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import java.util.List;
import java.util.random.RandomGenerator;

/** Values for fields of messages, one that is set for sure or any at all. */
final class Samples {
  private static final double CHANCE_OF_A_FIELD = 0.7;

  private Samples() {}

  /** A value of a field, or of one element of a repeated one, that is not its default. */
  static Object value(Message.Builder parent, FieldDescriptor field) {
    return switch (field.getJavaType()) {
      case STRING ->
          field.getName().equals("name") ? "projects/p/locations/l/tuningJobs/2" : "text";
      case INT -> 7;
      case LONG -> 7L;
      case DOUBLE -> 7.5;
      case FLOAT -> 7.5f;
      case BOOLEAN -> true;
      case BYTE_STRING -> ByteString.copyFromUtf8("bytes");
      case ENUM -> field.getEnumType().getValues().getLast();
      case MESSAGE -> filled(parent.newBuilderForField(field));
    };
  }

  private static Message filled(Message.Builder builder) {
    for (FieldDescriptor field : builder.getDescriptorForType().getFields()) {
      if (field.getJavaType() != FieldDescriptor.JavaType.MESSAGE && !field.isRepeated()) {
        builder.setField(field, value(builder, field));
      }
    }
    return builder.build();
  }

  /** A job with any fields set to anything, and with a name. */
  static TuningJob job(RandomGenerator random) {
    TuningJob.Builder job = TuningJob.newBuilder();
    randomise(job, random, 0);
    return job.setName("projects/p/locations/l/tuningJobs/" + random.nextInt(1, 1_000_000)).build();
  }

  private static void randomise(Message.Builder builder, RandomGenerator random, int depth) {
    for (FieldDescriptor field : builder.getDescriptorForType().getFields()) {
      if (random.nextDouble() >= CHANCE_OF_A_FIELD) {
        continue;
      }
      if (!field.isRepeated()) {
        builder.setField(field, random(builder, field, random, depth));
        continue;
      }
      for (int i = random.nextInt(3); i > 0; i--) {
        builder.addRepeatedField(field, random(builder, field, random, depth));
      }
    }
  }

  private static Object random(
      Message.Builder parent, FieldDescriptor field, RandomGenerator random, int depth) {
    return switch (field.getJavaType()) {
      case STRING -> text(random);
      case INT -> random.nextInt();
      case LONG -> random.nextLong();
      case DOUBLE -> anyOf(random, List.of(0.0, -1.5, 1e300, Double.NaN, Double.NEGATIVE_INFINITY));
      case FLOAT -> random.nextFloat();
      case BOOLEAN -> random.nextBoolean();
      case BYTE_STRING -> ByteString.copyFromUtf8(text(random));
      case ENUM -> enumValue(field, random);
      case MESSAGE -> message(parent.newBuilderForField(field), random, depth + 1);
    };
  }

  private static EnumValueDescriptor enumValue(FieldDescriptor field, RandomGenerator random) {
    // Now and then a number that this version has no name for.
    return random.nextInt(4) == 0
        ? field.getEnumType().findValueByNumberCreatingIfUnknown(random.nextInt(100, 200))
        : anyOf(random, field.getEnumType().getValues());
  }

  private static Message message(Message.Builder builder, RandomGenerator random, int depth) {
    if (builder instanceof Timestamp.Builder timestamp) {
      return timestamp
          .setSeconds(
              anyOf(random, List.of(0L, 1_767_261_600L, Long.MAX_VALUE, Long.MIN_VALUE, -1L)))
          .setNanos(anyOf(random, List.of(0, 123_456_000, -1, Integer.MAX_VALUE)))
          .build();
    }
    if (depth < 6) { // Content nests without an end
      randomise(builder, random, depth);
    }
    return builder.build();
  }

  private static String text(RandomGenerator random) {
    return anyOf(random, List.of("", " ", "a", "größer", "😀", "x\u0000y", "a".repeat(5_000)));
  }

  static <V> V anyOf(RandomGenerator random, List<V> values) {
    return values.get(random.nextInt(values.size()));
  }
}

package dev.tunesmith.vertex.grpc;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.cloud.aiplatform.v1.TuningJob;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import dev.tunesmith.vertex.JobSnapshot;
import dev.tunesmith.vertex.MalformedReplyException;
import dev.tunesmith.vertex.SnapshotReader;
import java.util.List;

/**
 * A {@code TuningJob} message to {@link JobSnapshot}, by way of its REST spelling. A field that
 * proto3 does not distinguish from unset (an empty string, a zero) is left out, as REST leaves it
 * out; the number of an enum value that this version has no name for stays a number.
 */
final class SnapshotMapper {
  private static final JsonFormat.Printer PRINTER =
      JsonFormat.printer().omittingInsignificantWhitespace();
  private static final ObjectMapper JSON =
      new ObjectMapper(
          JsonFactory.builder()
              // The message was received whole: a limit here would only make it unreadable.
              .streamReadConstraints(
                  StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE).build())
              .build());

  private SnapshotMapper() {}

  /**
   * What the service shows of a job.
   *
   * @param job any message of the service, with fields and values newer than this version as well
   * @throws MalformedReplyException when the name is no tuning job's
   */
  static JobSnapshot toSnapshot(TuningJob job) {
    try {
      return SnapshotReader.read((ObjectNode) JSON.readTree(print(job)));
    } catch (JsonProcessingException e) {
      throw new MalformedReplyException("a job that cannot be read", e);
    }
  }

  private static String print(TuningJob job) {
    try {
      return PRINTER.print(job);
    } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
      return printWithoutOddValues(job);
    }
  }

  /** One value that JSON cannot say, such as a time in the year 292 billion, spoils no listing. */
  private static String printWithoutOddValues(TuningJob job) {
    try {
      return PRINTER.print(printable(job));
    } catch (InvalidProtocolBufferException e) {
      throw new MalformedReplyException("a job that cannot be read", e);
    }
  }

  private static Message printable(Message message) {
    Message.Builder builder = message.toBuilder();
    for (FieldDescriptor field : message.getAllFields().keySet()) {
      if (field.getJavaType() != FieldDescriptor.JavaType.MESSAGE || isMapOfScalars(field)) {
        continue;
      }
      if (!field.isRepeated()) {
        Message value = (Message) message.getField(field);
        if (isOdd(value)) {
          builder.clearField(field);
        } else {
          builder.setField(field, printable(value));
        }
      } else if (field.isMapField()) {
        builder.clearField(field);
      } else {
        builder.clearField(field);
        for (Object element : (List<?>) message.getField(field)) {
          if (!isOdd((Message) element)) {
            builder.addRepeatedField(field, printable((Message) element));
          }
        }
      }
    }
    return builder.build();
  }

  private static boolean isMapOfScalars(FieldDescriptor field) {
    return field.isMapField()
        && field.getMessageType().findFieldByName("value").getJavaType()
            != FieldDescriptor.JavaType.MESSAGE;
  }

  /** Protobuf's own types are values: they are printable or not as a whole. */
  private static boolean isOdd(Message message) {
    if (!message.getDescriptorForType().getFile().getPackage().equals("google.protobuf")) {
      return false;
    }
    try {
      PRINTER.print(message);
      return false;
    } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
      return true;
    }
  }
}

package dev.tunesmith.emulator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.cloud.aiplatform.v1.EndpointServiceProto;
import com.google.cloud.aiplatform.v1.JobState;
import com.google.cloud.aiplatform.v1.OperationProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Empty;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.MessageOrBuilder;
import com.google.protobuf.TypeRegistry;
import com.google.protobuf.util.JsonFormat;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import com.google.rpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;

/** Translates between the service's messages and its JSON, which protobuf defines for both. */
final class GrpcJson {
  /** A number that no version of the service has given to a state. */
  static final int UNRECOGNISED_STATE = 99;

  private static final TypeRegistry TYPES =
      TypeRegistry.newBuilder()
          .add(BadRequest.getDescriptor())
          .add(ErrorInfo.getDescriptor())
          .add(Empty.getDescriptor())
          .add(EndpointServiceProto.getDescriptor().getMessageTypes())
          .add(OperationProto.getDescriptor().getMessageTypes())
          .add(
              com.google.cloud.aiplatform.v1beta1.EndpointServiceProto.getDescriptor()
                  .getMessageTypes())
          .add(com.google.cloud.aiplatform.v1beta1.OperationProto.getDescriptor().getMessageTypes())
          .build();
  private static final JsonFormat.Parser PARSER = JsonFormat.parser().usingTypeRegistry(TYPES);
  // REST has fields that the messages lack: over gRPC they are left out.
  private static final JsonFormat.Parser LENIENT = PARSER.ignoringUnknownFields();
  private static final JsonFormat.Printer PRINTER =
      JsonFormat.printer().omittingInsignificantWhitespace();

  private GrpcJson() {}

  static ObjectNode json(MessageOrBuilder message) {
    try {
      return (ObjectNode) Json.MAPPER.readTree(PRINTER.print(message));
    } catch (InvalidProtocolBufferException | JsonProcessingException e) {
      throw ApiError.of(CanonicalCode.INVALID_ARGUMENT, "The request cannot be read: " + e)
          .refused();
    }
  }

  /** Strict: a field that the message does not have is an error of the emulator. */
  static <B extends Message.Builder> B message(ObjectNode json, B builder) {
    return merge(PARSER, json, builder);
  }

  private static <B extends Message.Builder> B merge(
      JsonFormat.Parser parser, ObjectNode json, B builder) {
    try {
      parser.merge(json.toString(), builder);
      return builder;
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("not a " + builder.getDescriptorForType().getFullName(), e);
    }
  }

  /** An answer; a state that the message's enumeration does not have becomes an unknown number. */
  static DynamicMessage message(ObjectNode answer, Descriptor type) {
    if (type.getName().equals("TuningJob") || type.getName().equals("ListTuningJobsResponse")) {
      answer.path(ResourceName.JOBS).forEach(job -> numberUnknownState((ObjectNode) job));
      numberUnknownState(answer);
    }
    return merge(LENIENT, answer, DynamicMessage.newBuilder(type)).build();
  }

  private static void numberUnknownState(ObjectNode job) {
    if (job.has("state")
        && JobState.getDescriptor().findValueByName(job.path("state").asText()) == null) {
      job.put("state", UNRECOGNISED_STATE);
    }
  }

  /** The error with its details, in the trailers that Google's clients read. */
  static StatusRuntimeException exception(ApiError error) {
    ObjectNode status = Json.object();
    status.put("code", error.code().number());
    status.put("message", error.message());
    status.set("details", error.details());
    return StatusProto.toStatusRuntimeException(message(status, Status.newBuilder()).build());
  }
}

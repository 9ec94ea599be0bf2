package dev.tunesmith.emulator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.cloud.aiplatform.v1.JobState;
import com.google.cloud.aiplatform.v1.ListTuningJobsResponse;
import com.google.cloud.aiplatform.v1.TuningJob;
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

  private static final TypeRegistry DETAILS =
      TypeRegistry.newBuilder()
          .add(BadRequest.getDescriptor())
          .add(ErrorInfo.getDescriptor())
          .build();
  private static final JsonFormat.Parser PARSER = JsonFormat.parser().usingTypeRegistry(DETAILS);
  // The emulator knows fields that the message classes may not have yet, such as
  // evaluateDatasetRuns:
  // an older server would leave them out too.
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

  /** A job; a state that the message's enumeration does not have becomes an unknown number. */
  static TuningJob job(ObjectNode json) {
    String state = json.path("state").asText();
    if (JobState.getDescriptor().findValueByName(state) != null) {
      return merge(LENIENT, json, TuningJob.newBuilder()).build();
    }
    ObjectNode known = json.deepCopy();
    known.remove("state");
    return merge(LENIENT, known, TuningJob.newBuilder()).setStateValue(UNRECOGNISED_STATE).build();
  }

  static ListTuningJobsResponse jobs(ObjectNode json) {
    ListTuningJobsResponse.Builder page = ListTuningJobsResponse.newBuilder();
    for (JsonNode job : json.path("tuningJobs")) {
      page.addTuningJobs(job((ObjectNode) job));
    }
    return page.setNextPageToken(json.path("nextPageToken").asText()).build();
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

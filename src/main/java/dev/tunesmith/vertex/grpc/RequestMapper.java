package dev.tunesmith.vertex.grpc;

import com.google.cloud.aiplatform.v1.CreateTuningJobRequest;
import com.google.cloud.aiplatform.v1.TuningJob;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import dev.tunesmith.lifecycle.Scope;
import dev.tunesmith.vertex.JobRequest;
import java.util.Map;

/** {@link JobRequest} to the message of {@code CreateTuningJob}. */
final class RequestMapper {
  private static final JsonFormat.Parser PARSER = JsonFormat.parser();

  private RequestMapper() {}

  /**
   * The message of one create.
   *
   * @param ownerLabels the operator's labels; they win over the user's
   * @throws IllegalArgumentException for a field or an enum value that v1 of the API does not have
   */
  static CreateTuningJobRequest toMessage(
      Scope scope, JobRequest request, Map<String, String> ownerLabels) {
    TuningJob.Builder job = TuningJob.newBuilder();
    try {
      PARSER.merge(request.json(), job);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException(
          "spec.tuning cannot be expressed in v1 of the gRPC API: " + e.getMessage(), e);
    }
    return CreateTuningJobRequest.newBuilder()
        .setParent(scope.parent())
        .setTuningJob(job.putAllLabels(ownerLabels))
        .build();
  }
}

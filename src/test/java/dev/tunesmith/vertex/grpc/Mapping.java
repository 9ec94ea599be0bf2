package dev.tunesmith.vertex.grpc;

import com.google.cloud.aiplatform.v1.CreateTuningJobRequest;
import com.google.cloud.aiplatform.v1.TuningJob;
import dev.tunesmith.lifecycle.Scope;
import dev.tunesmith.vertex.JobRequest;
import dev.tunesmith.vertex.JobSnapshot;
import dev.tunesmith.vertex.MalformedReplyException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The adapter's mappers, for tests of other packages. */
public final class Mapping {
  private Mapping() {}

  /**
   * What is sent for a request.
   *
   * @throws IllegalArgumentException for what this version of the API cannot say
   */
  public static CreateTuningJobRequest message(
      Scope scope, JobRequest request, Map<String, String> ownerLabels) {
    return RequestMapper.toMessage(scope, request, ownerLabels);
  }

  /** What this version of the API cannot say, as paths. */
  public static List<String> lacking(JobRequest request) {
    return GrpcFields.missing(request.json());
  }

  /** What is read from a reply; nothing where its name is no tuning job's. */
  public static Optional<JobSnapshot> snapshot(TuningJob reply) {
    try {
      return Optional.of(SnapshotMapper.toSnapshot(reply));
    } catch (MalformedReplyException e) {
      return Optional.empty();
    }
  }
}

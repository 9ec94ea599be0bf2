package dev.tunesmith.vertex.grpc;

import com.google.cloud.aiplatform.v1.CreateTuningJobRequest;
import com.google.cloud.aiplatform.v1.TuningJob;
import dev.tunesmith.lifecycle.JobRequest;
import dev.tunesmith.lifecycle.JobSnapshot;
import dev.tunesmith.lifecycle.Scope;
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

  /** What is read from a reply; nothing where its name is no tuning job's. */
  public static Optional<JobSnapshot> snapshot(TuningJob reply) {
    try {
      return Optional.of(SnapshotMapper.toSnapshot(reply));
    } catch (SnapshotMapper.MalformedReplyException e) {
      return Optional.empty();
    }
  }
}

package dev.tunesmith.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.cloud.aiplatform.v1.TuningJob;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.tunesmith.api.v1alpha1.tuningjob.TuningJobStatus;
import dev.tunesmith.lifecycle.JobName;
import dev.tunesmith.vertex.JobSnapshot;
import dev.tunesmith.vertex.grpc.Mapping;
import java.util.List;
import java.util.Optional;

/** What must be true of any reply: it is shown, or it is no reply. */
final class ReplyProof {
  private final StatusProof statuses = new StatusProof();

  /**
   * Tries a reply.
   *
   * @return the statuses that are written because of it; none for what is no job's message
   */
  List<TuningJobStatus> of(byte[] bytes) {
    TuningJob reply;
    try {
      reply = TuningJob.parseFrom(bytes);
    } catch (InvalidProtocolBufferException e) {
      return List.of(); // gRPC says so in the adapter's place
    }
    Optional<JobSnapshot> snapshot = Mapping.snapshot(reply);
    assertThat(snapshot.isPresent())
        .as("read, as its name is a job's: %s", reply.getName())
        .isEqualTo(JobName.parse(reply.getName()).isPresent());
    snapshot.ifPresent(job -> assertThat(job.equalsIgnoringUpdateTime(job)).isTrue());
    return snapshot.map(statuses::created).orElse(List.of());
  }
}

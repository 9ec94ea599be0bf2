package dev.tunesmith.kind.tuningjob;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tunesmith.api.v1alpha1.Bounds;
import dev.tunesmith.api.v1alpha1.tuningjob.JobStatus;
import dev.tunesmith.api.v1alpha1.tuningjob.TuningJobMetadata;
import dev.tunesmith.kind.BoundedRecords;
import dev.tunesmith.kind.Truncation;
import dev.tunesmith.vertex.JobSnapshot;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** {@code status.job}: the body of {@code tuningJobs.get} as last observed, within bounds. */
final class JobProjection {
  private JobProjection() {}

  /** Name and state alone: the write that must not fail. */
  static JobStatus nameOf(JobSnapshot job) {
    return read(
        JsonNodeFactory.instance
            .objectNode()
            .put("name", job.name().value())
            .put("state", job.state().raw()));
  }

  /**
   * All of it. Where nothing but the count of steps within a percent is new, the status keeps what
   * it says: a write at each poll would cost more than it says. A job whose name was just written
   * is not written again to add when it was created.
   */
  static JobStatus of(JobSnapshot job, @Nullable JobStatus before) {
    if (before == null) {
      return of(job);
    }
    if (!job.state().ended() && nameOf(job).equals(before)) {
      return before;
    }
    boolean nothingNew = asBefore(body(job), before).equals(before);
    if (!nothingNew) {
      return of(job);
    }
    JobStatus now = of(job);
    return Objects.equals(JobProgress.percent(now), JobProgress.percent(before)) ? before : now;
  }

  /** The body with the count of steps that the status has. */
  private static JobStatus asBefore(ObjectNode body, JobStatus before) {
    TuningJobMetadata progress = before.tuningJobMetadata();
    if (progress != null && body.path("tuningJobMetadata") instanceof ObjectNode metadata) {
      body.set(
          "tuningJobMetadata",
          metadata.deepCopy().put("completedStepCount", progress.completedStepCount()));
    }
    return read(body);
  }

  /** All of it. */
  static JobStatus of(JobSnapshot job) {
    return read(body(job));
  }

  private static JobStatus read(ObjectNode body) {
    return BoundedRecords.read(body, JobStatus.class);
  }

  /** A job that tunes a tuned model further names its base model there; null where none does. */
  static @Nullable String baseModel(JobSnapshot job) {
    JsonNode own = job.body().path("baseModel");
    JsonNode model = own.isMissingNode() ? job.body().path("preTunedModel").path("baseModel") : own;
    return Truncation.text(model.textValue(), Bounds.MODEL);
  }

  /** The service's answer, with the checkpoints' endpoints as a map. */
  private static ObjectNode body(JobSnapshot job) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    job.body().properties().forEach(field -> body.set(field.getKey(), field.getValue()));
    if (body.path("tunedModel") instanceof ObjectNode answered) {
      ObjectNode made = answered.deepCopy();
      ObjectNode others = made.putObject("checkpointEndpoints");
      job.checkpoints()
          .forEach(
              (id, endpoint) -> {
                if (!endpoint.isEmpty() && job.isDefault(endpoint)) {
                  made.put("defaultCheckpointId", id);
                } else {
                  others.put(Truncation.required(id, Bounds.CHECKPOINT_ID), endpoint);
                }
              });
      body.set("tunedModel", made);
    }
    return body;
  }
}

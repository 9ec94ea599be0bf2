package dev.tunesmith.kind.tuningjob;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tunesmith.api.v1alpha1.tuningjob.JobStatus;
import dev.tunesmith.api.v1alpha1.tuningjob.TuningJobMetadata;
import dev.tunesmith.kind.BoundedRecords;
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

  /** A job that tunes a tuned model further names its base model there. */
  private static ObjectNode body(JobSnapshot job) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    job.body().properties().forEach(field -> body.set(field.getKey(), field.getValue()));
    JsonNode parents = body.path("preTunedModel").path("baseModel");
    if (!body.has("baseModel") && !parents.isMissingNode()) {
      body.set("baseModel", parents);
    }
    return body;
  }
}

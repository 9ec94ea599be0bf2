package dev.tunesmith.kind.tuningjob;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.tunesmith.api.v1alpha1.Bounds;
import dev.tunesmith.api.v1alpha1.tuningjob.JobStatus;
import dev.tunesmith.api.v1alpha1.tuningjob.TunedModel;
import dev.tunesmith.kind.BoundedRecords;
import dev.tunesmith.kind.CanonicalJson;
import dev.tunesmith.vertex.JobSnapshot;
import io.fabric8.generator.annotation.Size;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What applications need to know of a job that succeeded: the data of its result's ConfigMap. */
final class JobResult {
  private JobResult() {}

  /**
   * Every key is always there, so that a container may refer to each; a value may be empty.
   *
   * @param served of the ids of checkpoints that are not the default one those whose endpoints stay
   */
  static Map<String, String> of(String run, JobSnapshot job, Predicate<String> served) {
    JobStatus shown = JobProjection.of(job);
    TunedModel made =
        Objects.requireNonNullElse(shown.tunedModel(), new TunedModel(null, null, null, Map.of()));
    String endpoint = text(made.endpoint());
    return Map.of(
        "model",
        text(made.model()),
        "endpoint",
        endpoint,
        // Gemini 3's models and endpoints are not where their job is.
        "location",
        location(endpoint.isEmpty() ? text(made.model()) : endpoint, job),
        "job",
        job.name().value(),
        "baseModel",
        text(JobProjection.baseModel(job)),
        "completionTime",
        text(shown.endTime()),
        "run",
        run,
        "checkpoints",
        CanonicalJson.of(
            job.body()
                .path("tunedModel")
                .path("checkpoints")
                .valueStream()
                .map(answered -> BoundedRecords.read(answered, Checkpoint.class))
                .map(checkpoint -> checkpoint.shown(endpoint, served))
                .limit(Bounds.CHECKPOINTS)
                .toList()));
  }

  /** {@code TunedModelCheckpoint} of google.cloud.aiplatform.v1. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Checkpoint(
      @Size(max = Bounds.CHECKPOINT_ID) @Nullable String checkpointId,
      @Nullable Long epoch,
      @Nullable Long step,
      @Size(max = Bounds.RESOURCE_NAME) @Nullable String endpoint) {

    Checkpoint shown(String defaultEndpoint, Predicate<String> served) {
      return defaultEndpoint.equals(endpoint) || served.test(text(checkpointId))
          ? this
          : new Checkpoint(checkpointId, epoch, step, null);
    }
  }

  private static String text(@Nullable String value) {
    return Objects.requireNonNullElse(value, "");
  }

  private static String location(String name, JobSnapshot job) {
    String[] parts = name.split("/", -1);
    return parts.length > 3 && parts[2].equals("locations") ? parts[3] : job.name().location();
  }
}

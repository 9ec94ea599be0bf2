package dev.tunesmith.kind.tuningjob;

import dev.tunesmith.api.v1alpha1.tuningjob.Checkpoint;
import dev.tunesmith.api.v1alpha1.tuningjob.JobStatus;
import dev.tunesmith.api.v1alpha1.tuningjob.TunedModel;
import dev.tunesmith.kind.CanonicalJson;
import dev.tunesmith.vertex.JobSnapshot;
import java.util.List;
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
        Objects.requireNonNullElse(shown.tunedModel(), new TunedModel(null, null, List.of()));
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
        text(shown.baseModel()),
        "completionTime",
        text(shown.endTime()),
        "run",
        run,
        "checkpoints",
        CanonicalJson.of(
            made.checkpoints().stream()
                .map(checkpoint -> shown(checkpoint, endpoint, served))
                .toList()));
  }

  private static Checkpoint shown(
      Checkpoint checkpoint, String endpoint, Predicate<String> served) {
    return endpoint.equals(checkpoint.endpoint()) || served.test(text(checkpoint.checkpointId()))
        ? checkpoint
        : new Checkpoint(checkpoint.checkpointId(), checkpoint.epoch(), checkpoint.step(), null);
  }

  private static String text(@Nullable String value) {
    return Objects.requireNonNullElse(value, "");
  }

  private static String location(String name, JobSnapshot job) {
    String[] parts = name.split("/", -1);
    return parts.length > 3 && parts[2].equals("locations") ? parts[3] : job.name().location();
  }
}

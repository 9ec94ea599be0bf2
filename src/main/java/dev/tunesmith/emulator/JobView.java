package dev.tunesmith.emulator;

import static com.google.cloud.aiplatform.v1.JobState.JOB_STATE_RUNNING;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tunesmith.emulator.Progress.Stage;
import dev.tunesmith.emulator.Shape.Field;
import dev.tunesmith.emulator.Shape.Nested;
import dev.tunesmith.emulator.Training.Checkpoint;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;

/**
 * Writes a job as it is at an instant, with the fields that the client's version has, in the
 * recorded order of fields.
 */
final class JobView {
  private static final DateTimeFormatter EXPERIMENT =
      DateTimeFormatter.ofPattern("uuuuMMddHHmmssSSSSSS").withZone(ZoneOffset.UTC);

  private JobView() {}

  static ObjectNode of(StoredJob job, Instant now, ApiVersion version) {
    Timeline timeline = job.timeline();
    Timeline.Phase phase = timeline.at(now);
    Optional<Instant> started = timeline.started(now);
    ObjectNode view = Json.object();
    view.put("name", job.name());
    copy(job, view, "tunedModelDisplayName", "description");
    copy(job, view, "baseModel", "preTunedModel");
    spec(job, view, version);
    view.put("state", phase.state());
    view.put("createTime", Json.timestamp(job.created()));
    started.ifPresent(time -> view.put("startTime", Json.timestamp(time)));
    timeline.ended(now).ifPresent(time -> view.put("endTime", Json.timestamp(time)));
    view.put("updateTime", Json.timestamp(phase.from()));
    if (phase.error() != null) {
      view.putObject("error")
          .put("code", phase.error().code())
          .put("message", phase.error().message());
    }
    copy(job, view, "labels");
    started.ifPresent(time -> view.put("experiment", experiment(job, time)));
    if (phase.model()) {
      view.set("tunedModel", tunedModel(job, phase.endpoint()));
    }
    copy(job, view, "encryptionSpec", "serviceAccount");
    if (version.isBeta()) {
      copy(job, view, "customBaseModel", "outputUri");
    }
    Progress.of(timeline, now).ifPresent(progress -> progress(job, phase, progress, view, version));
    return view;
  }

  private static void spec(StoredJob job, ObjectNode view, ApiVersion version) {
    Field field = job.method().field();
    if (field.type() instanceof Nested nested && (!field.beta() || version.isBeta())) {
      view.set(field.name(), nested.shape().visible(job.spec().path(field.name()), version));
    }
  }

  private static void progress(
      StoredJob job, Timeline.Phase phase, Progress progress, ObjectNode view, ApiVersion version) {
    if (progress.datasetProcessed()) {
      ObjectNode statistics = job.method().statistics(job.training());
      if (!statistics.isEmpty() && hasStatistics(job, version)) {
        view.set("tuningDataStats", statistics);
      }
    }
    if (version.isRest() && progress.trained() > 0) {
      view.put("gcsMetricsUri", metricsUri(job));
    }
    boolean evaluating =
        progress.stage() == Stage.POST_PROCESSING && phase.state().equals(JOB_STATE_RUNNING.name());
    if (evaluating || phase.endpoint()) {
      ArrayNode runs = job.method().evaluations(job, phase.endpoint());
      if (!runs.isEmpty()) {
        view.set("evaluateDatasetRuns", runs);
      }
    }
    if (version.isBeta()) {
      if (phase.state().equals(JOB_STATE_RUNNING.name())) {
        view.put("tuningJobState", progress.stage().apiName());
      }
      ObjectNode metadata = progress.metadata(job.training());
      if (!metadata.isEmpty()) {
        view.set("tuningJobMetadata", metadata);
      }
    }
  }

  private static boolean hasStatistics(StoredJob job, ApiVersion version) {
    return !job.method().field().beta() || version.isBeta();
  }

  /** In a bucket of the service; how the service names it is not documented. */
  private static String metricsUri(StoredJob job) {
    return "gs://vertex-ai-tuning-"
        + job.scope().projectNumber()
        + "-"
        + job.scope().location()
        + "/"
        + job.id()
        + "/metrics.jsonl";
  }

  private static void copy(StoredJob job, ObjectNode view, String... fields) {
    for (String field : fields) {
      if (job.spec().has(field)) {
        view.set(field, job.spec().path(field).deepCopy());
      }
    }
  }

  /** The name of the metadata context of a job that has started. */
  static String experiment(StoredJob job, Instant started) {
    return job.scope().name()
        + "/metadataStores/default/contexts/tuning-experiment-"
        + EXPERIMENT.format(started);
  }

  private static ObjectNode tunedModel(StoredJob job, boolean deployed) {
    ObjectNode tuned = Json.object();
    tuned.put("model", job.modelName() + "@" + job.outputs().version());
    boolean open = job.outputs().endpointIds().isEmpty();
    if (!deployed && !open) {
      return tuned;
    }
    if (!open) {
      // The last checkpoint is the default one until another is made so.
      tuned.put("endpoint", job.endpointName(job.defaultCheckpoint()));
    }
    List<Checkpoint> checkpoints = job.training().checkpoints();
    if (!checkpoints.isEmpty()) {
      ArrayNode views = tuned.putArray("checkpoints");
      for (int index = 0; index < checkpoints.size(); index++) {
        ObjectNode view = checkpoint(checkpoints.get(index));
        views.add(open ? view : view.put("endpoint", job.endpointName(index)));
      }
    }
    return tuned;
  }

  /** A checkpoint as models and jobs show it. */
  static ObjectNode checkpoint(Checkpoint checkpoint) {
    return Json.object()
        .put("checkpointId", checkpoint.id())
        .put("epoch", Long.toString(checkpoint.epoch()))
        .put("step", Long.toString(checkpoint.step()));
  }
}

package dev.tunesmith.emulator;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tunesmith.emulator.Training.Checkpoint;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;

/** Writes a job down as it is at an instant, in the order of fields that was recorded. */
final class JobView {
  private static final DateTimeFormatter EXPERIMENT =
      DateTimeFormatter.ofPattern("uuuuMMddHHmmssSSSSSS").withZone(ZoneOffset.UTC);

  private JobView() {}

  static ObjectNode of(StoredJob job, Instant now) {
    Timeline timeline = job.timeline();
    Timeline.Phase phase = timeline.at(now);
    Optional<Instant> started = timeline.started(now);
    ObjectNode view = Json.object();
    view.put("name", job.name());
    copy(job, view, "tunedModelDisplayName", "description");
    copy(job, view, "baseModel", "preTunedModel", "supervisedTuningSpec");
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
    // The data set has been processed once training begins.
    started.ifPresent(time -> view.set("tuningDataStats", job.training().stats()));
    copy(job, view, "encryptionSpec", "serviceAccount");
    return view;
  }

  private static void copy(StoredJob job, ObjectNode view, String... fields) {
    for (String field : fields) {
      if (job.spec().has(field)) {
        view.set(field, job.spec().path(field).deepCopy());
      }
    }
  }

  private static String experiment(StoredJob job, Instant started) {
    return job.scope().name()
        + "/metadataStores/default/contexts/tuning-experiment-"
        + EXPERIMENT.format(started);
  }

  private static ObjectNode tunedModel(StoredJob job, boolean deployed) {
    ObjectNode tuned = Json.object();
    tuned.put("model", job.modelName() + "@" + job.outputs().version());
    if (!deployed) {
      return tuned;
    }
    // The last checkpoint is the default one, and its endpoint is the model's.
    tuned.put("endpoint", job.endpointName(job.outputs().endpointIds().size() - 1));
    List<Checkpoint> checkpoints = job.training().checkpoints();
    if (!checkpoints.isEmpty()) {
      ArrayNode views = tuned.putArray("checkpoints");
      for (int index = 0; index < checkpoints.size(); index++) {
        views.add(checkpoint(checkpoints.get(index)).put("endpoint", job.endpointName(index)));
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

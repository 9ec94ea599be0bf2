package dev.tunesmith.emulator;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tunesmith.emulator.JobStore.Deployed;
import dev.tunesmith.emulator.Training.Checkpoint;
import java.time.Instant;
import java.util.List;

/** Writes the model and the endpoints of a job. */
final class ArtifactView {
  private ArtifactView() {}

  /**
   * A version of a model.
   *
   * @param job the job that made the version
   * @param first when the model's first version was created
   * @param isDefault whether the model's name without a version means this one
   * @param now for what is deployed
   */
  static ObjectNode model(StoredJob job, Instant first, boolean isDefault, Instant now) {
    Timeline.Phase phase = job.phase(now);
    String made = Json.timestamp(phase.from());
    ObjectNode view = Json.object();
    view.put("name", job.modelName());
    view.put("versionId", Integer.toString(job.outputs().version()));
    if (isDefault) {
      view.putArray("versionAliases").add("default");
    }
    view.put("versionCreateTime", made).put("versionUpdateTime", made);
    view.put("displayName", job.outputs().displayName());
    view.put("createTime", Json.timestamp(first)).put("updateTime", made);
    if (phase.endpoint()) {
      ArrayNode deployed = view.putArray("deployedModels");
      for (int index = 0; index < job.outputs().endpointIds().size(); index++) {
        deployed
            .addObject()
            .put("endpoint", job.endpointName(index))
            .put("deployedModelId", deployedModelId(job, index));
      }
    }
    view.put("etag", etag(job));
    view.set("labels", labels(job));
    view.putObject("modelSourceInfo").put("sourceType", "GENIE");
    view.putObject("baseModelSource")
        .putObject("genieSource")
        .put("baseModelUri", "publishers/google/models/" + job.outputs().baseModel());
    List<Checkpoint> checkpoints = job.training().checkpoints();
    if (!checkpoints.isEmpty()) {
      view.put("defaultCheckpointId", checkpoints.getLast().id());
      ArrayNode views = view.putArray("checkpoints");
      checkpoints.forEach(checkpoint -> views.add(JobView.checkpoint(checkpoint)));
    }
    return view;
  }

  static ObjectNode endpoint(Deployed deployed, Instant now) {
    StoredJob job = deployed.job();
    String made = Json.timestamp(job.phase(now).from());
    ObjectNode view = Json.object();
    view.put("name", job.endpointName(deployed.index()));
    view.put("displayName", job.outputs().displayName());
    ObjectNode model = view.putArray("deployedModels").addObject();
    model.put("id", deployedModelId(job, deployed.index()));
    model.put("model", job.modelName());
    model.put("modelVersionId", Integer.toString(job.outputs().version()));
    model.put("displayName", job.outputs().displayName());
    model.put("createTime", made);
    List<Checkpoint> checkpoints = job.training().checkpoints();
    if (!checkpoints.isEmpty()) {
      model.put("checkpointId", checkpoints.get(deployed.index()).id());
    }
    view.put("etag", etag(job));
    view.set("labels", labels(job));
    view.put("createTime", made).put("updateTime", made);
    return view;
  }

  /**
   * Google's SDKs list tuned models by the first label, and read the base model from the second.
   */
  private static ObjectNode labels(StoredJob job) {
    ObjectNode labels = Json.object();
    job.spec().path("labels").properties().forEach(e -> labels.set(e.getKey(), e.getValue()));
    labels.put("tune-type", job.method().label());
    labels.put(
        "google-vertex-llm-tuning-base-model-id", job.outputs().baseModel().replace('.', '_'));
    labels.put("google-vertex-llm-tuning-job-id", job.id());
    return labels;
  }

  private static String deployedModelId(StoredJob job, int index) {
    return job.outputs().endpointIds().get(index);
  }

  private static String etag(StoredJob job) {
    return "AMEw9y" + job.outputs().modelId();
  }
}

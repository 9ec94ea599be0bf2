package dev.tunesmith.emulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tunesmith.emulator.Artifacts.Edited;
import dev.tunesmith.emulator.JobStore.Deployed;
import dev.tunesmith.emulator.Training.Checkpoint;
import java.time.Instant;
import java.util.List;

/** Writes the model and the endpoints of a job. */
final class ArtifactView {
  private static final String LABELS = "labels";
  private static final int ALL_TRAFFIC = 100;

  private ArtifactView() {}

  /**
   * A version of a model.
   *
   * @param job the job that made the version
   * @param now for what is deployed
   */
  static ObjectNode model(StoredModel model, StoredJob job, Instant now) {
    Timeline.Phase phase = job.phase(now);
    String made = Json.timestamp(phase.from());
    StoredJob first = model.versions(now).isEmpty() ? job : model.versions(now).getFirst();
    ObjectNode view = Json.object();
    view.put("name", job.modelName());
    view.put("versionId", Integer.toString(job.outputs().version()));
    List<String> aliases = model.aliasesOf(job, now);
    if (!aliases.isEmpty()) {
      aliases.forEach(view.putArray("versionAliases")::add);
    }
    view.put("versionCreateTime", made).put("versionUpdateTime", made);
    view.put("displayName", job.outputs().displayName());
    view.put("createTime", Json.timestamp(first.phase(now).from())).put("updateTime", made);
    ArrayNode deployed = Json.array();
    for (int index = 0; index < job.outputs().endpointIds().size(); index++) {
      if (phase.endpoint() && job.artifacts().endpoints().get(index).isKnownToModel(now)) {
        deployed
            .addObject()
            .put("endpoint", job.endpointName(index))
            .put("deployedModelId", new Deployed(job, index).id());
      }
    }
    if (!deployed.isEmpty()) {
      view.set("deployedModels", deployed);
    }
    view.put("etag", etag(job));
    view.putObject("modelSourceInfo").put("sourceType", "GENIE");
    view.putObject("baseModelSource")
        .putObject("genieSource")
        .put("baseModelUri", baseModelUri(job));
    List<Checkpoint> checkpoints = job.training().checkpoints();
    if (!checkpoints.isEmpty()) {
      view.put("defaultCheckpointId", checkpoints.getLast().id());
      ArrayNode views = view.putArray("checkpoints");
      checkpoints.forEach(checkpoint -> views.add(JobView.checkpoint(checkpoint)));
    }
    model.edited().apply(view, "updateTime");
    job.artifacts().version().apply(view, "versionUpdateTime");
    // Labels of the model and of the version are shown together.
    view.set("labels", labels(job, model.edited(), job.artifacts().version()));
    return view;
  }

  static ObjectNode endpoint(Deployed deployed, Instant now) {
    StoredJob job = deployed.job();
    String made = Json.timestamp(job.phase(now).from());
    ObjectNode view = Json.object();
    view.put("name", job.endpointName(deployed.index()));
    view.put("displayName", job.outputs().displayName());
    if (deployed.endpoint().isDeployed(now)) {
      view.putArray("deployedModels").add(deployedModel(deployed, made));
      view.putObject("trafficSplit").put(deployed.id(), ALL_TRAFFIC);
    }
    view.put("etag", etag(job));
    view.put("createTime", made).put("updateTime", made);
    deployed.endpoint().edited().apply(view, "updateTime");
    view.set("labels", labels(job, deployed.endpoint().edited()));
    return view;
  }

  private static ObjectNode deployedModel(Deployed deployed, String made) {
    StoredJob job = deployed.job();
    ObjectNode model = Json.object();
    model.put("id", deployed.id());
    model.put("model", job.modelName());
    model.put("modelVersionId", Integer.toString(job.outputs().version()));
    model.put("displayName", job.outputs().displayName());
    model.put("createTime", made);
    List<Checkpoint> checkpoints = job.training().checkpoints();
    if (!checkpoints.isEmpty()) {
      model.put("checkpointId", checkpoints.get(deployed.index()).id());
    }
    return model;
  }

  /**
   * The labels: those of the job until others were set, and the service's own. Google's SDKs list
   * tuned models by {@code tune-type}, and read the base model from the next one.
   */
  private static ObjectNode labels(StoredJob job, Edited... edits) {
    ObjectNode labels = Json.object();
    if (!edits[0].fields().has(LABELS)) {
      add(job.spec().path(LABELS), labels);
    }
    for (Edited edited : edits) {
      add(edited.fields().path(LABELS), labels);
    }
    labels.put("tune-type", job.method().label());
    labels.put("google-vertex-llm-tuning-base-model-id", baseModelLabel(job));
    labels.put("google-vertex-llm-tuning-job-id", job.id());
    return labels;
  }

  private static void add(JsonNode more, ObjectNode labels) {
    more.properties().forEach(label -> labels.set(label.getKey(), label.getValue()));
  }

  /** A label's value has no dots. */
  private static String baseModelLabel(StoredJob job) {
    return job.outputs().baseModel().replaceAll("[^a-z0-9_-]", "_");
  }

  private static String baseModelUri(StoredJob job) {
    return "publishers/google/models/" + job.outputs().baseModel();
  }

  private static String etag(StoredJob job) {
    return "AMEw9y" + job.outputs().modelId();
  }
}

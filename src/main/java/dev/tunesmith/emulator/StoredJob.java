package dev.tunesmith.emulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;

/**
 * A job. The service deletes none. Everything but the timeline and what became of its artefacts
 * stays as it was created; only a cancel changes the timeline.
 */
final class StoredJob {
  /**
   * The artefacts of a job: named at creation, and there once the timeline says so.
   *
   * @param scope where the model and its endpoints are: for some base models not the job's location
   * @param modelId the id of the tuned model
   * @param version the version of it that this job makes, 1 for a new model
   * @param displayName of the model and its endpoints
   * @param baseModel the base model, also of continued tunings
   * @param endpointIds one for each checkpoint, in their order; else one
   * @param evaluationIds of the evaluation runs, if the job has any: as many as endpoints
   */
  record Outputs(
      ProjectLocation scope,
      String modelId,
      int version,
      String displayName,
      String baseModel,
      List<String> endpointIds,
      List<String> evaluationIds) {
    Outputs {
      endpointIds = List.copyOf(endpointIds);
      evaluationIds = List.copyOf(evaluationIds);
    }
  }

  private final ProjectLocation scope;
  private final String id;
  private final ObjectNode spec;
  private final TuningMethod method;
  private final Instant created;
  private final Instant listedFrom;
  private final Training training;
  private final Outputs outputs;
  private volatile Timeline timeline;
  private volatile Artifacts artifacts;

  StoredJob(
      ProjectLocation scope,
      String id,
      ObjectNode spec,
      Instant created,
      Instant listedFrom,
      Training training,
      Outputs outputs,
      Timeline timeline) {
    this.scope = scope;
    this.id = id;
    this.spec = spec;
    this.method = TuningMethod.of(spec);
    this.created = created;
    this.listedFrom = listedFrom;
    this.training = training;
    this.outputs = outputs;
    this.timeline = timeline;
    this.artifacts = Artifacts.made(outputs.endpointIds().size());
  }

  ProjectLocation scope() {
    return scope;
  }

  String id() {
    return id;
  }

  String name() {
    return ResourceName.of(scope, ResourceName.JOBS, id);
  }

  /** The request with the service's defaults filled in. Callers copy before they change it. */
  ObjectNode spec() {
    return spec;
  }

  TuningMethod method() {
    return method;
  }

  Instant created() {
    return created;
  }

  /** When listings begin to show it. */
  Instant listedFrom() {
    return listedFrom;
  }

  Training training() {
    return training;
  }

  Outputs outputs() {
    return outputs;
  }

  Timeline timeline() {
    return timeline;
  }

  void follow(Timeline changed) {
    timeline = changed;
  }

  Artifacts artifacts() {
    return artifacts;
  }

  void follow(Artifacts changed) {
    artifacts = changed;
  }

  /** Whether the version of the model that the job makes is there. */
  boolean hasModel(Instant now) {
    return phase(now).model() && !artifacts.deleted();
  }

  /** Whether one of the job's endpoints is there. */
  boolean hasEndpoint(int index, Instant now) {
    return phase(now).endpoint() && !artifacts.endpoints().get(index).deleted();
  }

  /** The index of the default checkpoint, and so of the endpoint that is the model's own. */
  int defaultCheckpoint() {
    String id = artifacts.version().fields().path("defaultCheckpointId").asText();
    List<Training.Checkpoint> checkpoints = training.checkpoints();
    for (int index = 0; index < checkpoints.size(); index++) {
      if (checkpoints.get(index).id().equals(id)) {
        return index;
      }
    }
    return outputs.endpointIds().size() - 1;
  }

  Timeline.Phase phase(Instant now) {
    return timeline.at(now);
  }

  String modelName() {
    return ResourceName.of(outputs.scope(), ResourceName.MODELS, outputs.modelId());
  }

  String endpointName(int index) {
    return ResourceName.of(
        outputs.scope(), ResourceName.ENDPOINTS, outputs.endpointIds().get(index));
  }
}

package dev.tunesmith.emulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;

/**
 * A job, from its creation on for ever: the service deletes none. Everything but the timeline stays
 * as it was created; only a cancel changes the timeline.
 */
final class StoredJob {
  /**
   * What a job leaves behind, named at creation and there once the timeline says so.
   *
   * @param modelId the id of the tuned model
   * @param version the version of it that this job makes, 1 for a new model
   * @param displayName of the model and its endpoints
   * @param baseModel what was tuned in the end, through all continued tunings
   * @param endpointIds one for each checkpoint, in their order; else one
   */
  record Outputs(
      String modelId, int version, String displayName, String baseModel, List<String> endpointIds) {
    Outputs {
      endpointIds = List.copyOf(endpointIds);
    }
  }

  private final ProjectLocation scope;
  private final String id;
  private final ObjectNode spec;
  private final Instant created;
  private final Instant listedFrom;
  private final Training training;
  private final Outputs outputs;
  private volatile Timeline timeline;

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
    this.created = created;
    this.listedFrom = listedFrom;
    this.training = training;
    this.outputs = outputs;
    this.timeline = timeline;
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

  /** The request with the service's defaults filled in. Not to be changed, and not to be lent. */
  ObjectNode spec() {
    return spec;
  }

  Instant created() {
    return created;
  }

  /** From when on listings show it. */
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

  Timeline.Phase phase(Instant now) {
    return timeline.at(now);
  }

  String modelName() {
    return ResourceName.of(scope, ResourceName.MODELS, outputs.modelId());
  }

  String endpointName(int index) {
    return ResourceName.of(scope, ResourceName.ENDPOINTS, outputs.endpointIds().get(index));
  }
}

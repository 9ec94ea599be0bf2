package dev.tunesmith.emulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Map;

/**
 * A tuned model. A patch changes what is {@link Edited}, a cancelled operation its run; everything
 * else stays as it was created. {@link TunedModelStore} changes it under its lock.
 */
final class StoredTunedModel {
  /**
   * What a patch changes.
   *
   * @param fields never changed, but replaced
   * @param at when it was last changed
   */
  record Edited(ObjectNode fields, Instant at) {}

  private final String id;
  private final String operationId;
  private final TunableModel baseModel;
  private final ObjectNode spec;
  private final Map<String, String> examples;
  private final Instant created;
  private final Instant listedFrom;
  private final LossCurve loss;
  private volatile Edited edited;
  private volatile TunedModelRun run;
  private volatile boolean deleted;

  /**
   * A new model.
   *
   * @param baseModel the one that its tuning began with, perhaps by way of other tuned models
   * @param spec what stays: the source model and the hyperparameters
   * @param fields what a patch can change
   * @param examples outputs by their inputs, those of the tuned models that it continues included
   */
  StoredTunedModel(
      String id,
      String operationId,
      TunableModel baseModel,
      ObjectNode spec,
      ObjectNode fields,
      Map<String, String> examples,
      Instant created,
      Instant listedFrom,
      TunedModelRun run,
      LossCurve loss) {
    this.id = id;
    this.operationId = operationId;
    this.baseModel = baseModel;
    this.spec = spec;
    this.examples = Map.copyOf(examples);
    this.created = created;
    this.listedFrom = listedFrom;
    this.loss = loss;
    this.edited = new Edited(fields, created);
    this.run = run;
  }

  String id() {
    return id;
  }

  String name() {
    return TunedModelStore.COLLECTION + "/" + id;
  }

  String operationName() {
    return name() + "/operations/" + operationId;
  }

  TunableModel baseModel() {
    return baseModel;
  }

  /** A copy. */
  ObjectNode spec() {
    return spec.deepCopy();
  }

  Map<String, String> examples() {
    return examples;
  }

  Instant created() {
    return created;
  }

  Instant listedFrom() {
    return listedFrom;
  }

  LossCurve loss() {
    return loss;
  }

  Edited edited() {
    return edited;
  }

  String displayName() {
    return edited.fields().path("displayName").asText();
  }

  TunedModelRun run() {
    return run;
  }

  boolean isDeleted() {
    return deleted;
  }

  void edit(ObjectNode fields, Instant now) {
    edited = new Edited(fields, now);
  }

  void cancel(Instant now) {
    run = run.cancelled(now);
  }

  void delete() {
    deleted = true;
  }
}

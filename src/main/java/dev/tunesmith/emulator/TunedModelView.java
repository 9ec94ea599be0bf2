package dev.tunesmith.emulator;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tunesmith.emulator.Effect.JobError;
import java.time.Instant;

/**
 * A tuned model and the operation that creates it, as v1beta shows them. Zeros are left out, and so
 * are the training data, which are input only.
 *
 * @see <a href="https://ai.google.dev/api/tuning#TunedModel">TunedModel, REST v1beta</a>
 */
final class TunedModelView {
  private static final String TYPES =
      "type.googleapis.com/" + ApiVersion.GEMINI_V1BETA.typePackage();

  private TunedModelView() {}

  static ObjectNode of(StoredTunedModel model, Instant now) {
    TunedModelRun run = model.run();
    ObjectNode view = Json.object();
    view.put("name", model.name());
    ObjectNode spec = model.spec();
    view.setAll(model.edited().fields().deepCopy());
    view.put("state", run.phase(now).state());
    view.put("createTime", Json.timestamp(model.created()));
    view.put("updateTime", Json.timestamp(updated(model, now)));
    ObjectNode task = view.putObject("tuningTask");
    if (!run.started().isAfter(now)) {
      task.put("startTime", Json.timestamp(run.started()));
    }
    if (run.hasEnded(now)) {
      task.put("completeTime", Json.timestamp(run.phase(now).from()));
    }
    snapshots(model, now, task);
    task.set("hyperparameters", spec.remove("hyperparameters"));
    view.setAll(spec);
    return view;
  }

  private static Instant updated(StoredTunedModel model, Instant now) {
    Instant patched = model.edited().at();
    Instant entered = model.run().phase(now).from();
    return entered.isAfter(patched) ? entered : patched;
  }

  private static void snapshots(StoredTunedModel model, Instant now, ObjectNode parent) {
    ArrayNode snapshots = model.loss().snapshots(model.run(), now);
    if (!snapshots.isEmpty()) {
      parent.set("snapshots", snapshots);
    }
  }

  /** The operation of a model's creation. */
  static ObjectNode operation(StoredTunedModel model, Instant now) {
    TunedModelRun run = model.run();
    ObjectNode operation = Json.object();
    operation.put("name", model.operationName());
    ObjectNode metadata = operation.putObject("metadata");
    metadata.put("@type", TYPES + "CreateTunedModelMetadata");
    metadata.put("totalSteps", run.totalSteps());
    int completed = run.completedSteps(now);
    if (completed > 0) {
      metadata.put("completedSteps", completed);
      metadata.put("completedPercent", (float) (100.0 * completed / run.totalSteps()));
    }
    snapshots(model, now, metadata);
    metadata.put("tunedModel", model.name());
    if (!run.hasEnded(now)) {
      return operation;
    }
    operation.put("done", true);
    JobError error = run.phase(now).error();
    if (error == null) {
      operation.putObject("response").put("@type", TYPES + "TunedModel").setAll(of(model, now));
    } else {
      operation.putObject("error").put("code", error.code()).put("message", error.message());
    }
    return operation;
  }
}

package dev.tunesmith.gemini;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tunesmith.vertex.ServiceTimes;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A tuned model as the service showed it at one moment: what decisions need, and the service's own
 * answer for the status.
 *
 * @param name such as {@code tunedModels/my-model}
 * @param body the answer of {@code tunedModels.get} in its REST spelling, without {@code
 *     tuningTask.trainingData}; every time in it can be read; never modified
 */
public record TunedModelSnapshot(String name, ModelState state, ObjectNode body) {

  /** The last part of the name. */
  public String id() {
    return ModelNames.id(name);
  }

  /** When the service accepted the model; null where it does not say. */
  public @Nullable Instant createTime() {
    return ServiceTimes.read(body.path("createTime").textValue());
  }

  /** The points of the loss curve, in the order of their steps. */
  public List<TuningSnapshot> snapshots() {
    return ModelReader.snapshots(body.path("tuningTask").path("snapshots"));
  }
}

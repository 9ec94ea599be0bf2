package dev.tunesmith.gemini;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The operation that creates a tuned model, as the service showed it at one moment.
 *
 * @param name such as {@code tunedModels/my-model/operations/1}
 * @param tunedModel the name of the model; null where the service does not say
 * @param totalSteps 0 while the service does not say
 * @param completedSteps 0 while the service does not say
 * @param snapshots the points of the loss curve so far, in the order of their steps
 * @param done whether the operation has ended, in success or by the error
 * @param error only of an operation that is done and failed
 * @see <a href="https://ai.google.dev/api/tuning#v1beta.CreateTunedModelMetadata">
 *     CreateTunedModelMetadata</a>
 */
public record Operation(
    String name,
    @Nullable String tunedModel,
    int totalSteps,
    int completedSteps,
    List<TuningSnapshot> snapshots,
    boolean done,
    @Nullable OperationError error) {

  /** Copies the list. */
  public Operation {
    snapshots = List.copyOf(snapshots);
  }

  /**
   * Why an operation failed.
   *
   * @param code of {@code google.rpc.Code}, such as {@code INVALID_ARGUMENT}
   * @param message the service's own, on one line, without credentials and quoted training data
   */
  public record OperationError(String code, String message) {}
}

package dev.tunesmith.gate;

import dev.tunesmith.lifecycle.Verdict;
import dev.tunesmith.vertex.JobRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The resource that makes the model which a job tunes further.
 *
 * @param verdict whether its model is known; of what else there is, only the first answer counts
 * @param models what the job can have been made of; the one that a create would send now is first
 *     where the verdict passes
 */
public record Parent(Verdict verdict, List<Made> models) {
  /** Copies the list. */
  public Parent {
    models = List.copyOf(models);
  }

  /** Whether a create would send something now. */
  public boolean resolved() {
    return verdict instanceof Verdict.Pass;
  }

  /**
   * The job with one model.
   *
   * @param model its resource name
   * @param checkpointId null for the model's default checkpoint
   * @param inputs the canonical JSON of the inputs with it
   * @param request null where the resource has errors
   */
  public record Made(
      String model, @Nullable String checkpointId, String inputs, @Nullable JobRequest request) {}
}

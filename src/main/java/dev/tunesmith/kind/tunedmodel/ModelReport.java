package dev.tunesmith.kind.tunedmodel;

import dev.tunesmith.acceptance.AcceptancePlan;
import dev.tunesmith.api.v1alpha1.ConditionReason;
import dev.tunesmith.gemini.Operation;
import dev.tunesmith.gemini.TunedModelSnapshot;
import dev.tunesmith.reconcile.Refusal;
import dev.tunesmith.vertex.Failure;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a status is to say. */
sealed interface ModelReport {
  /** Something is waited for, or a person has to change something. */
  record Waiting(ConditionReason reason, String message, boolean stalled) implements ModelReport {}

  /** A create call is about to be sent. */
  record Submitting(String time) implements ModelReport {}

  /**
   * The service refused the create.
   *
   * @param pending whether an earlier create of the run may have been accepted
   */
  record Refused(Failure failure, Refusal refusal, boolean pending) implements ModelReport {}

  /**
   * The model as it is.
   *
   * @param operation that creates it; null where it was not read
   * @param ofInputs whether it was made of the wanted inputs
   * @param notes what the user should know besides
   * @param checks of a model that can be used; null where there are none
   */
  record Followed(
      TunedModelSnapshot model,
      @Nullable Operation operation,
      boolean ofInputs,
      List<String> notes,
      @Nullable AcceptancePlan checks)
      implements ModelReport {
    /** Copies the list. */
    public Followed {
      notes = List.copyOf(notes);
    }
  }

  /** The create was accepted; the model was not read yet. */
  record Started(String name, Operation operation) implements ModelReport {}

  /** The model is about to be deleted. */
  record Deleting(String name, String time) implements ModelReport {}

  /**
   * Which resource a status is of.
   *
   * @param inputs digest of the wanted inputs
   * @param request digest of what the service may refuse
   * @param baseModel as the spec names it; null where the spec names none
   */
  record Context(
      long generation,
      String instanceId,
      String run,
      String inputs,
      String request,
      @Nullable String baseModel,
      boolean deleted) {}
}

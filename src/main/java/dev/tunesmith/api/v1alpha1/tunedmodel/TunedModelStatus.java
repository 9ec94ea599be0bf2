package dev.tunesmith.api.v1alpha1.tunedmodel;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.tunesmith.api.v1alpha1.AcceptanceStatus;
import dev.tunesmith.api.v1alpha1.Bounds;
import dev.tunesmith.api.v1alpha1.ImmutableCopies;
import dev.tunesmith.api.v1alpha1.Rejected;
import io.fabric8.generator.annotation.Size;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code status}: what the operator last observed, a projection of the service's models. No
 * decision to create or to delete rests on it.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record TunedModelStatus(
    @JsonPropertyDescription(
            "Generation of the resource that this status speaks of; -1 until the operator has seen"
                + " the resource.")
        @Nullable Long observedGeneration,
    @JsonPropertyDescription(
            "What is true of this resource now. Ready is always there, Accepted once the acceptance"
                + " checks are over; Finished, Complete, Failed,"
                + " Reconciling and Stalled only while they are True.")
        @JsonInclude(JsonInclude.Include.NON_EMPTY)
        @Size(max = Bounds.CONDITIONS)
        List<Condition> conditions,
    @JsonPropertyDescription(
            "State of the tuned model for people: Creating, Active, Failed, or one that the service"
                + " adds later. For decisions read the conditions.")
        @Size(max = Bounds.STATE)
        @Nullable String state,
    @JsonPropertyDescription("Reason of Ready, where it differs from the state.")
        @Size(max = Bounds.REASON)
        @Nullable String reason,
    @JsonPropertyDescription(
            "Short name of the foundation model; of a model that is tuned further, its own.")
        @Size(max = Bounds.MODEL)
        @Nullable String baseModel,
    @JsonPropertyDescription("Progress of the tuning, 0 to 100.") @Nullable Integer percent,
    @JsonPropertyDescription("Run that this status speaks of: spec.run as the operator took it up.")
        @Size(max = Bounds.RUN)
        @Nullable String run,
    @JsonPropertyDescription(
            "Instance id of the operator that submitted or follows the run. The tuned model's id is"
                + " made of it: a cluster that replaces this one needs the same --instance-id.")
        @Size(max = Bounds.INSTANCE_ID)
        @Nullable String instanceId,
    @JsonPropertyDescription(
            "Record that a create call may have been sent, written before the call. While it is"
                + " there the inputs in spec cannot change without a new run.")
        @Nullable Submission submission,
    @JsonPropertyDescription(
            "Request that the service refused for good. It is not sent again as it is.")
        @Nullable Rejected rejected,
    @JsonPropertyDescription("The long-running operation that creates the tuned model.")
        @Nullable OperationStatus operation,
    @JsonPropertyDescription(
            "Tuned model of the current run as last observed: the body of the Gemini API's"
                + " tunedModels.get in its REST spelling, without training data.")
        @Nullable ModelStatus model,
    @JsonPropertyDescription(
            "Acceptance checks that were sent to the tuned model of the current run, and their"
                + " results.")
        @Nullable AcceptanceStatus acceptance) {

  /** Absent conditions read as empty. */
  public TunedModelStatus {
    conditions = ImmutableCopies.asEmpty(conditions);
  }
}

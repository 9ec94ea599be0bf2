package dev.tunesmith.api.v1alpha1.tuningjob;

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
 * {@code status}: what the operator last observed, a projection of the service's jobs. No decision
 * to create or to release rests on it.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record TuningJobStatus(
    @JsonPropertyDescription(
            "Generation of the resource that this status speaks of; -1 until the operator has seen"
                + " the resource.")
        @Nullable Long observedGeneration,
    @JsonPropertyDescription(
            "What is true of this resource now. Ready is always there, Accepted once the acceptance"
                + " checks are over; Finished, Complete, Failed,"
                + " Suspended, Reconciling and Stalled only while they are True.")
        @JsonInclude(JsonInclude.Include.NON_EMPTY)
        @Size(max = Bounds.CONDITIONS)
        List<Condition> conditions,
    @JsonPropertyDescription(
            "State of the job for people, such as Succeeded: status.job.state without its prefix;"
                + " an open enumeration. For decisions read the conditions.")
        @Size(max = Bounds.STATE)
        @Nullable String state,
    @JsonPropertyDescription(
            "Part of the training that is complete, 0 to 100; absent while it is not known, as over"
                + " the gRPC API until the end.")
        @Nullable Integer percent,
    @JsonPropertyDescription("What a job that has not succeeded does, and its counts.")
        @Nullable Progress progress,
    @JsonPropertyDescription("Reason of Ready, where it differs from the state.")
        @Size(max = Bounds.REASON)
        @Nullable String reason,
    @JsonPropertyDescription(
            "Short name of the foundation model; in continuous tuning that of the parent.")
        @Size(max = Bounds.MODEL)
        @Nullable String model,
    @JsonPropertyDescription("Run that this status speaks of: spec.run as the operator took it up.")
        @Size(max = Bounds.RUN)
        @Nullable String run,
    @JsonPropertyDescription(
            "Instance id of the operator that submitted or follows the run. It is part of the"
                + " labels by which the job is found again: a cluster that replaces this one needs"
                + " the same --instance-id.")
        @Size(max = Bounds.INSTANCE_ID)
        @Nullable String instanceId,
    @JsonPropertyDescription("Project of the last submission, or of the job that is followed.")
        @Size(max = Bounds.PROJECT_ID)
        @Nullable String projectId,
    @JsonPropertyDescription("Location of the last submission, or of the job that is followed.")
        @Size(max = Bounds.LOCATION)
        @Nullable String location,
    @JsonPropertyDescription(
            "Record that a create call may have been sent, written before the call. While it is"
                + " there the inputs in spec cannot change without a new run.")
        @Nullable Submission submission,
    @JsonPropertyDescription(
            "Request that the service refused for good. It is not sent again as it is.")
        @Nullable Rejected rejected,
    @JsonPropertyDescription(
            "Earlier jobs of this resource, newest last; the last 10. The current one is"
                + " status.job.")
        @JsonInclude(JsonInclude.Include.NON_EMPTY)
        @Size(max = Bounds.ATTEMPTS)
        List<Attempt> attempts,
    @JsonPropertyDescription(
            "Job of the current run as last observed: the body of Vertex AI's tuningJobs.get in its"
                + " REST spelling, with integers as numbers, and without anything that quotes"
                + " training data.")
        @Nullable JobStatus job,
    @JsonPropertyDescription(
            "Acceptance checks that were sent to the tuned model of the current run, and their"
                + " results.")
        @Nullable AcceptanceStatus acceptance,
    @JsonPropertyDescription(
            "Ids of the checkpoints of the current job whose endpoints were deleted, as"
                + " spec.retention says. status.job goes on naming these endpoints, as Vertex AI"
                + " does.")
        @JsonInclude(JsonInclude.Include.NON_EMPTY)
        @Size(max = Bounds.CHECKPOINTS)
        List<@Size(max = Bounds.CHECKPOINT_ID) String> deletedCheckpointEndpoints) {

  /** Absent lists read as empty. */
  public TuningJobStatus {
    conditions = ImmutableCopies.asEmpty(conditions);
    attempts = ImmutableCopies.asEmpty(attempts);
    deletedCheckpointEndpoints = ImmutableCopies.asEmpty(deletedCheckpointEndpoints);
  }
}

package dev.tunesmith.api.v1alpha1.tuningjob;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.tunesmith.api.v1alpha1.Bounds;
import dev.tunesmith.api.v1alpha1.ImmutableCopies;
import io.fabric8.generator.annotation.Size;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code status}: what the operator recorded of the run, and what it last observed of the job.
 *
 * <p>{@code submission} and {@code job} are what makes a run submitted; without both, the inputs in
 * {@code spec} may change freely.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record TuningJobStatus(
    @JsonPropertyDescription(
            "Generation of the resource that this status speaks of; -1 until the operator has seen"
                + " the resource.")
        @Nullable Long observedGeneration,
    @JsonPropertyDescription(
            "What is true of this resource now. Ready is always there; Complete, Failed, Suspended,"
                + " Reconciling and Stalled only while they are True.")
        @JsonInclude(JsonInclude.Include.NON_EMPTY)
        @Size(max = Bounds.CONDITIONS)
        List<Condition> conditions,
    @JsonPropertyDescription("Run that this status speaks of: spec.run as the operator took it up.")
        @Size(max = Bounds.RUN)
        @Nullable String run,
    @JsonPropertyDescription(
            "Instance id of the operator that took up the run. It is part of the mark by which the"
                + " paid job is found again: set it for the operator of the cluster that this"
                + " resource is restored into.")
        @Size(max = Bounds.INSTANCE_ID)
        @Nullable String instanceId,
    @JsonPropertyDescription(
            "Project of this run. A later change of the operator's default does not move it.")
        @Size(max = Bounds.PROJECT_ID)
        @Nullable String projectId,
    @JsonPropertyDescription(
            "Location of this run. A later change of the operator's default does not move it.")
        @Size(max = Bounds.LOCATION)
        @Nullable String location,
    @JsonPropertyDescription(
            "Intent to create a job, written before the create call, and cleared only when the call"
                + " was definitely refused.")
        @Nullable Submission submission,
    @JsonPropertyDescription(
            "Paid attempts, newest last. The last 10 are kept; finished ones of earlier runs go"
                + " first.")
        @JsonInclude(JsonInclude.Include.NON_EMPTY)
        @Size(max = Bounds.ATTEMPTS)
        List<Attempt> attempts,
    @JsonPropertyDescription(
            "Job of the current run as last observed: the body of Vertex AI's tuningJobs.get in its"
                + " REST spelling, with integers as numbers, and without anything that quotes"
                + " training data.")
        @Nullable JobStatus job) {

  /** ImmutableCopies lists read as empty. */
  public TuningJobStatus {
    conditions = ImmutableCopies.asEmpty(conditions);
    attempts = ImmutableCopies.asEmpty(attempts);
  }
}

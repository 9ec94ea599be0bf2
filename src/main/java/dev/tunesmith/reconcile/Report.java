package dev.tunesmith.reconcile;

import dev.tunesmith.acceptance.AcceptancePlan;
import dev.tunesmith.api.v1alpha1.ConditionReason;
import dev.tunesmith.gate.DesiredJob;
import dev.tunesmith.lifecycle.Decision;
import dev.tunesmith.lifecycle.JobLabels;
import dev.tunesmith.lifecycle.JobName;
import dev.tunesmith.lifecycle.Scope;
import dev.tunesmith.vertex.JobSnapshot;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What happened to a resource, as far as its status has to say it. */
public sealed interface Report {
  /**
   * What a status is about, whatever happened.
   *
   * @param generation the resource's generation
   * @param instanceId the operator's instance id
   * @param runLabel the label of the wanted run
   * @param desired what the resource asks for
   * @param jobs the jobs of the resource that are known
   * @param keep the names in the status that the service has not answered for, or answered that
   *     they are not this resource's jobs: they stay in the status (rule H)
   */
  record Context(
      long generation,
      String instanceId,
      String runLabel,
      DesiredJob desired,
      List<JobSnapshot> jobs,
      Set<JobName> keep) {
    /** The last attempt of the wanted run; empty where it has none. */
    public Optional<JobSnapshot> lastOfRun() {
      return jobs.stream()
          .filter(job -> labels(job).map(JobLabels::run).filter(runLabel::equals).isPresent())
          .max(Comparator.comparing(job -> labels(job).map(JobLabels::attempt).orElse(0)));
    }

    private static Optional<JobLabels> labels(JobSnapshot job) {
      return JobLabels.read(job.labels());
    }

    /** The same, with a job as it was just read. */
    Context showing(JobSnapshot read) {
      return new Context(
          generation,
          instanceId,
          runLabel,
          desired,
          jobs.stream().map(job -> job.name().equals(read.name()) ? read : job).toList(),
          keep);
    }
  }

  /** A create call is about to be sent. */
  record Submitting(int attempt, Scope scope) implements Report {}

  /**
   * A create call named its job. Only name and state are written: nothing that the service says may
   * make this write fail.
   */
  record Created(JobSnapshot job, Scope scope) implements Report {}

  /**
   * The create was definitely refused.
   *
   * @param stalled whether a person has to change something
   * @param inputs the inputs' label, where the request is not to be sent again as it is; else null
   */
  record Refused(ConditionReason reason, String message, boolean stalled, @Nullable String inputs)
      implements Report {}

  /**
   * The job that counts was seen.
   *
   * @param modelGone whether it succeeded and its model does not exist any more
   * @param remark what its state alone does not say; null for nothing
   * @param checks of a job whose model can be used; null where there are none
   * @param deleted checkpoints whose endpoints were deleted, beside those that the status has
   * @param note what is being done about them; null for nothing
   */
  record Followed(
      JobSnapshot job,
      Scope scope,
      boolean modelGone,
      Decision.@Nullable Remark remark,
      @Nullable AcceptancePlan checks,
      List<String> deleted,
      @Nullable String note)
      implements Report {
    /** Copies the list. */
    public Followed {
      deleted = List.copyOf(deleted);
    }

    /** With nothing deleted. */
    public Followed(
        JobSnapshot job,
        Scope scope,
        boolean modelGone,
        Decision.@Nullable Remark remark,
        @Nullable AcceptancePlan checks) {
      this(job, scope, modelGone, remark, checks, List.of(), null);
    }

    /** Without checks. */
    public Followed(
        JobSnapshot job, Scope scope, boolean modelGone, Decision.@Nullable Remark remark) {
      this(job, scope, modelGone, remark, null);
    }

    /** The same with other results of its checks. */
    Followed with(AcceptancePlan plan) {
      return new Followed(job, scope, modelGone, remark, plan, deleted, note);
    }

    /** The same with what became of checkpoints' endpoints. */
    Followed with(List<String> checkpoints, @Nullable String words) {
      return new Followed(job, scope, modelGone, remark, checks, checkpoints, words);
    }
  }

  /**
   * The job that counts succeeded, and its result could not be published.
   *
   * @param checks that its model passed; null where there are none
   */
  record Unpublished(
      JobSnapshot job,
      Scope scope,
      ConditionReason reason,
      String message,
      @Nullable AcceptancePlan checks)
      implements Report {}

  /** The job that counts runs as far as is known, and cannot be read at present. */
  record Unseen(JobSnapshot lastSeen, Scope scope, ConditionReason reason, String message)
      implements Report {}

  /**
   * Something is waited for.
   *
   * @param clears whether a recorded submission is cleared
   */
  record Waiting(ConditionReason reason, String message, boolean clears) implements Report {}

  /**
   * Nothing goes on until a person changes something.
   *
   * @param job the job that it is about; null for none
   * @param clears whether a recorded submission is cleared
   */
  record Blocked(ConditionReason reason, String message, @Nullable JobSnapshot job, boolean clears)
      implements Report {}

  /** What a job made is being deleted; the status names it. */
  record Removing(JobSnapshot job, String message) implements Report {}

  /** Nothing but Ready's message changes. */
  record Noted(String message) implements Report {}
}

package dev.tunesmith.kind.tuningjob;

import dev.tunesmith.api.v1alpha1.AcceptanceStatus;
import dev.tunesmith.api.v1alpha1.Bounds;
import dev.tunesmith.api.v1alpha1.ConditionReason;
import dev.tunesmith.api.v1alpha1.Conditions;
import dev.tunesmith.api.v1alpha1.Rejected;
import dev.tunesmith.api.v1alpha1.tuningjob.JobStatus;
import dev.tunesmith.api.v1alpha1.tuningjob.SentModel;
import dev.tunesmith.api.v1alpha1.tuningjob.Submission;
import dev.tunesmith.api.v1alpha1.tuningjob.TuningJobStatus;
import dev.tunesmith.gate.Parent;
import dev.tunesmith.kind.AcceptanceView;
import dev.tunesmith.kind.ConditionSet;
import dev.tunesmith.kind.ConditionSet.Outcome;
import dev.tunesmith.kind.NonNullElements;
import dev.tunesmith.kind.Truncation;
import dev.tunesmith.lifecycle.JobLabels;
import dev.tunesmith.lifecycle.Scope;
import dev.tunesmith.reconcile.Report;
import dev.tunesmith.vertex.JobSnapshot;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Clock;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Says in the status what happened. Pure but for the transition times: the old status and the
 * report give the new one; equal to the old one means that there is nothing to write.
 */
final class StatusProjector {
  static final TuningJobStatus NOTHING =
      new TuningJobStatus(
          null, List.of(), null, null, null, null, null, null, null, null, null, null, null,
          List.of(), null, null, List.of());

  /** "Unknown" never overwrites an end that the status reports. */
  private static final Set<ConditionReason> UNKNOWN =
      Set.of(
          ConditionReason.LISTING_JOBS,
          ConditionReason.WAITING_FOR_LISTING,
          ConditionReason.CREATE_OUTCOME_UNKNOWN,
          ConditionReason.SERVICE_UNAVAILABLE,
          ConditionReason.QUOTA_EXCEEDED,
          ConditionReason.PERMISSION_DENIED,
          ConditionReason.INTERNAL_ERROR);

  private final Clock clock;
  private final ConditionSet conditions;

  /**
   * A projector.
   *
   * @param clock for transition times and the submission's time
   */
  StatusProjector(Clock clock) {
    this.clock = clock;
    this.conditions = new ConditionSet(clock);
  }

  /**
   * The new status.
   *
   * @param before the status as it stands; null when there is none
   * @param model the base model's short name; null where the resource does not name it
   */
  TuningJobStatus project(
      @Nullable TuningJobStatus before,
      Report report,
      Report.Context context,
      @Nullable String model) {
    return project(before, report, context, model, List.of());
  }

  /**
   * The new status.
   *
   * @param undocumented what of the resource is not documented
   */
  TuningJobStatus project(
      @Nullable TuningJobStatus before,
      Report report,
      Report.Context context,
      @Nullable String model,
      List<String> undocumented) {
    Draft draft = new Draft(before == null ? NOTHING : before, context);
    draft.undocumented = undocumented;
    switch (report) {
      case Report.Submitting submitting -> draft.submitting(submitting);
      case Report.Created created -> draft.created(created);
      case Report.Refused refused -> draft.refused(refused);
      case Report.Followed followed -> {
        Outcome outcome =
            followed.modelGone()
                ? JobOutcome.modelGone(followed.job())
                : AcceptanceView.outcome(
                    followed.checks(), JobOutcome.of(followed.job(), followed.remark()));
        draft.followed(
            followed.job(),
            followed.scope(),
            followed.note() == null ? outcome : outcome.withNotes(List.of(followed.note())),
            AcceptanceView.status(followed.checks()));
        draft.deletedEndpoints(followed.deleted());
      }
      case Report.Unpublished unpublished ->
          draft.followed(
              unpublished.job(),
              unpublished.scope(),
              JobOutcome.unpublished(
                  unpublished.job(), unpublished.reason(), unpublished.message()),
              AcceptanceView.status(unpublished.checks()));
      case Report.Unseen unseen ->
          draft.followed(
              unseen.lastSeen(),
              unseen.scope(),
              Outcome.reconciling(
                  unseen.reason(),
                  unseen.lastSeen().name()
                      + " was "
                      + unseen.lastSeen().state().raw()
                      + " when it was last read; it cannot be read now, which is tried again: "
                      + unseen.message()),
              null);
      case Report.Waiting waiting -> draft.waiting(waiting);
      case Report.Blocked blocked -> draft.blocked(blocked);
      case Report.Removing removing -> draft.removing(removing);
      case Report.Noted noted -> draft.note = noted.message();
    }
    return draft.status(model);
  }

  /** The status in the making. */
  private final class Draft {
    private final TuningJobStatus before;
    private final List<Condition> conditionsBefore;
    private final Report.Context context;
    private @Nullable Submission submission;
    private @Nullable Rejected rejected;
    private @Nullable JobStatus job;
    private @Nullable String baseModel;
    private @Nullable AcceptanceStatus acceptance;
    private List<String> deleted;
    private @Nullable String run;
    private @Nullable String instanceId;
    private @Nullable String projectId;
    private @Nullable String location;
    private @Nullable Outcome outcome;
    private List<String> undocumented = List.of();
    private @Nullable String note;

    Draft(TuningJobStatus before, Report.Context context) {
      this.before = before;
      this.conditionsBefore = NonNullElements.of(before.conditions());
      this.context = context;
      this.submission = before.submission();
      this.rejected = before.rejected();
      this.job = before.job();
      this.baseModel = before.model();
      this.acceptance = before.acceptance();
      this.deleted = NonNullElements.of(before.deletedCheckpointEndpoints());
      this.run = before.run();
      this.instanceId = before.instanceId();
      this.projectId = before.projectId();
      this.location = before.location();
    }

    private void begin(Scope scope) {
      run = context.desired().run();
      instanceId = context.instanceId();
      projectId = scope.projectId();
      location = scope.location();
      rejected = null;
    }

    void submitting(Report.Submitting report) {
      begin(report.scope());
      job = null;
      acceptance = null;
      submission = new Submission(report.attempt(), clock.instant().toString(), sent());
      outcome = Outcome.reconciling(ConditionReason.SUBMITTING, "The create call is being sent.");
    }

    void created(Report.Created report) {
      begin(report.scope());
      job = JobProjection.nameOf(report.job());
      acceptance = null;
      outcome = JobOutcome.named(report.job());
    }

    void refused(Report.Refused report) {
      submission = null;
      rejected =
          report.inputs() == null
              ? null
              : new Rejected(
                  context.desired().run(),
                  report.inputs(),
                  Truncation.text(report.message(), Bounds.CONDITION_MESSAGE));
      outcome =
          report.stalled()
              ? Outcome.stalled(report.reason(), report.message())
              : Outcome.reconciling(report.reason(), report.message());
    }

    void followed(
        JobSnapshot seen, Scope scope, Outcome reported, @Nullable AcceptanceStatus checks) {
      begin(scope);
      acceptance = checks;
      show(seen);
      int attempt = JobLabels.read(seen.labels()).map(JobLabels::attempt).orElse(1);
      if (submission == null || !Objects.equals(submission.attempt(), attempt)) {
        submission = new Submission(attempt, Truncation.time(seen.createTime()), sent());
      }
      outcome = reported.withNotes(notes()).withNotes(undocumented);
    }

    private void show(JobSnapshot seen) {
      job = JobProjection.of(seen, job);
      baseModel = shortModel(JobProjection.baseModel(seen));
    }

    void deletedEndpoints(List<String> more) {
      Set<String> all = new LinkedHashSet<>(deleted);
      more.forEach(id -> all.add(Truncation.required(id, Bounds.CHECKPOINT_ID)));
      deleted = all.stream().limit(Bounds.CHECKPOINTS).toList();
    }

    private @Nullable SentModel sent() {
      Parent.Made sent = context.desired().sent();
      return sent == null ? null : new SentModel(sent.model(), sent.checkpointId());
    }

    private List<String> notes() {
      return context.desired().warnings().stream()
          .map(warning -> warning + " (it changes nothing any more).")
          .toList();
    }

    void waiting(Report.Waiting report) {
      notYetCreated(report.clears());
      // An end that was reported of another generation may be that of other inputs.
      boolean ended =
          Objects.equals(before.observedGeneration(), context.generation())
              && context.desired().run().equals(before.run())
              && ConditionSet.isOver(conditionsBefore);
      if (report.reason() == ConditionReason.SUSPENDED) {
        outcome = Outcome.suspended(report.reason(), report.message());
      } else if (report.reason() == ConditionReason.RECONCILIATION_PAUSED) {
        // An end that was reported stays; else the operator is not at work, and waits for a person.
        note = report.message();
        outcome = ended ? null : new Outcome(false, List.of(), report.reason(), note);
      } else if (!ended || !UNKNOWN.contains(report.reason())) {
        outcome = Outcome.reconciling(report.reason(), report.message());
      }
    }

    void blocked(Report.Blocked report) {
      JobSnapshot about = report.job();
      notYetCreated(report.clears());
      if (about != null) {
        if (about.hasBody()) {
          show(about);
        } else if (job == null || !about.name().value().equals(job.name())) {
          job = JobProjection.nameOf(about);
        }
      }
      // Cancelled before a job was created: the run is over.
      outcome =
          report.reason() == ConditionReason.CANCELLED
              ? Outcome.failed(report.reason(), report.message())
              : Outcome.stalled(report.reason(), report.message());
    }

    void removing(Report.Removing report) {
      if (job != null && report.job().name().value().equals(job.name())) {
        show(report.job());
      }
      outcome = Outcome.reconciling(ConditionReason.DELETING_ARTIFACTS, report.message());
    }

    /**
     * Nothing was created for the wanted run, or another attempt is to be. Another run's job must
     * not stand beside it: it is in the attempts. The scope stays the last submission's (rule H).
     */
    private void notYetCreated(boolean clears) {
      if (clears) {
        submission = null;
      }
      if (!context.desired().run().equals(run)) {
        run = context.desired().run();
        job = null;
        acceptance = null;
      }
      if (job == null) {
        job = context.lastOfRun().map(JobProjection::nameOf).orElse(null);
      }
    }

    TuningJobStatus status(@Nullable String model) {
      List<Condition> now = conditions();
      String reason =
          ConditionSet.find(now, Conditions.READY).map(Condition::getReason).orElse(null);
      String state = job == null ? null : Truncation.text(shortState(job.state()), Bounds.STATE);
      return new TuningJobStatus(
          context.generation(),
          now,
          state,
          job == null ? null : JobProgress.percent(job),
          JobProgress.of(job),
          Objects.equals(reason, state) ? null : reason,
          model != null ? model : baseModel,
          run,
          instanceId != null ? instanceId : context.instanceId(),
          projectId,
          location,
          submission,
          rejected,
          Attempts.of(before, context, job),
          job,
          acceptance,
          isShownBefore() ? deleted : List.of());
    }

    /** What was deleted was the job's that the status shows. */
    private boolean isShownBefore() {
      JobStatus shown = before.job();
      return shown != null && job != null && Objects.equals(shown.name(), job.name());
    }

    private List<Condition> conditions() {
      if (outcome != null) {
        return conditions.of(conditionsBefore, outcome, context.generation());
      }
      if (note == null) {
        return conditions.refreshed(conditionsBefore, context.generation());
      }
      // A status without Ready takes no note: the write would change nothing, and prove nothing.
      return ConditionSet.find(conditionsBefore, Conditions.READY).isPresent()
          ? conditions.noted(conditionsBefore, note, context.generation())
          : conditions.of(
              conditionsBefore,
              Outcome.reconciling(ConditionReason.LISTING_JOBS, note),
              context.generation());
    }
  }

  /** {@code JOB_STATE_RUNNING} as {@code Running}; a state of another form as it is. */
  static @Nullable String shortState(@Nullable String state) {
    if (state == null || !state.startsWith("JOB_STATE_")) {
      return state;
    }
    StringBuilder text = new StringBuilder();
    for (String word : state.substring("JOB_STATE_".length()).split("_", -1)) {
      if (!word.isEmpty()) {
        text.append(word.charAt(0)).append(word.substring(1).toLowerCase(Locale.ROOT));
      }
    }
    return text.toString();
  }

  /** The last part of a model's name. */
  static @Nullable String shortModel(@Nullable String model) {
    return model == null ? null : model.substring(model.lastIndexOf('/') + 1);
  }
}

package dev.tunesmith.kind.tuningjob;

import dev.tunesmith.api.v1alpha1.Conditions;
import dev.tunesmith.api.v1alpha1.tuningjob.Attempt;
import dev.tunesmith.api.v1alpha1.tuningjob.JobStatus;
import dev.tunesmith.api.v1alpha1.tuningjob.Submission;
import dev.tunesmith.api.v1alpha1.tuningjob.TuningJobStatus;
import dev.tunesmith.kind.tuningjob.ConditionSet.Outcome;
import dev.tunesmith.lifecycle.Failure;
import dev.tunesmith.lifecycle.JobSnapshot;
import dev.tunesmith.lifecycle.Reasons;
import dev.tunesmith.lifecycle.Scope;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Says in the status what happened. Pure but for the transition times: the old status and the
 * progress give the new one; equal to the old one means that there is nothing to write.
 *
 * <p>A name once recorded stays until another run begins: no trouble ever removes it.
 */
public final class StatusProjector {
  /** How a refusal by the service begins; tells it from one that we found ourselves. */
  static final String REFUSED_BY_SERVICE = "Vertex AI refused the request: ";

  private static final TuningJobStatus NOTHING =
      new TuningJobStatus(null, List.of(), null, null, null, null, null, List.of(), null);

  private final ConditionSet conditions;

  /**
   * A projector.
   *
   * @param clock for transition times
   */
  public StatusProjector(Clock clock) {
    this.conditions = new ConditionSet(clock);
  }

  /**
   * The new status.
   *
   * @param before the status as it stands; null when there is none
   * @param subject what it is about
   * @param progress what happened
   * @return equal to {@code before} when there is nothing to tell
   */
  public TuningJobStatus project(
      @Nullable TuningJobStatus before, Subject subject, Progress progress) {
    Draft draft = new Draft(before == null ? NOTHING : before, subject);
    switch (progress) {
      case Progress.Intended intended -> draft.intended(intended.submission());
      case Progress.Refused refused -> draft.refused(refused.failure());
      case Progress.NotSent notSent -> draft.notSent();
      case Progress.GivenUp givenUp -> draft.givenUp();
      case Progress.Named named -> draft.named(named.job());
      case Progress.Observed observed -> draft.observed(observed.job(), observed.modelGone());
      case Progress.OutOfSight unseen -> draft.outOfSight(unseen.lastSeen(), unseen.why());
      case Progress.Held held ->
          draft.beforeAnIntent(Outcome.reconciling(held.reason(), held.message()));
      case Progress.Stalled stalled ->
          draft.beforeAnIntent(Outcome.stalled(stalled.reason(), stalled.message()));
      case Progress.Unchanged unchanged -> {}
    }
    return draft.status();
  }

  /** The status in the making. */
  private final class Draft {
    private final List<Condition> conditionsBefore;
    private final Subject subject;
    private final AttemptLog attempts;
    private @Nullable Submission submission;
    private @Nullable JobStatus job;
    private @Nullable String run;
    private @Nullable String instanceId;
    private @Nullable String projectId;
    private @Nullable String location;
    private @Nullable Outcome outcome;

    Draft(TuningJobStatus before, Subject subject) {
      this.conditionsBefore = NonNullElements.of(before.conditions());
      this.subject = subject;
      this.attempts = new AttemptLog(NonNullElements.of(before.attempts()));
      this.submission = before.submission();
      this.job = before.job();
      this.run = before.run();
      this.instanceId = before.instanceId();
      this.projectId = before.projectId();
      this.location = before.location();
    }

    private void beginRun() {
      run = subject.run();
      instanceId = subject.instanceId();
      Scope scope = subject.scope();
      if (scope != null) {
        projectId = scope.projectId();
        location = scope.location();
      }
    }

    void intended(dev.tunesmith.lifecycle.Submission intent) {
      beginRun();
      job = null;
      submission = new Submission(intent.id(), intent.attempt(), Truncation.seconds(intent.time()));
      attempts.intended(subject.run(), intent);
      outcome = Outcome.reconciling(Reasons.SUBMITTING, "the tuning job is being created");
    }

    void refused(Failure failure) {
      attempts.refused(submission == null ? null : submission.id());
      submission = null;
      outcome =
          failure.kind() == Failure.Kind.REQUEST_REJECTED
              ? Outcome.stalled(failure.kind().reason(), REFUSED_BY_SERVICE + failure.message())
              : Outcome.reconciling(failure.kind().reason(), failure.message());
    }

    void notSent() {
      attempts.refused(submission == null ? null : submission.id());
      submission = null;
      outcome = Outcome.reconciling(Reasons.SUBMITTING, "the create call is made ready anew");
    }

    void givenUp() {
      submission = null;
      job = null;
      outcome =
          Outcome.reconciling(
              Reasons.LOOKING,
              "run " + run + " is over; run " + subject.specRun() + " is looked for");
    }

    void named(JobSnapshot named) {
      beginRun();
      job = JobProjection.nameOf(named);
      submission = submissionOf(named);
      attempts.named(subject.run(), named);
      outcome = StateOutcome.named(named, Reasons.of(named.state()));
    }

    /**
     * The adopted job's own submission; the written one where the service kept no labels, or gives
     * back something that no create call of ours can have sent.
     */
    private @Nullable Submission submissionOf(JobSnapshot named) {
      String id = named.submission().filter(dev.tunesmith.lifecycle.Submission::isId).orElse(null);
      return id == null || (submission != null && id.equals(submission.id()))
          ? submission
          : new Submission(id, named.attempt(), Truncation.time(named.createTime()));
    }

    void observed(JobSnapshot seen, boolean modelGone) {
      Outcome told = modelGone ? StateOutcome.modelGone(seen) : StateOutcome.of(seen);
      // Nothing new, but where an earlier version did not write it or somebody wiped or edited it:
      // the job was just read by it. Without a run the job would be nobody's when it has ended, and
      // the run would be looked for, or bought, anew.
      beginRun();
      submission = submissionOf(seen);
      job = JobProjection.of(seen, job);
      attempts.observed(Objects.requireNonNull(run), seen, told.reason());
      outcome =
          subject.run().equals(subject.specRun())
              ? told
              : Outcome.reconciling(
                  Reasons.WAITING_FOR_RUN,
                  "run "
                      + subject.specRun()
                      + " waits for the end of run "
                      + subject.run()
                      + ", whose job is "
                      + seen.state().raw());
    }

    void outOfSight(JobSnapshot lastSeen, Failure why) {
      observed(lastSeen, false);
      outcome =
          Outcome.reconciling(
              why.kind().reason(),
              lastSeen.name()
                  + " was "
                  + lastSeen.state().raw()
                  + " when it was last seen: "
                  + why.message());
    }

    /**
     * Told of a run that nothing was bought for yet. An earlier, finished run's job and intent must
     * not stand beside it: the schema would take the run for submitted, and refuse the very edit
     * that mends the manifest. The finished job stays in the attempts.
     */
    void beforeAnIntent(Outcome told) {
      if (run != null && !run.equals(subject.run())) {
        beginRun();
        job = null;
        submission = null;
      }
      outcome = told;
    }

    TuningJobStatus status() {
      List<Attempt> lines = attempts.trimmed(Objects.requireNonNullElse(run, subject.run()));
      return new TuningJobStatus(
          subject.generation(),
          told(),
          run,
          instanceId,
          projectId,
          location,
          submission,
          lines,
          job);
    }

    private List<Condition> told() {
      Outcome now = outcome;
      if (now == null && ConditionSet.find(conditionsBefore, Conditions.READY).isEmpty()) {
        // Without Ready every tool would call the resource done.
        now = Outcome.reconciling(Reasons.LOOKING, "the service is being asked");
      }
      if (now == null) {
        return conditions.refreshed(conditionsBefore, subject.generation());
      }
      String message = now.message();
      if (!subject.notes().isEmpty()) {
        message += "; " + String.join("; ", subject.notes()) + " (it changes nothing any more)";
      }
      return conditions.of(
          conditionsBefore,
          new Outcome(now.ready(), now.also(), now.reason(), message),
          subject.generation());
    }
  }
}

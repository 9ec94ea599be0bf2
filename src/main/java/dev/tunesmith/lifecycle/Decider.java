package dev.tunesmith.lifecycle;

import dev.tunesmith.api.v1alpha1.ConditionReason;
import dev.tunesmith.lifecycle.Decision.AddFinalizer;
import dev.tunesmith.lifecycle.Decision.Block;
import dev.tunesmith.lifecycle.Decision.Cancel;
import dev.tunesmith.lifecycle.Decision.Cause;
import dev.tunesmith.lifecycle.Decision.Expire;
import dev.tunesmith.lifecycle.Decision.Follow;
import dev.tunesmith.lifecycle.Decision.Ignore;
import dev.tunesmith.lifecycle.Decision.ListJobs;
import dev.tunesmith.lifecycle.Decision.ReadJob;
import dev.tunesmith.lifecycle.Decision.Release;
import dev.tunesmith.lifecycle.Decision.RemoveArtifacts;
import dev.tunesmith.lifecycle.Decision.Submit;
import dev.tunesmith.lifecycle.Decision.Wait;
import dev.tunesmith.lifecycle.ObservedJobs.Answer;
import dev.tunesmith.lifecycle.ObservedJobs.Job;
import dev.tunesmith.lifecycle.ObservedJobs.NamedJob;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The rules of creating once (design, section 4) as one pure function: the letters in the comments
 * are the rules' names there.
 *
 * <p>The jobs that the service lists are the truth. What the status says may delay a create or a
 * release; it never proves an end, an absence or an owner.
 */
public final class Decider implements Rules {
  private final Timing timing;

  /** A decider that goes by these durations. */
  public Decider(Timing timing) {
    this.timing = timing;
  }

  @Override
  public Decision decide(Desired desired, ObservedJobs jobs, Tenure tenure, Now now) {
    if (desired.deleted() && !desired.finalizer()) {
      return new Ignore();
    }
    Deletion deletion = desired.controls().deletion();
    Duration seen = tenure.deletionSeen();
    if (seen != null
        && now.uptime().compareTo(seen.plus(timing.deletionDeadline())) >= 0) { // D, deadline
      return new Release(unconfirmed(deletion, jobs));
    }
    if (!jobs.listed(tenure.since())) { // K
      return new ListJobs(tenure.since(), null);
    }
    Duration quietFrom = tenure.quietFrom(timing.grace()); // Q
    return desired.deleted()
        ? deleted(desired.controls(), jobs, tenure, quietFrom, now.uptime())
        : wanted(desired, jobs, tenure, quietFrom, now);
  }

  /**
   * D: every active job is cancelled, with Orphan only duplicates and the run that cancelRun names;
   * none left, hints answered, quiet: with Delete what the jobs made is removed, then the
   * finalizer.
   */
  private Decision deleted(
      Controls controls, ObservedJobs jobs, Tenure tenure, Duration quietFrom, Duration now) {
    boolean orphans = controls.deletion() == Deletion.ORPHAN;
    List<Job> ending =
        jobs.active()
            .filter(
                job -> !orphans || jobs.isDuplicate(job) || controls.cancels(job.labels().run()))
            .toList();
    Optional<Job> running = ending.stream().filter(job -> !jobs.cancelling(job)).findFirst();
    if (running.isPresent()) {
      Job job = running.get();
      return new Cancel(
          job,
          !orphans ? Cause.DELETION : jobs.isDuplicate(job) ? Cause.DUPLICATE : Cause.CANCEL_RUN);
    }
    if (!ending.isEmpty()) {
      return new Wait(
          ConditionReason.CANCELLING,
          "Waiting for the end of "
              + names(ending)
              + ", whose cancellation was requested. The finalizer is removed then, or "
              + text(timing.deletionDeadline())
              + " after the deletion was first seen.",
          false,
          null);
    }
    Optional<NamedJob> unanswered = jobs.unanswered(); // H
    if (unanswered.isPresent()) {
      return new ReadJob(unanswered.get().name());
    }
    if (!jobs.listed(quietFrom)) {
      return notQuiet(tenure, quietFrom, now, "removing the finalizer");
    }
    return jobs.unremoved()
        .filter(job -> controls.deletion() == Deletion.DELETE)
        .<Decision>map(RemoveArtifacts::new)
        .orElseGet(() -> new Release(null));
  }

  private Decision wanted(
      Desired desired, ObservedJobs jobs, Tenure tenure, Duration quietFrom, Now now) {
    if (!desired.finalizer()
        && (!jobs.jobs().isEmpty() || desired.submitted() > 0 || tenure.pending() != null)) { // O
      return new AddFinalizer();
    }
    Optional<Job> named = // C
        jobs.active()
            .filter(job -> desired.controls().cancels(job.labels().run()))
            .filter(job -> !jobs.cancelling(job))
            .findFirst();
    if (named.isPresent()) {
      return new Cancel(named.get(), Cause.CANCEL_RUN);
    }
    int attempt = 1;
    Optional<Job> counting = jobs.counting(desired.run());
    if (counting.isPresent()) {
      Decision followed = new Following(desired, jobs, counting.get(), now.time()).decide();
      if (!(followed instanceof Submit another)) {
        boolean open = // R: cancelRun or the deadline came behind the create of another attempt
            (followed instanceof Follow || followed instanceof Expire)
                && !counting.get().active()
                && desired.submitted() > counting.get().labels().attempt();
        return open && !jobs.listed(quietFrom)
            ? notQuiet(tenure, quietFrom, now.uptime(), "reporting the end of the run")
            : followed;
      }
      attempt = another.attempt();
    }
    boolean quiet = jobs.listed(quietFrom);
    // The submission of a run that has a job stays: it freezes the inputs.
    boolean clears = quiet && counting.isEmpty();
    Optional<Job> earlier = jobs.active().findFirst(); // B: no two runs at once
    if (earlier.isPresent()) {
      return new Wait(
          ConditionReason.WAITING_FOR_EARLIER_RUN,
          "Run "
              + desired.runName()
              + " waits for the end of "
              + earlier.get().name()
              + ", a job of an earlier run that is "
              + earlier.get().state().raw()
              + ".",
          clears,
          null);
    }
    Optional<Decision> hint = hinted(desired, jobs, clears);
    if (hint.isPresent()) {
      return hint.get();
    }
    if (!quiet && desired.finalizer()) { // Q
      return notQuiet(tenure, quietFrom, now.uptime(), "creating one");
    }
    if (desired.controls().cancels(desired.run())) { // C
      return new Block(
          ConditionReason.CANCELLED,
          "Run "
              + desired.runName()
              + " was cancelled by spec.cancelRun before a job was created for it; nothing is"
              + " billed. To create a job, set a new spec.run.",
          null,
          clears,
          null);
    }
    return switch (desired.gates()) {
      case Verdict.Wait wait -> new Wait(wait.reason(), wait.message(), clears, wait.again());
      case Verdict.Refuse refuse ->
          new Block(refuse.reason(), refuse.message(), null, clears, refuse.again());
      case Verdict.Pass pass -> {
        if (!jobs.labelsKept()) { // M
          yield new Block(
              ConditionReason.MARKER_NOT_KEPT,
              "Vertex AI did not return the labels by which jobs are found again. No job is created"
                  + " in this project and location until the operator restarts; ask Google Cloud"
                  + " support about labels of tuning jobs there.",
              null,
              clears,
              null);
        }
        yield desired.finalizer() ? new Submit(attempt) : new AddFinalizer(); // O, B
      }
    };
  }

  /** H: what the status says and no listing shows bars a create. */
  private static Optional<Decision> hinted(Desired desired, ObservedJobs jobs, boolean quiet) {
    Optional<NamedJob> unanswered = jobs.unanswered();
    if (unanswered.isPresent()) {
      return unanswered.map(job -> new ReadJob(job.name()));
    }
    Optional<NamedJob> notOwned = jobs.named(desired.runName(), Answer.NOT_OWNED);
    if (notOwned.isPresent()) {
      return Optional.of(
          new Block(
              ConditionReason.NOT_OWNED,
              "The status names "
                  + notOwned.get().name()
                  + ", which this operator did not create for this resource. It is not followed and"
                  + " not cancelled, and nothing is created. If this cluster replaces the one that"
                  + " created it, start the operator with that cluster's --instance-id"
                  + " (status.instanceId there); if this is a copy, apply it without its status.",
              null,
              quiet,
              Timing.CHECK_AGAIN));
    }
    Optional<NamedJob> lost = jobs.named(desired.runName(), Answer.NOT_FOUND);
    if (lost.isPresent()) {
      return Optional.of(
          new Block(
              ConditionReason.JOB_LOST,
              "Vertex AI says that "
                  + lost.get().name()
                  + " does not exist. Nothing is created in its place. To create another job, set a"
                  + " new spec.run (it is billed).",
              null,
              quiet,
              Timing.CHECK_AGAIN));
    }
    return Optional.ofNullable(desired.rejected())
        .map(words -> new Block(ConditionReason.REQUEST_REJECTED, words, null, quiet, null));
  }

  /**
   * Q: a listing that began at {@code quietFrom} or later is needed.
   *
   * @param before what waits for it
   */
  private ListJobs notQuiet(Tenure tenure, Duration quietFrom, Duration now, String before) {
    Duration left = quietFrom.minus(now);
    Duration again = left.isNegative() ? null : left;
    Wait why =
        tenure.pending() != null
            ? new Wait(
                ConditionReason.CREATE_OUTCOME_UNKNOWN,
                "It is not known whether Vertex AI accepted the last create call. Waiting for a"
                    + " later listing, which shows whether it did, before "
                    + before
                    + ".",
                false,
                again)
            : new Wait(
                ConditionReason.WAITING_FOR_LISTING,
                "A previous operator process may have created a tuning job that is not listed yet."
                    + " Waiting up to "
                    + text(timing.grace())
                    + " before "
                    + before
                    + ".",
                false,
                again);
    return new ListJobs(quietFrom, why);
  }

  private static String unconfirmed(Deletion deletion, ObservedJobs jobs) {
    List<Job> active = jobs.active().toList();
    if (!active.isEmpty() && deletion == Deletion.ORPHAN) {
      return names(active) + " may still run and be billed, as spec.deletionPolicy says.";
    }
    if (!active.isEmpty()) {
      return names(active) + " did not end in time and may still run and be billed.";
    }
    return jobs.unanswered()
        .map(job -> "It is not known whether " + job.name() + " still runs.")
        .or(
            () ->
                jobs.unremoved()
                    .filter(job -> deletion == Deletion.DELETE)
                    .map(job -> "What its jobs made could not all be deleted in time."))
        .orElse(
            "The tuning jobs could not be listed in time; one of this resource may still run and be"
                + " billed.");
  }

  private static String names(List<Job> jobs) {
    return jobs.stream().map(job -> job.name().value()).collect(Collectors.joining(", "));
  }

  /** As Go writes durations, without zero units that say nothing: {@code 2m0s}, {@code 30s}. */
  static String text(Duration duration) {
    String hours = duration.toHours() > 0 ? duration.toHours() + "h" : "";
    String minutes = duration.toMinutes() > 0 ? duration.toMinutesPart() + "m" : "";
    return hours + minutes + duration.toSecondsPart() + "s";
  }
}

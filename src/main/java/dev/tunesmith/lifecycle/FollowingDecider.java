package dev.tunesmith.lifecycle;

import dev.tunesmith.lifecycle.Decision.Adopt;
import dev.tunesmith.lifecycle.Decision.Await;
import dev.tunesmith.lifecycle.Decision.Cancel;
import dev.tunesmith.lifecycle.Decision.Finished;
import dev.tunesmith.lifecycle.Decision.Follow;
import dev.tunesmith.lifecycle.Decision.GiveUp;
import dev.tunesmith.lifecycle.Decision.Hold;
import dev.tunesmith.lifecycle.Decision.Look;
import dev.tunesmith.lifecycle.Decision.Stall;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Rules 6 to 8: a job is known. It is followed to its end, and one beyond it is cancelled. */
final class FollowingDecider {
  private final Timing timing;

  FollowingDecider(Timing timing) {
    this.timing = timing;
  }

  /** The job's end was reported whole. */
  Decision finished(Situation situation) {
    Optional<JobSnapshot> counted =
        situation.view().siblings().stream()
            .filter(job -> job.name().equals(situation.recorded().job()))
            .findFirst();
    return counted
        .flatMap(job -> extraJob(situation, job))
        .orElseGet(() -> new Finished(lookAgain(situation, counted)));
  }

  /** A name is recorded. */
  Decision followed(Situation situation, JobName name) {
    JobSnapshot job = situation.view().job();
    if (job == null || !job.name().equals(name)) {
      return unread(situation);
    }
    if (Ownership.isForeign(job, situation)) {
      return foreign(situation, job);
    }
    return extraJob(situation, job)
        .or(() -> lookBeforeTheEnd(situation, job))
        .orElseGet(() -> new Follow(job, lookAgain(situation, Optional.of(job))));
  }

  /**
   * Nobody looks any more once the end is told. Where others wrote the status, the job that it
   * names need not be the only one that runs.
   */
  private static Optional<Decision> lookBeforeTheEnd(Situation situation, JobSnapshot job) {
    Duration since = situation.memory().othersWrote();
    return job.state().ended() && since != null && !situation.view().looked(since)
        ? Optional.of(Look.unlessFailing(situation.view(), since))
        : Optional.empty();
  }

  private static Decision unread(Situation situation) {
    if (isLost(situation.view())) {
      if (situation.waitsForEarlierRun()) {
        // The new run is the person's answer to the lost job.
        return new GiveUp();
      }
      return new Stall(
          Reasons.JOB_LOST,
          "the service says that "
              + situation.recorded().job()
              + " does not exist; nothing is bought in its place."
              + " To buy another job, set a new spec.run",
          Timing.STALLED_AGAIN);
    }
    Failure failure = situation.view().failure();
    return failure != null ? Hold.of(failure, null, null) : new Await();
  }

  private static boolean isLost(View view) {
    Duration since = view.missingSince();
    Duration again = view.missingAgain();
    return since != null && again != null && again.minus(since).compareTo(Timing.LOST_AFTER) >= 0;
  }

  /** A name that somebody wrote into the status proves nothing: look for the job that is ours. */
  private static Decision foreign(Situation situation, JobSnapshot job) {
    Duration asked = situation.memory().firstSeen();
    if (!situation.view().looked(asked)) {
      return Look.unlessFailing(situation.view(), asked);
    }
    return Ownership.best(situation)
        .<Decision>map(Adopt::new)
        .orElseGet(
            () ->
                new Stall(
                    Reasons.JOB_NOT_OWNED,
                    "status.job.name is "
                        + job.name()
                        + ", a job that was made for another resource; nothing is done to it, and"
                        + " nothing is bought. Delete and re-apply this resource to start over",
                    Timing.STALLED_AGAIN));
  }

  private static Optional<Decision> extraJob(Situation situation, JobSnapshot counted) {
    return Ownership.extras(situation, counted)
        .filter(job -> !cancelled(situation, job))
        .findFirst()
        .map(job -> new Cancel(job, true));
  }

  private static boolean cancelled(Situation situation, JobSnapshot job) {
    Memory.Cancellation asked = situation.memory().cancels().get(job.name());
    return job.state() == JobState.Known.JOB_STATE_CANCELLING
        || (asked != null
            && (asked.accepted() || asked.notBefore().compareTo(situation.now()) > 0));
  }

  /** When a further listing is wanted though a job counts; null when none is. */
  private @Nullable Duration lookAgain(Situation situation, Optional<JobSnapshot> counted) {
    return counted.stream()
        .flatMap(job -> Ownership.extras(situation, job))
        .filter(job -> job.state() != JobState.Known.JOB_STATE_CANCELLING)
        .map(job -> situation.memory().cancels().get(job.name()))
        .filter(asked -> asked != null && !asked.accepted())
        // An extra job is not watched by name: the listing at that time is what wakes us.
        .map(Memory.Cancellation::notBefore)
        .min(Duration::compareTo)
        .orElseGet(() -> recheck(situation));
  }

  /**
   * Rule 5, last sentence: when a call that was given up in doubt is looked for again; null when
   * there was none, or all looks were taken. One grace later, and then at doubling distances: a
   * process can be frozen for longer than a grace, with its create on the way, and be thawed.
   */
  private @Nullable Duration recheck(Situation situation) {
    if (!situation.recorded().doubted()) {
      return null;
    }
    Duration intent = situation.memory().intentSeen();
    Duration seen = intent != null ? intent : situation.memory().firstSeen();
    for (Duration after = timing.grace();
        after.compareTo(Timing.LONGEST_FREEZE) <= 0;
        after = after.multipliedBy(2)) {
      Duration due = seen.plus(after);
      if (!situation.view().looked(due)) {
        return due;
      }
    }
    return null;
  }
}

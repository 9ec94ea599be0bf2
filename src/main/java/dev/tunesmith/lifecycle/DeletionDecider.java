package dev.tunesmith.lifecycle;

import dev.tunesmith.lifecycle.Decision.Adopt;
import dev.tunesmith.lifecycle.Decision.Cancel;
import dev.tunesmith.lifecycle.Decision.GiveUp;
import dev.tunesmith.lifecycle.Decision.Hold;
import dev.tunesmith.lifecycle.Decision.Look;
import dev.tunesmith.lifecycle.Decision.Release;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Rule 9: what a deletion does. It needs nothing but the manifest and the labels; the recorded name
 * only spares it the look.
 */
final class DeletionDecider {
  /** How often the state of a job that was asked to end is decided upon, beside the sweep. */
  private static final Duration AGAIN = Duration.ofSeconds(30);

  private final Timing timing;

  DeletionDecider(Timing timing) {
    this.timing = timing;
  }

  Decision decide(Situation situation) {
    Decision next = next(situation);
    if (next instanceof Release && situation.waitsForEarlierRun()) {
      // A status of that time was restored: the wanted run's own job may run.
      return new GiveUp();
    }
    if (next instanceof Release) {
      return next;
    }
    Duration over = deletionSeen(situation).plus(timing.cancelBound());
    if (over.compareTo(situation.now()) > 0) {
      return next;
    }
    return atTheBound(situation, next);
  }

  /** No job that is known to run is let go before it was asked, once at least, to end. */
  private static Decision atTheBound(Situation situation, Decision next) {
    if (next instanceof Cancel cancel && !wasAsked(situation, cancel.job())) {
      return cancel;
    }
    if (next instanceof Adopt adopt
        && Ownership.isOurs(adopt.job(), situation)
        && !wasAsked(situation, adopt.job())) {
      return new Cancel(adopt.job(), false);
    }
    return new Release(
        next instanceof Hold hold ? hold.message() : "the job's end was not seen in time");
  }

  private static boolean wasAsked(Situation situation, JobSnapshot job) {
    return job.state() == JobState.Known.JOB_STATE_CANCELLING
        || situation.memory().cancels().containsKey(job.name());
  }

  private Decision next(Situation situation) {
    Recorded recorded = situation.recorded();
    if (nothingWasEverSent(situation)) {
      return new Release(null);
    }
    // The name of an earlier run says nothing about the one that is wanted.
    JobName name = recorded.counts(situation.run()) ? recorded.job() : null;
    if (name == null) {
      return search(situation);
    }
    JobSnapshot job = situation.view().job();
    if (job != null && job.name().equals(name)) {
      return Ownership.isForeign(job, situation) ? search(situation) : ending(situation, job);
    }
    if (recorded.finished()) {
      return recorded.doubted() ? search(situation) : new Release(null);
    }
    return situation.view().missingSince() != null ? search(situation) : unread(situation, name);
  }

  /** A refused manifest under a status that was kept: it never got as far as a look. */
  private static boolean nothingWasEverSent(Situation situation) {
    Recorded recorded = situation.recorded();
    if (recorded.submission() != null || recorded.job() != null || recorded.doubted()) {
      return false;
    }
    Situation.Refusal refusal = situation.refusal();
    boolean forbidden = refusal != null && refusal.reason().equals(Reasons.POLICY_VIOLATION);
    return situation.target() == null || (forbidden && recorded.observed());
  }

  private static Decision unread(Situation situation, JobName name) {
    Failure failure = situation.view().failure();
    return failure != null
        ? Hold.of(failure, AGAIN, null)
        : new Hold(Reasons.CANCELLING, "reading " + name + " before it is let go", AGAIN, null);
  }

  /** The job that counts is known: it has to end, and every other one of ours with it. */
  private Decision ending(Situation situation, JobSnapshot job) {
    Duration othersWrote = situation.memory().othersWrote();
    return stopping(situation, job)
        .or(() -> othersWrote == null ? Optional.empty() : looked(situation, othersWrote))
        .or(() -> looked(situation, situation.recorded().doubted()))
        .orElseGet(() -> new Release(null));
  }

  /** Asks one after the other to end before the first is waited for; nothing when all have. */
  private static Optional<Decision> stopping(Situation situation, JobSnapshot job) {
    List<Decision> steps = new ArrayList<>();
    if (!job.state().ended()) {
      steps.add(cancel(situation, job, false));
    }
    Ownership.others(situation, job).forEach(other -> steps.add(cancel(situation, other, true)));
    return steps.stream()
        .filter(Cancel.class::isInstance)
        .findFirst()
        .or(() -> steps.stream().findFirst());
  }

  /** No name, or one that is not to be trusted: a complete look, and a later one while in doubt. */
  private Decision search(Situation situation) {
    // First what is proven to be ours: the recorded submission may be another one's, by hand.
    Optional<JobSnapshot> found =
        Ownership.best(situation)
            .filter(job -> !job.state().ended())
            .or(() -> Ownership.submitted(situation))
            .or(() -> Ownership.best(situation));
    if (found.isPresent() && !found.get().state().ended()) {
      JobSnapshot job = found.get();
      // Recorded before, and still not ours by its marker: recording it again leads nowhere.
      return job.name().equals(situation.recorded().job())
          ? cancel(situation, job, false)
          : new Adopt(job);
    }
    boolean doubt = situation.recorded().inDoubt() || situation.recorded().doubted();
    return found
        .flatMap(job -> stopping(situation, job))
        .or(() -> looked(situation, deletionSeen(situation)))
        .or(() -> looked(situation, doubt))
        .or(() -> lookedAfterWhatMayHaveBeenSent(situation))
        .orElseGet(() -> new Release(null));
  }

  private Optional<Decision> looked(Situation situation, boolean doubt) {
    return doubt ? looked(situation, graceOver(situation)) : Optional.empty();
  }

  /** What the status does not tell of shows within a grace. */
  private Optional<Decision> lookedAfterWhatMayHaveBeenSent(Situation situation) {
    Duration sent = situation.memory().maybeSent();
    return sent == null ? Optional.empty() : looked(situation, sent.plus(timing.grace()));
  }

  /** Nothing while the look was taken; a wait is never without an end, or nobody sees the bound. */
  private static Optional<Decision> looked(Situation situation, Duration since) {
    if (situation.view().looked(since)) {
      return Optional.empty();
    }
    Failure failure = situation.view().failure();
    if (failure != null) {
      return Optional.of(Hold.of(failure, AGAIN, since));
    }
    return Optional.of(
        situation.target() != null
            ? new Look(since)
            : new Hold(Reasons.LOOKING, "nothing says where the job would be", AGAIN, null));
  }

  private static Decision cancel(Situation situation, JobSnapshot job, boolean extra) {
    if (!Ownership.isOurs(job, situation)) {
      return new Hold(
          Reasons.MARKER_NOT_KEPT,
          job.name() + " does not carry our marker, so it is not cancelled; its end is waited for",
          AGAIN,
          null);
    }
    Memory.Cancellation asked = situation.memory().cancels().get(job.name());
    boolean again = asked == null || asked.notBefore().compareTo(situation.now()) <= 0;
    if (again && job.state() != JobState.Known.JOB_STATE_CANCELLING) {
      return new Cancel(job, extra);
    }
    Duration wait =
        asked == null || asked.accepted() || again
            ? AGAIN
            : asked.notBefore().minus(situation.now());
    // An extra job is not watched by name: only a further listing shows its end.
    Duration looked = situation.view().lookedSince();
    Duration since = !extra ? null : looked == null ? situation.now() : looked.plus(AGAIN);
    Failure refused = asked == null ? null : asked.failure();
    if (refused != null && job.state() != JobState.Known.JOB_STATE_CANCELLING) {
      return new Hold(
          refused.kind().reason(),
          job.name() + " still runs, and will be asked again to end: " + refused.message(),
          wait,
          since);
    }
    Failure failure = situation.view().failure();
    return failure != null
        ? Hold.of(failure, wait, since)
        : new Hold(
            Reasons.CANCELLING,
            "waiting for " + job.name() + " to end before the resource is let go",
            wait,
            since);
  }

  /** Without an intent that stands, the call in doubt is older than the deletion. */
  private Duration graceOver(Situation situation) {
    Duration seen = situation.memory().intentSeen();
    return (seen != null ? seen : deletionSeen(situation)).plus(timing.grace());
  }

  private static Duration deletionSeen(Situation situation) {
    Duration seen = situation.memory().deletionSeen();
    return seen != null ? seen : situation.now();
  }
}

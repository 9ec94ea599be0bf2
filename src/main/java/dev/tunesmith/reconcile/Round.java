package dev.tunesmith.reconcile;

import dev.tunesmith.api.v1alpha1.tuningjob.TuningJob;
import dev.tunesmith.kind.tuningjob.Progress;
import dev.tunesmith.lifecycle.Decision;
import dev.tunesmith.lifecycle.Failure;
import dev.tunesmith.lifecycle.JobSnapshot;
import dev.tunesmith.lifecycle.ResourceKey;
import dev.tunesmith.lifecycle.Situation;
import dev.tunesmith.lifecycle.Situation.Target;
import dev.tunesmith.reconcile.Actions.Cancelled;
import dev.tunesmith.reconcile.Gathering.Gathered;
import dev.tunesmith.vertex.TuningJobs;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One pass over one resource: gather, decide, act, tell; again as long as an effect leads straight
 * to the next decision. Every effect is one call that can be stopped before and after; what is told
 * in the status is always true at that moment, so the next process goes on from there.
 */
final class Round {
  private static final Logger LOG = LoggerFactory.getLogger(Round.class);

  /** An effect that leads to the same decision again is a fault, and must not become a hot loop. */
  private static final int MOST_EFFECTS = 6;

  private static final Duration AT_ONCE = Duration.ofMillis(500);

  private final Equipment equipment;
  private final Telling telling;
  private final Purchase purchase;

  Round(Equipment equipment, StatusWriter writer, TuningJob resource) {
    this.equipment = equipment;
    this.telling = new Telling(equipment, writer, resource);
    this.purchase = new Purchase(equipment, telling);
  }

  Next run() {
    for (int effects = 0; effects < MOST_EFFECTS; effects++) {
      Gathered gathered = equipment.gathering().gather(telling.resource());
      Decision decision = equipment.decider().decide(gathered.situation());
      LOG.debug("{}: {}", gathered.key(), decision);
      equipment.journal().round(decision.getClass().getSimpleName());
      Optional<Next> next = act(gathered, decision);
      if (next.isPresent()) {
        return inTime(gathered.situation(), next.get());
      }
    }
    return new Next.Wait(AT_ONCE);
  }

  /**
   * Only the last round's wish counts for the framework, and its timer takes no time that is past:
   * the end of a deletion's bound must not depend on the service having news.
   */
  private Next inTime(Situation situation, Next next) {
    if (!(next instanceof Next.Wait wait)) {
      return next;
    }
    Duration again = wait.lookAgain();
    Duration deletionSeen = situation.memory().deletionSeen();
    if (deletionSeen != null) {
      Duration left = deletionSeen.plus(equipment.cancelBound()).minus(situation.now());
      again = again == null || left.compareTo(again) < 0 ? left : again;
    }
    return new Next.Wait(again == null || again.isPositive() ? again : AT_ONCE);
  }

  /** Carries a decision out; nothing when the next one has to be made at once. */
  private Optional<Next> act(Gathered gathered, Decision decision) {
    return switch (decision) {
      case Decision.Stall stall -> {
        telling.tell(gathered, new Progress.Stalled(stall.reason(), stall.message()));
        stopWatching(gathered, stall.lookAgain());
        yield await(stall.lookAgain());
      }
      case Decision.Hold hold -> {
        ask(gathered, hold.lookSince());
        telling.hold(gathered, hold.reason(), hold.message());
        yield await(hold.lookAgain());
      }
      case Decision.Look look -> {
        ask(gathered, look.since());
        yield await(null);
      }
      case Decision.Await await -> {
        telling.tell(gathered, new Progress.Unchanged());
        yield await(null);
      }
      case Decision.Finished finished -> {
        telling.tell(gathered, new Progress.Unchanged());
        Duration cancelAgain = gathered.page().cancels().again();
        if (finished.lookSince() == null && cancelAgain == null) {
          equipment.sweeper().forget(gathered.key());
        }
        ask(gathered, finished.lookSince());
        yield await(cancelAgain);
      }
      case Decision.GiveUp giveUp -> {
        telling.tell(gathered, new Progress.GivenUp());
        yield Optional.empty();
      }
      case Decision.Follow follow -> follow(gathered, follow);
      case Decision.Adopt adopt -> {
        purchase.adopt(gathered, adopt.job());
        yield Optional.empty();
      }
      case Decision.Submit submit ->
          purchase.submit(gathered, submit.attempt()) ? Optional.empty() : await(AT_ONCE);
      case Decision.Cancel cancel -> cancel(gathered, cancel);
      case Decision.Release release -> release(gathered, release.unconfirmed());
    };
  }

  private static Optional<Next> await(@Nullable Duration lookAgain) {
    return Optional.of(new Next.Wait(lookAgain));
  }

  private void ask(Gathered gathered, @Nullable Duration since) {
    if (since != null) {
      equipment.gathering().ask(gathered, since);
    }
  }

  /** What only the manifest can mend needs no reads meanwhile. */
  private void stopWatching(Gathered gathered, @Nullable Duration lookAgain) {
    if (lookAgain == null && gathered.situation().recorded().job() == null) {
      equipment.sweeper().forget(gathered.key());
    }
  }

  private Optional<Next> follow(Gathered gathered, Decision.Follow follow) {
    JobSnapshot job = follow.job();
    if (!job.state().ended()) {
      gathered.page().sawActive();
    }
    ask(gathered, follow.lookSince());
    Failure trouble = gathered.situation().view().failure();
    if (trouble != null && !job.state().ended()) {
      telling.tell(gathered, new Progress.OutOfSight(job, trouble));
      return await(gathered.page().cancels().again());
    }
    TuningJobs.ModelReply model = model(gathered, job);
    if (model instanceof TuningJobs.Unknown unknown && Actions.passes(unknown.failure())) {
      return modelUnknown(gathered, job, unknown.failure());
    }
    telling.tell(gathered, new Progress.Observed(job, model instanceof TuningJobs.Absent));
    gathered.page().belief().verified();
    boolean goesOn = gathered.situation().waitsForEarlierRun() && job.state().ended();
    return goesOn ? Optional.empty() : await(gathered.page().cancels().again());
  }

  /** Asked only where the job is seen to have succeeded without having been watched at work. */
  private TuningJobs.ModelReply model(Gathered gathered, JobSnapshot job) {
    Target target = gathered.situation().target();
    return target == null || !job.state().ended() || gathered.page().hasSeenActive(job.name())
        ? new TuningJobs.ModelExists()
        : equipment.actions().model(target.scope(), job);
  }

  /** An end is told once and never asked for again: so it is not told before it is known. */
  private Optional<Next> modelUnknown(Gathered gathered, JobSnapshot job, Failure failure) {
    telling.hold(
        gathered,
        failure.kind().reason(),
        job.name()
            + " is "
            + job.state().raw()
            + "; whether its model still exists is being asked: "
            + failure.message());
    Duration again = gathered.page().modelUnknown(failure);
    Duration cancelAgain = gathered.page().cancels().again();
    return await(cancelAgain != null && cancelAgain.compareTo(again) < 0 ? cancelAgain : again);
  }

  private Optional<Next> cancel(Gathered gathered, Decision.Cancel cancel) {
    Target target = Objects.requireNonNull(gathered.situation().target());
    JobSnapshot job = cancel.job();
    boolean proven = gathered.situation().memory().proven().contains(job.name());
    ResourceKey key = gathered.key();
    switch (equipment.actions().cancel(target.scope(), job.name(), target.marker(), proven)) {
      case Cancelled.Asked asked -> {
        gathered.page().cancels().settled(job.name());
        if (cancel.extra()) {
          equipment.journal().extraJob();
        }
        telling.normal(
            cancel.extra() ? "ExtraTuningJobCancelled" : "CancelRequested",
            "asked the service to cancel " + job.name());
      }
      case Cancelled.NotSent notSent -> {
        LOG.info("{}: {} is not cancelled: {}", key, job.name(), notSent.why());
        gathered.page().cancels().settled(job.name());
      }
      case Cancelled.NotLeading notLeading -> {
        return await(AT_ONCE);
      }
      case Cancelled.Failed failed ->
          gathered.page().cancels().failed(job.name(), failed.failure());
    }
    return Optional.empty();
  }

  private Optional<Next> release(Gathered gathered, @Nullable String unconfirmed) {
    if (unconfirmed != null) {
      LOG.warn(
          "{} is let go after {} without certainty that its job has ended: {}",
          gathered.key(),
          equipment.cancelBound(),
          unconfirmed);
      equipment.journal().releasedUnconfirmed();
      telling.warning("ReleasedUnconfirmed", unconfirmed);
    }
    return Optional.of(new Next.Release(telling.resource()));
  }
}

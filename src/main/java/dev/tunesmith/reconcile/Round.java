package dev.tunesmith.reconcile;

import dev.tunesmith.api.v1alpha1.TuningJob;
import dev.tunesmith.api.v1alpha1.TuningJobStatus;
import dev.tunesmith.domain.Decision;
import dev.tunesmith.domain.Failure;
import dev.tunesmith.domain.JobRequest;
import dev.tunesmith.domain.JobSnapshot;
import dev.tunesmith.domain.Reasons;
import dev.tunesmith.domain.ResourceKey;
import dev.tunesmith.domain.Situation;
import dev.tunesmith.domain.Situation.Target;
import dev.tunesmith.domain.Submission;
import dev.tunesmith.reconcile.Actions.Cancelled;
import dev.tunesmith.reconcile.Gathering.Gathered;
import dev.tunesmith.status.Progress;
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
  private final StatusWriter writer;
  private TuningJob resource;

  Round(Equipment equipment, StatusWriter writer, TuningJob resource) {
    this.equipment = equipment;
    this.writer = writer;
    this.resource = resource;
  }

  Next run() {
    for (int effects = 0; effects < MOST_EFFECTS; effects++) {
      Gathered gathered = equipment.gathering().gather(resource);
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
        tell(gathered, new Progress.Stalled(stall.reason(), stall.message()));
        stopWatching(gathered, stall.lookAgain());
        yield await(stall.lookAgain());
      }
      case Decision.Hold hold -> {
        ask(gathered, hold.lookSince());
        hold(gathered, hold.reason(), hold.message());
        yield await(hold.lookAgain());
      }
      case Decision.Look look -> {
        ask(gathered, look.since());
        yield await(null);
      }
      case Decision.Await await -> {
        tell(gathered, new Progress.Unchanged());
        yield await(null);
      }
      case Decision.Finished finished -> {
        tell(gathered, new Progress.Unchanged());
        Duration cancelAgain = gathered.page().cancelAgain();
        if (finished.lookSince() == null && cancelAgain == null) {
          equipment.sweeper().forget(gathered.key());
        }
        ask(gathered, finished.lookSince());
        yield await(cancelAgain);
      }
      case Decision.GiveUp giveUp -> {
        tell(gathered, new Progress.GivenUp());
        yield Optional.empty();
      }
      case Decision.Follow follow -> follow(gathered, follow);
      case Decision.Adopt adopt -> adopt(gathered, adopt.job());
      case Decision.Submit submit -> submit(gathered, submit.attempt());
      case Decision.Cancel cancel -> cancel(gathered, cancel);
      case Decision.Release release -> release(gathered, release.unconfirmed());
    };
  }

  private static Optional<Next> await(@Nullable Duration lookAgain) {
    return Optional.of(new Next.Wait(lookAgain));
  }

  /** Writes the status when there is something to tell, and nothing else. */
  private void tell(Gathered gathered, Progress progress) {
    TuningJobStatus before = resource.getStatus();
    TuningJobStatus after = equipment.projector().project(before, gathered.subject(), progress);
    if (!after.equals(before)) {
      resource = writer.write(resource, after);
      gathered.page().told(resource.getStatus());
      equipment.told(resource, before, after);
    }
    equipment.journal().shows(gathered.key(), after);
  }

  /** "Don't know" does not undo an end that is told: it stands until the job itself denies it. */
  private void hold(Gathered gathered, String reason, String message) {
    if (gathered.situation().deleting() || !gathered.page().inQuestion()) {
      tell(gathered, new Progress.Held(reason, message));
    }
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
      tell(gathered, new Progress.OutOfSight(job, trouble));
      return await(gathered.page().cancelAgain());
    }
    TuningJobs.ModelReply model = model(gathered, job);
    if (model instanceof TuningJobs.Unknown unknown && Actions.passes(unknown.failure())) {
      return modelUnknown(gathered, job, unknown.failure());
    }
    tell(gathered, new Progress.Observed(job, model instanceof TuningJobs.Absent));
    gathered.page().verified();
    boolean goesOn = gathered.situation().waitsForEarlierRun() && job.state().ended();
    return goesOn ? Optional.empty() : await(gathered.page().cancelAgain());
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
    hold(
        gathered,
        failure.kind().reason(),
        job.name()
            + " is "
            + job.state().raw()
            + "; whether its model still exists is being asked: "
            + failure.message());
    Duration again = gathered.page().modelUnknown(failure);
    Duration cancelAgain = gathered.page().cancelAgain();
    return await(cancelAgain != null && cancelAgain.compareTo(again) < 0 ? cancelAgain : again);
  }

  private Optional<Next> adopt(Gathered gathered, JobSnapshot job) {
    tell(gathered, new Progress.Named(job));
    if (gathered.page().announces(job.name())) {
      announceBought(gathered, job, !gathered.situation().memory().markerNotKept());
      return Optional.empty();
    }
    equipment.journal().adopted();
    equipment
        .announcer()
        .normal(
            resource,
            "TuningJobAdopted",
            job.name() + " (" + job.state().raw() + ") was found again; nothing was bought");
    return Optional.empty();
  }

  /** Rules 2 to 4: intent, one create, name. */
  private Optional<Next> submit(Gathered gathered, int attempt) {
    Target target = Objects.requireNonNull(gathered.situation().target());
    JobRequest request = Objects.requireNonNull(target.request());
    if (!equipment.actions().mayAct()) {
      return await(AT_ONCE);
    }
    Submission submission =
        new Submission(equipment.submissionIds().get(), attempt, equipment.clock().instant());
    Duration intended = equipment.uptime().now();
    tell(gathered, new Progress.Intended(submission));
    TuningJobs.CreateReply reply =
        equipment.actions().create(gathered.key(), target, request, submission, intended);
    return switch (reply) {
      case null -> {
        LOG.warn("{}: the send window was over, the intent is written anew", gathered.key());
        tell(gathered, new Progress.NotSent());
        yield await(AT_ONCE);
      }
      case TuningJobs.Created created -> created(gathered, target, submission, created.job());
      case TuningJobs.Refused refused -> refused(gathered, refused.failure());
      case TuningJobs.InDoubt doubt -> {
        gathered.page().inDoubt();
        equipment.journal().inDoubt();
        equipment
            .announcer()
            .warning(resource, doubt.failure().kind().reason(), doubt.failure().message());
        yield Optional.empty();
      }
    };
  }

  private Optional<Next> created(
      Gathered gathered, Target target, Submission submission, JobSnapshot job) {
    gathered.page().bought(job);
    boolean kept = Actions.keptLabels(job, target.marker(), submission);
    if (!kept) {
      equipment.book().markerNotKept(target.scope());
    }
    // In the log before it is in the status: the resource may be gone, and nothing else knows it.
    LOG.info("{}: {} was created", gathered.key(), job.name());
    // First the name: should this write be refused, the job is adopted, and announced there.
    tell(gathered, new Progress.Named(job));
    if (gathered.page().announces(job.name())) {
      announceBought(gathered, job, kept);
    }
    return Optional.empty();
  }

  private void announceBought(Gathered gathered, JobSnapshot job, boolean kept) {
    equipment.journal().submitted(resource);
    equipment.announcer().normal(resource, "TuningJobSubmitted", job.name() + " was created");
    Target target = gathered.situation().target();
    if (!kept && target != null) {
      equipment
          .announcer()
          .warning(
              resource,
              Reasons.MARKER_NOT_KEPT,
              "the service did not give back the labels of "
                  + job.name()
                  + "; nothing more is bought in "
                  + target.scope());
    }
  }

  private Optional<Next> refused(Gathered gathered, Failure failure) {
    gathered.page().failed(failure);
    tell(gathered, new Progress.Refused(failure));
    equipment.announcer().warning(resource, failure.kind().reason(), failure.message());
    return Optional.empty();
  }

  private Optional<Next> cancel(Gathered gathered, Decision.Cancel cancel) {
    Target target = Objects.requireNonNull(gathered.situation().target());
    JobSnapshot job = cancel.job();
    boolean proven = gathered.situation().memory().proven().contains(job.name());
    ResourceKey key = gathered.key();
    switch (equipment.actions().cancel(target.scope(), job.name(), target.marker(), proven)) {
      case Cancelled.Asked asked -> {
        gathered.page().cancelSettled(job.name());
        if (cancel.extra()) {
          equipment.journal().extraJob();
        }
        equipment
            .announcer()
            .normal(
                resource,
                cancel.extra() ? "ExtraTuningJobCancelled" : "CancelRequested",
                "asked the service to cancel " + job.name());
      }
      case Cancelled.NotSent notSent -> {
        LOG.info("{}: {} is not cancelled: {}", key, job.name(), notSent.why());
        gathered.page().cancelSettled(job.name());
      }
      case Cancelled.NotLeading notLeading -> {
        return await(AT_ONCE);
      }
      case Cancelled.Failed failed -> gathered.page().cancelFailed(job.name(), failed.failure());
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
      equipment.announcer().warning(resource, "ReleasedUnconfirmed", unconfirmed);
    }
    return Optional.of(new Next.Release(resource));
  }
}

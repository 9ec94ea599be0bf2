package dev.tunesmith.domain;

import dev.tunesmith.domain.Decision.Adopt;
import dev.tunesmith.domain.Decision.Await;
import dev.tunesmith.domain.Decision.Cancel;
import dev.tunesmith.domain.Decision.Finished;
import dev.tunesmith.domain.Decision.Follow;
import dev.tunesmith.domain.Decision.GiveUp;
import dev.tunesmith.domain.Decision.Hold;
import dev.tunesmith.domain.Decision.Look;
import dev.tunesmith.domain.Decision.Stall;
import dev.tunesmith.domain.Decision.Submit;
import dev.tunesmith.domain.Situation.Refusal;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decides what to do next about one resource: the rules of paying once (design, section 3) in one
 * place. Pure: the same situation always gives the same decision.
 *
 * <pre>
 *  nothing recorded --look by marker--> none: Submit (intent, create, name)
 *        |                              found: Adopt
 *        v                                          |
 *  intent without a name (in doubt) --look--> found: Adopt
 *        |                                          |
 *        +-- none, one grace after we saw it:       v
 *            Submit again                     name recorded: Follow ... ended: Finished
 *                                                   |
 *                                                   +-- NOT_FOUND twice, a minute apart: JobLost
 *
 *  deleting: {@link DeletionDecider}
 * </pre>
 *
 * Where a create may have been sent that the status does not tell of ({@link Memory#maybeSent}), a
 * look that finds nothing counts from one grace later on: the status may have been lost.
 *
 * <p>"Don't know" is never "no": a look that failed, or has not been answered, leads to {@link
 * Hold} or {@link Look}, and to nothing else.
 */
public final class Decider {
  private final Timing timing;
  private final DeletionDecider deletion;

  /**
   * A decider.
   *
   * @param timing the durations it goes by
   */
  public Decider(Timing timing) {
    this.timing = timing;
    this.deletion = new DeletionDecider(timing);
  }

  /**
   * Decides.
   *
   * @param situation all that is known
   * @return what to do next
   */
  public Decision decide(Situation situation) {
    if (situation.deleting()) {
      return deletion.decide(situation);
    }
    Recorded recorded = situation.recorded();
    if (recorded.finished() && situation.run().equals(recorded.run())) {
      return finished(situation);
    }
    if (recorded.unfinished()) {
      return recorded.job() != null ? followed(situation, recorded.job()) : inDoubt(situation);
    }
    return unbought(situation);
  }

  private Decision finished(Situation situation) {
    Optional<JobSnapshot> counted =
        situation.view().siblings().stream()
            .filter(job -> job.name().equals(situation.recorded().job()))
            .findFirst();
    return counted
        .flatMap(job -> extraJob(situation, job))
        .orElseGet(() -> new Finished(lookAgain(situation, counted)));
  }

  /** Rules 6 to 8: a name is recorded. */
  private Decision followed(Situation situation, JobName name) {
    JobSnapshot job = situation.view().job();
    if (job == null || !job.name().equals(name)) {
      return unread(situation);
    }
    if (Ownership.isForeign(job, situation)) {
      return foreign(situation, job);
    }
    return extraJob(situation, job)
        .orElseGet(() -> new Follow(job, lookAgain(situation, Optional.of(job))));
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
    return failure != null ? hold(failure, null, null) : new Await();
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
      return look(situation, asked);
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

  /** Rule 5: an intent stands without an answer. */
  private Decision inDoubt(Situation situation) {
    Optional<JobSnapshot> found = Ownership.submitted(situation);
    if (found.isPresent()) {
      return new Adopt(found.get());
    }
    Duration seen = intentSeen(situation);
    Duration over = later(seen.plus(timing.grace()), oneGraceAgo(situation));
    if (situation.view().looked(over)) {
      return situation.waitsForEarlierRun() ? new GiveUp() : buy(situation);
    }
    return new Hold(
        Failure.Kind.CREATE_OUTCOME_UNKNOWN.reason(),
        "it is not known whether the create call went through; the service is being asked, and"
            + " nothing more is bought until that is certain"
            + lastAnswer(situation.view()),
        null,
        nextLook(situation.view(), seen, over));
  }

  private static String lastAnswer(View view) {
    Failure failure = view.failure();
    return failure == null ? "" : ". The last answer was: " + failure.message();
  }

  /** At once, then at doubling distances: a job that was accepted mostly shows within seconds. */
  private static Duration nextLook(View view, Duration seen, Duration over) {
    Duration due = seen;
    Duration step = Duration.ofSeconds(1);
    while (view.looked(due)) {
      Duration next = seen.plus(step);
      due = next.compareTo(over) < 0 ? next : over;
      step = step.multipliedBy(2);
    }
    return due;
  }

  private static Duration intentSeen(Situation situation) {
    Duration seen = situation.memory().intentSeen();
    return seen != null ? seen : situation.now();
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

  /** Rules 1 to 3: nothing was bought for the run, as far as the status knows. */
  private Decision unbought(Situation situation) {
    Refusal refusal = situation.refusal();
    if (refusal != null) {
      return new Stall(refusal.reason(), refusal.message(), null);
    }
    Long rejected = situation.recorded().rejectedGeneration();
    if (rejected != null && rejected == situation.generation()) {
      return new Finished(null);
    }
    Duration firstSeen = situation.memory().firstSeen();
    Duration asked =
        situation.recorded().doubted() ? later(firstSeen, oneGraceAgo(situation)) : firstSeen;
    if (!situation.view().looked(asked)) {
      return look(situation, asked);
    }
    Optional<JobSnapshot> found = Ownership.best(situation);
    if (found.isPresent()) {
      return new Adopt(found.get());
    }
    Duration sent = situation.memory().maybeSent();
    if (sent != null && !situation.view().looked(sent.plus(timing.grace()))) {
      return lookLonger(situation, sent);
    }
    return buy(situation);
  }

  /** What may have been sent, and is not told of, shows within a grace. */
  private Decision lookLonger(Situation situation, Duration sent) {
    Duration since = nextLook(situation.view(), sent, sent.plus(timing.grace()));
    if (situation.run().equals(situation.recorded().run())) {
      // A refusal that is told stays told: it is most likely the last answer there was.
      return look(situation, since);
    }
    return new Hold(
        Failure.Kind.CREATE_OUTCOME_UNKNOWN.reason(),
        "the operator had this resource in hand before, and its status does not tell of this run:"
            + " a job that was bought just then would not be listed yet; the service is being"
            + " asked, and nothing is bought until that is certain"
            + lastAnswer(situation.view()),
        null,
        since);
  }

  /**
   * After a call in doubt an answer grows old: its job may have turned up while a quota, or the API
   * server, kept the next call waiting.
   */
  private Duration oneGraceAgo(Situation situation) {
    return situation.now().minus(timing.grace());
  }

  private static Duration later(Duration a, Duration b) {
    return a.compareTo(b) >= 0 ? a : b;
  }

  private static Decision buy(Situation situation) {
    Memory memory = situation.memory();
    Refusal refusal = situation.refusal();
    if (refusal != null) {
      return new Stall(refusal.reason(), refusal.message(), null);
    }
    if (memory.markerNotKept()) {
      return new Stall(
          Reasons.MARKER_NOT_KEPT,
          "the service does not give back the labels that jobs are found by; nothing more is bought"
              + " in this project and location until the operator has been restarted",
          null);
    }
    Memory.Trouble trouble = memory.trouble();
    if (trouble != null && trouble.notBefore().compareTo(situation.now()) > 0) {
      return hold(trouble.failure(), trouble.notBefore().minus(situation.now()), null);
    }
    Submission doubted = situation.recorded().submission();
    boolean sameRun = situation.run().equals(situation.recorded().run());
    return new Submit(doubted != null && sameRun ? doubted.attempt() : 1);
  }

  static Decision look(Situation situation, Duration since) {
    Failure failure = situation.view().failure();
    return failure != null ? hold(failure, null, since) : new Look(since);
  }

  static Hold hold(Failure failure, @Nullable Duration lookAgain, @Nullable Duration lookSince) {
    return new Hold(failure.kind().reason(), failure.message(), lookAgain, lookSince);
  }
}

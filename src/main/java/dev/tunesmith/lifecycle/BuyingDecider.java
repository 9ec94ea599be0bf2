package dev.tunesmith.lifecycle;

import dev.tunesmith.lifecycle.Decision.Adopt;
import dev.tunesmith.lifecycle.Decision.Finished;
import dev.tunesmith.lifecycle.Decision.GiveUp;
import dev.tunesmith.lifecycle.Decision.Hold;
import dev.tunesmith.lifecycle.Decision.Look;
import dev.tunesmith.lifecycle.Decision.Stall;
import dev.tunesmith.lifecycle.Decision.Submit;
import dev.tunesmith.lifecycle.Situation.Refusal;
import java.time.Duration;
import java.util.Optional;

/**
 * Rules 1 to 3 and 5: no job is known. Nothing is bought before a look has found none; and where a
 * create call may have been sent, not before its job would have shown.
 */
final class BuyingDecider {
  private final Timing timing;

  BuyingDecider(Timing timing) {
    this.timing = timing;
  }

  /** Rules 1 to 3: nothing was bought for the run, as far as the status knows. */
  Decision unbought(Situation situation) {
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
      return Look.unlessFailing(situation.view(), asked);
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
      return Look.unlessFailing(situation.view(), since);
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
      return Hold.of(trouble.failure(), trouble.notBefore().minus(situation.now()), null);
    }
    Submission doubted = situation.recorded().submission();
    boolean sameRun = situation.run().equals(situation.recorded().run());
    return new Submit(doubted != null && sameRun ? doubted.attempt() : 1);
  }

  /** Rule 5: an intent stands without an answer. */
  Decision inDoubt(Situation situation) {
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
}

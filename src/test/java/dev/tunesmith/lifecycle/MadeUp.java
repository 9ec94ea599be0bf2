package dev.tunesmith.lifecycle;

import static dev.tunesmith.lifecycle.Given.GRACE;
import static dev.tunesmith.lifecycle.Given.SEEN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tunesmith.lifecycle.Decision.Adopt;
import dev.tunesmith.lifecycle.Decision.Await;
import dev.tunesmith.lifecycle.Decision.Cancel;
import dev.tunesmith.lifecycle.Decision.Finished;
import dev.tunesmith.lifecycle.Decision.Follow;
import dev.tunesmith.lifecycle.Decision.GiveUp;
import dev.tunesmith.lifecycle.Decision.Hold;
import dev.tunesmith.lifecycle.Decision.Look;
import dev.tunesmith.lifecycle.Decision.Release;
import dev.tunesmith.lifecycle.Decision.Stall;
import dev.tunesmith.lifecycle.Decision.Submit;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Random;

/** Situations at random, sensible or not, and what must be true of every decision about them. */
final class MadeUp {
  private static final JobState[] STATES = JobState.Known.values();

  private MadeUp() {}

  static Situation situation(Random random) {
    Given given = Given.aResource().at(SEEN + random.nextInt(1000));
    switch (random.nextInt(5)) {
      case 0 -> given.intent("s-1");
      case 1 -> given.named("1");
      case 2 -> given.named("1").finished();
      case 3 -> given.rejectedGeneration(2 + random.nextInt(2));
      default -> {}
    }
    maybe(random, 3, given::doubted);
    maybe(random, 4, () -> given.wantingRun("2"));
    maybe(random, 6, () -> given.refused("PolicyViolation"));
    maybe(random, 3, () -> given.deletingSince(SEEN + random.nextInt(400)));
    maybe(random, 3, () -> given.failing(Given.DOWN));
    maybe(random, 2, () -> given.looked(SEEN - 50 + random.nextInt(700)));
    for (int i = random.nextInt(3); i > 0; i--) {
      given.listed(job(random, 2 + i));
    }
    maybe(random, 3, () -> given.read(job(random, 1)));
    maybe(random, 4, () -> given.missing(SEEN, SEEN + random.nextInt(120)));
    maybe(random, 4, () -> given.backOffUntil(Given.QUOTA, SEEN + random.nextInt(1000)));
    maybe(random, 4, () -> given.maybeSent(SEEN + random.nextInt(600)));
    maybe(random, 4, () -> given.othersWrote(SEEN + random.nextInt(600)));
    maybe(random, 8, given::markerNotKept);
    maybe(random, 8, () -> given.bought("1"));
    maybe(random, 3, () -> given.asked("3", random.nextBoolean(), SEEN + random.nextInt(1000)));
    return given.situation();
  }

  private static void maybe(Random random, int oneIn, Runnable then) {
    if (random.nextInt(oneIn) == 0) {
      then.run();
    }
  }

  private static JobSnapshot job(Random random, int id) {
    Marker marker = random.nextInt(3) == 0 ? Given.FOREIGN : Given.MARKER;
    Map<String, String> labels =
        random.nextInt(8) == 0
            ? Map.of()
            : Given.labels(marker, 1 + random.nextInt(2), "s-" + (1 + random.nextInt(3)));
    JobState state =
        random.nextInt(10) == 0
            ? JobState.of("JOB_STATE_NEW_IN_2027")
            : STATES[random.nextInt(STATES.length)];
    return Given.job(Integer.toString(id), state, labels);
  }

  static void check(String which, Situation situation, Decision decision) {
    try {
      keepsToTheRules(situation, decision);
    } catch (AssertionError e) {
      throw new AssertionError(which + ": " + situation + " -> " + decision, e);
    }
  }

  private static void keepsToTheRules(Situation situation, Decision decision) {
    boolean looked = situation.view().looked(situation.memory().firstSeen());
    Recorded recorded = situation.recorded();
    switch (decision) {
      case Submit submit -> {
        assertThat(situation.deleting()).isFalse();
        assertThat(situation.refusal()).isNull();
        assertThat(looked).isTrue();
        assertThat(recorded.counts(situation.run()) && !recorded.inDoubt()).isFalse();
        if (recorded.inDoubt()) {
          assertThat(situation.view().looked(Given.seconds(SEEN + GRACE))).isTrue();
        } else if (situation.memory().maybeSent() != null) {
          Duration over = situation.memory().maybeSent().plus(Given.TIMING.grace());
          assertThat(situation.view().looked(over)).isTrue();
        }
        assertThat(Ownership.best(situation).filter(job -> job.attempt() >= submit.attempt()))
            .isEmpty();
      }
      case Stall stall -> {
        if (stall.reason().equals(Reasons.JOB_LOST)) {
          assertThat(situation.view().missingSince()).isNotNull();
          assertThat(situation.view().missingAgain()).isNotNull();
        }
      }
      case Release release -> {
        assertThat(situation.deleting()).isTrue();
        assertThat(release.unconfirmed() != null || isSettled(situation)).isTrue();
        assertThat(release.unconfirmed() != null || !situation.waitsForEarlierRun()).isTrue();
      }
      case Cancel cancel -> {
        assertThat(Ownership.isOurs(cancel.job(), situation)).isTrue();
        assertThat(cancel.job().state().ended()).isFalse();
        assertThat(situation.deleting() || cancel.extra()).isTrue();
      }
      case GiveUp giveUp -> {
        assertThat(situation.waitsForEarlierRun()).isTrue();
        if (situation.deleting()) {
          assertThat(isSettled(situation)).isTrue();
        } else if (recorded.inDoubt()) {
          assertThat(situation.view().looked(Given.seconds(SEEN + GRACE))).isTrue();
        } else {
          assertThat(situation.view().missingAgain())
              .isGreaterThanOrEqualTo(
                  Objects.requireNonNull(situation.view().missingSince()).plus(Timing.LOST_AFTER));
        }
      }
      case Finished finished ->
          assertThat(recorded.finished() || recorded.rejectedGeneration() != null).isTrue();
      case Follow follow -> {
        assertThat(follow.job().name()).isEqualTo(recorded.job());
        Duration since = situation.memory().othersWrote();
        if (follow.job().state().ended() && since != null) {
          assertThat(situation.view().looked(since)).isTrue();
        }
      }
      case Hold hold -> {
        if (hold.lookAgain() != null) {
          assertThat(hold.lookAgain().isPositive()).isTrue();
        }
        if (situation.deleting()) {
          assertThat(hold.lookAgain()).isNotNull();
        }
      }
      case Adopt adopt -> assertThat(situation.view().siblings()).contains(adopt.job());
      case Await await -> assertThat(recorded.job()).isNotNull();
      case Look look -> assertThat(situation.view().looked(look.since())).isFalse();
    }
    if (recorded.finished() && situation.run().equals(recorded.run()) && !situation.deleting()) {
      assertThat(decision).isInstanceOfAny(Finished.class, Cancel.class);
    }
  }

  /** Whether something says of the run that counts that nothing of it runs any more. */
  private static boolean isSettled(Situation situation) {
    Recorded recorded = situation.recorded();
    boolean reported = recorded.finished() && recorded.job() != null;
    boolean seen = situation.view().job() != null && recorded.job() != null;
    boolean never = situation.refusal() != null && recorded.observed();
    boolean complete = situation.view().lookedSince() != null;
    return reported || seen || never || complete;
  }
}

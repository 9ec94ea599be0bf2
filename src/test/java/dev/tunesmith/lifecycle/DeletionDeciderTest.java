package dev.tunesmith.lifecycle;

import static dev.tunesmith.lifecycle.Given.BOUND;
import static dev.tunesmith.lifecycle.Given.DOWN;
import static dev.tunesmith.lifecycle.Given.FOREIGN;
import static dev.tunesmith.lifecycle.Given.GRACE;
import static dev.tunesmith.lifecycle.Given.MARKER;
import static dev.tunesmith.lifecycle.Given.SEEN;
import static dev.tunesmith.lifecycle.Given.aResource;
import static dev.tunesmith.lifecycle.Given.job;
import static dev.tunesmith.lifecycle.Given.labels;
import static dev.tunesmith.lifecycle.Given.seconds;
import static dev.tunesmith.lifecycle.JobState.Known.JOB_STATE_CANCELLED;
import static dev.tunesmith.lifecycle.JobState.Known.JOB_STATE_CANCELLING;
import static dev.tunesmith.lifecycle.JobState.Known.JOB_STATE_FAILED;
import static dev.tunesmith.lifecycle.JobState.Known.JOB_STATE_PENDING;
import static dev.tunesmith.lifecycle.JobState.Known.JOB_STATE_RUNNING;
import static dev.tunesmith.lifecycle.JobState.Known.JOB_STATE_SUCCEEDED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tunesmith.lifecycle.Decision.Adopt;
import dev.tunesmith.lifecycle.Decision.Cancel;
import dev.tunesmith.lifecycle.Decision.GiveUp;
import dev.tunesmith.lifecycle.Decision.Hold;
import dev.tunesmith.lifecycle.Decision.Look;
import dev.tunesmith.lifecycle.Decision.Release;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** Rule 9 (design, section 3), one situation each. */
@DisplayName("A deletion")
class DeletionDeciderTest {
  private static final Release LET_GO = new Release(null);

  @Nested
  @DisplayName("of a resource without a name")
  class WithoutAName {
    @Test
    @DisplayName("looks once, in a complete listing that began after the deletion was seen")
    void looksOnce() {
      assertThat(aResource().deleting().decided()).isEqualTo(new Look(seconds(SEEN)));
      assertThat(aResource().deleting().looked(SEEN - 1).decided())
          .isEqualTo(new Look(seconds(SEEN)));
      assertThat(aResource().deleting().looked(SEEN).decided()).isEqualTo(LET_GO);
    }

    @Test
    @DisplayName("is not let go by a look that failed")
    void lookFailed() {
      assertHeld(aResource().deleting().failing(DOWN), "ServiceUnavailable", SEEN);
    }

    @ParameterizedTest
    @EnumSource(names = {"JOB_STATE_PENDING", "JOB_STATE_RUNNING", "JOB_STATE_CANCELLING"})
    @DisplayName("finds a job that still runs, and records it first")
    void running(JobState.Known state) {
      JobSnapshot ours = job("1", state);
      assertThat(aResource().deleting().looked(SEEN, ours).decided()).isEqualTo(new Adopt(ours));
    }

    @Test
    @DisplayName("lets go when all that it finds has ended")
    void ended() {
      JobSnapshot ours = job("1", JOB_STATE_FAILED);
      assertThat(aResource().deleting().looked(SEEN, ours).decided()).isEqualTo(LET_GO);
    }

    @Test
    @DisplayName("does not take an ended job on half a listing for the end of all")
    void endedOnHalfAListing() {
      JobSnapshot ended = job("1", JOB_STATE_FAILED);
      assertThat(aResource().deleting().listed(ended).decided()).isEqualTo(new Look(seconds(SEEN)));
    }

    @Test
    @DisplayName("does not take the finished job of an earlier run for the one that is wanted")
    void anotherRun() {
      JobSnapshot ours = job("2", JOB_STATE_RUNNING);
      Given restored = aResource().wantingRun("2").named("1").finished().deleting();
      assertThat(restored.decided()).isEqualTo(new Look(seconds(SEEN)));
      assertThat(restored.looked(SEEN).decided()).isEqualTo(LET_GO);
      assertThat(restored.listed(ours).decided()).isEqualTo(new Adopt(ours));
    }

    @Test
    @DisplayName(
        "does not take the end of an earlier run's job, or call, for that of the wanted one")
    void anotherRunInTheMiddle() {
      Given called = aResource().wantingRun("2").intent("s-1").deleting();
      Given named = aResource().wantingRun("2").named("1").deleting();
      JobSnapshot ended = job("1", JOB_STATE_SUCCEEDED);
      assertThat(called.looked(SEEN + GRACE).decided()).isEqualTo(new GiveUp());
      assertThat(called.looked(SEEN + GRACE, ended).decided()).isEqualTo(new GiveUp());
      assertThat(named.read(ended).decided()).isEqualTo(new GiveUp());
      assertThat(named.read(ended).at(SEEN + BOUND).decided())
          .as("at the bound, too: the wanted run's job was not asked to end yet")
          .isEqualTo(new GiveUp());
    }

    @Test
    @DisplayName("does not touch what is another's")
    void foreign() {
      JobSnapshot foreign = job("9", JOB_STATE_RUNNING, labels(FOREIGN, 1, "s-9"));
      JobSnapshot unmarked = job("8", JOB_STATE_RUNNING, Map.of());
      assertThat(aResource().deleting().looked(SEEN, foreign, unmarked).decided())
          .isEqualTo(LET_GO);
    }

    @Test
    @DisplayName("needs no look where the manifest does not even say where")
    void nowhere() {
      assertThat(aResource().nowhere().deleting().decided()).isEqualTo(LET_GO);
    }

    @Test
    @DisplayName("needs no look where the policy never let it get that far")
    void neverAllowed() {
      Given forbidden = aResource().refused("PolicyViolation").deleting();
      assertThat(forbidden.decided()).as("no status yet").isEqualTo(new Look(seconds(SEEN)));
      assertThat(forbidden.observed().decided()).isEqualTo(LET_GO);
    }

    @Test
    @DisplayName(
        "needs a look where the policy forbids by now what an earlier call may have bought")
    void forbiddenAfterADoubt() {
      Given doubted =
          aResource().observed().refused("PolicyViolation").doubted().withoutSubmission();
      assertThat(doubted.deleting().decided()).isEqualTo(new Look(seconds(SEEN)));
    }

    @Test
    @DisplayName("needs a look where another mistake is refused: an earlier manifest may have run")
    void refused() {
      assertThat(aResource().observed().refused("RequestRejected").deleting().decided())
          .isEqualTo(new Look(seconds(SEEN)));
    }
  }

  @Nested
  @DisplayName("in doubt")
  class InDoubt {
    @Test
    @DisplayName("looks at once, and once more when the grace is over")
    void twice() {
      Given doubt = aResource().intent("s-1").deletingSince(SEEN + 30).at(SEEN + 30);
      assertThat(doubt.decided()).isEqualTo(new Look(seconds(SEEN + 30)));
      assertThat(doubt.looked(SEEN + 30).decided()).isEqualTo(new Look(seconds(SEEN + GRACE)));
      assertThat(doubt.looked(SEEN + GRACE).decided()).isEqualTo(LET_GO);
    }

    @Test
    @DisplayName("is not let go by the ended job of an earlier call")
    void earlierCallEnded() {
      JobSnapshot earlier = job("1", JOB_STATE_FAILED);
      Given doubt = aResource().intent("s-2").deleting().looked(SEEN, earlier);
      assertThat(doubt.decided()).isEqualTo(new Look(seconds(SEEN + GRACE)));
      assertThat(doubt.looked(SEEN + GRACE).decided()).isEqualTo(LET_GO);
    }

    @Test
    @DisplayName("of a call whose intent was replaced by a refused one waits one grace, not longer")
    void withoutAnIntent() {
      Given doubted = aResource().intent("s-1").withoutSubmission().doubted().deleting();
      assertThat(doubted.looked(SEEN).at(SEEN + 50).decided())
          .isEqualTo(new Look(seconds(SEEN + GRACE)));
      assertThat(doubted.looked(SEEN + GRACE).at(SEEN + GRACE + 1).decided()).isEqualTo(LET_GO);
    }

    @Test
    @DisplayName(
        "finds what the call made also where the inputs were edited, and never as another's")
    void editedInputs() {
      JobSnapshot made = job("1", JOB_STATE_RUNNING, labels(FOREIGN, 1, "s-1"));
      assertThat(aResource().intent("s-1").deleting().looked(SEEN, made).decided())
          .isEqualTo(new Adopt(made));
      Given adopted = aResource().named("1").read(made).listed(made).deleting().looked(SEEN);
      assertHeld(adopted, "MarkerNotKept", null);
    }

    @Test
    @DisplayName("never buys")
    void neverBuys() {
      Given doubt = aResource().intent("s-1").deleting().looked(SEEN + GRACE).at(SEEN + GRACE);
      assertThat(doubt.decided()).isEqualTo(LET_GO);
    }

    @Test
    @DisplayName("records and ends what the call made")
    void found() {
      JobSnapshot made = job("1", JOB_STATE_PENDING);
      assertThat(aResource().intent("s-1").deleting().listed(made).decided())
          .isEqualTo(new Adopt(made));
    }
  }

  @Nested
  @DisplayName("of a resource with a name")
  class WithAName {
    @ParameterizedTest
    @EnumSource(
        mode = Mode.EXCLUDE,
        names = {
          "JOB_STATE_SUCCEEDED",
          "JOB_STATE_FAILED",
          "JOB_STATE_CANCELLED",
          "JOB_STATE_EXPIRED",
          "JOB_STATE_PARTIALLY_SUCCEEDED",
          "JOB_STATE_CANCELLING"
        })
    @DisplayName("cancels a job that runs")
    void cancels(JobState.Known state) {
      JobSnapshot ours = job("1", state);
      assertThat(aResource().named("1").read(ours).deleting().decided())
          .isEqualTo(new Cancel(ours, false));
    }

    @Test
    @DisplayName("cancels a job in a state that we do not know")
    void cancelsUnknown() {
      JobSnapshot ours = job("1", JobState.of("JOB_STATE_NEW_IN_2027"));
      assertThat(aResource().named("1").read(ours).deleting().decided())
          .isEqualTo(new Cancel(ours, false));
    }

    @Test
    @DisplayName("waits for the end of one that is cancelling, and asks again after a while")
    void waits() {
      Given cancelling = aResource().named("1").deleting().read(job("1", JOB_STATE_CANCELLING));
      assertHeld(cancelling, "Cancelling", null);
      JobSnapshot ours = job("1", JOB_STATE_RUNNING);
      Given asked = aResource().named("1").read(ours).deleting().asked("1", true, SEEN + 60);
      assertHeld(asked, "Cancelling", null);
      assertThat(asked.at(SEEN + 60).decided()).isEqualTo(new Cancel(ours, false));
    }

    @Test
    @DisplayName("asks again soon where the service could not be asked")
    void askedInVain() {
      JobSnapshot ours = job("1", JOB_STATE_RUNNING);
      Given asked = aResource().named("1").read(ours).deleting().asked("1", false, SEEN + 2);
      assertThat(((Hold) asked.decided()).lookAgain()).isEqualTo(seconds(2));
      assertThat(asked.at(SEEN + 2).decided()).isEqualTo(new Cancel(ours, false));
    }

    @Test
    @DisplayName("says why the service did not take the wish, and that the job still runs")
    void refusedCancel() {
      JobSnapshot ours = job("1", JOB_STATE_RUNNING);
      Given asked = aResource().named("1").read(ours).deleting().asked("1", false, SEEN + 2);
      assertHeld(asked, "PermissionDenied", null);
      assertThat(((Hold) asked.decided()).message())
          .contains("still runs")
          .contains(Given.DENIED_CANCEL.message());
    }

    @Test
    @DisplayName("waits for a time to come where a cancellation whose reply was lost is under way")
    void cancellingAfterALostReply() {
      Given lost = aResource().named("1").deleting().read(job("1", JOB_STATE_CANCELLING));
      assertHeld(lost.asked("1", false, SEEN + 2).at(SEEN + 30), "Cancelling", null);
    }

    @ParameterizedTest
    @EnumSource(
        names = {
          "JOB_STATE_SUCCEEDED",
          "JOB_STATE_FAILED",
          "JOB_STATE_CANCELLED",
          "JOB_STATE_EXPIRED",
          "JOB_STATE_PARTIALLY_SUCCEEDED"
        })
    @DisplayName("lets go when the end is observed, however it ended")
    void ended(JobState.Known state) {
      assertThat(aResource().named("1").read(job("1", state)).deleting().decided())
          .isEqualTo(LET_GO);
    }

    @Test
    @DisplayName("and looks whether another job runs where somebody else wrote the status")
    void endedUnderAnothersStatus() {
      JobSnapshot ended = job("1", JOB_STATE_CANCELLED);
      Given others = aResource().named("1").othersWrote(SEEN).read(ended).deleting();
      assertThat(others.decided()).isEqualTo(new Look(seconds(SEEN)));
      assertThat(others.looked(SEEN).decided()).isEqualTo(LET_GO);
      JobSnapshot other = job("2", JOB_STATE_RUNNING, labels(MARKER, 1, "s-2"));
      assertThat(others.looked(SEEN, other).decided()).isEqualTo(new Cancel(other, true));
    }

    @Test
    @DisplayName("lets go at once, without a call, when the end was reported before")
    void finished() {
      assertThat(aResource().named("1").finished().deleting().decided()).isEqualTo(LET_GO);
    }

    @Test
    @DisplayName("is not let go by a job that cannot be read")
    void unreadable() {
      assertHeld(aResource().named("1").deleting(), "Cancelling", null);
      assertHeld(
          aResource().named("1").deleting().failing(DOWN).looked(SEEN), "ServiceUnavailable", null);
    }

    @Test
    @DisplayName("looks for a job that the service denied, and lets go when there is none")
    void denied() {
      Given denied = aResource().named("1").deleting().missing(SEEN, SEEN);
      assertThat(denied.decided()).isEqualTo(new Look(seconds(SEEN)));
      assertHeld(
          aResource().named("1").deleting().missing(SEEN, SEEN).failing(DOWN),
          "ServiceUnavailable",
          SEEN);
      assertThat(denied.looked(SEEN).decided()).isEqualTo(LET_GO);
    }

    @Test
    @DisplayName("of a job without our marker does not cancel it, and waits for its end")
    void withoutLabels() {
      JobSnapshot unmarked = job("1", JOB_STATE_RUNNING, Map.of());
      assertHeld(aResource().named("1").read(unmarked).deleting(), "MarkerNotKept", null);
    }

    @Test
    @DisplayName("of a job without our marker cancels it where a create reply named it")
    void proven() {
      JobSnapshot unmarked = job("1", JOB_STATE_RUNNING, Map.of());
      assertThat(aResource().named("1").read(unmarked).bought("1").deleting().decided())
          .isEqualTo(new Cancel(unmarked, false));
    }

    @Test
    @DisplayName("that somebody wrote there does nothing to that job, and looks for ours")
    void forged() {
      JobSnapshot foreign = job("9", JOB_STATE_RUNNING, labels(FOREIGN, 1, "s-9x"));
      Given forged = aResource().named("9").read(foreign).deleting();
      assertThat(forged.decided()).isEqualTo(new Look(seconds(SEEN)));
      assertThat(forged.looked(SEEN).decided()).isEqualTo(LET_GO);
      JobSnapshot ours = job("1", JOB_STATE_RUNNING);
      assertThat(forged.listed(ours).decided()).isEqualTo(new Adopt(ours));
    }
  }

  @Nested
  @DisplayName("with an extra job")
  class Extra {
    private final JobSnapshot extra = job("2", JOB_STATE_PENDING);

    @Test
    @DisplayName("ends it, too, and sees its end in a listing")
    void endsIt() {
      JobSnapshot ended = job("1", JOB_STATE_SUCCEEDED);
      Given two = aResource().named("1").read(ended).listed(extra).deleting();
      assertThat(two.decided()).isEqualTo(new Cancel(extra, true));
      assertHeld(two.asked("2", true, SEEN + 60), "Cancelling", SEEN);
      assertHeld(two.looked(SEEN + 1), "Cancelling", SEEN + 31);
    }

    @Test
    @DisplayName("asks all of them to end before it waits for the first")
    void allAtOnce() {
      JobSnapshot ours = job("1", JOB_STATE_CANCELLING);
      JobSnapshot third = job("3", JOB_STATE_RUNNING, labels(MARKER, 2, "s-1"));
      Given three = aResource().named("1").read(ours).listed(extra, third).deleting();
      assertThat(three.decided()).isEqualTo(new Cancel(extra, true));
      three.asked("2", true, SEEN + 60);
      assertThat(three.decided()).isEqualTo(new Cancel(third, true));
      assertHeld(three.asked("3", true, SEEN + 60), "Cancelling", null);
    }

    @Test
    @DisplayName("that a call in doubt may still show waits for the grace")
    void doubted() {
      JobSnapshot ended = job("2", JOB_STATE_SUCCEEDED);
      Given doubted = aResource().named("2").doubted().read(ended).deleting();
      assertThat(doubted.decided()).isEqualTo(new Look(seconds(SEEN + GRACE)));
      assertThat(doubted.looked(SEEN + GRACE).decided()).isEqualTo(LET_GO);
      Given finished = aResource().named("2").doubted().finished().deleting();
      assertThat(finished.decided()).isEqualTo(new Look(seconds(SEEN)));
      assertThat(finished.looked(SEEN).decided()).isEqualTo(new Look(seconds(SEEN + GRACE)));
      assertThat(finished.looked(SEEN + GRACE).decided()).isEqualTo(LET_GO);
    }
  }

  @Nested
  @DisplayName("at the bound")
  class Bound {
    @Test
    @DisplayName("lets go of what cannot be read, and says what was not made sure")
    void unreadable() {
      Given unreadable = aResource().named("1").deleting().failing(DOWN);
      assertThat(unreadable.at(SEEN + BOUND - 1).decided()).isInstanceOf(Hold.class);
      assertThat(unreadable.at(SEEN + BOUND).decided()).isEqualTo(new Release("try again later"));
    }

    @Test
    @DisplayName("lets go of a job that was asked to end and did not")
    void doesNotEnd() {
      Given running = aResource().named("1").read(job("1", JOB_STATE_RUNNING)).deleting();
      assertThat(running.asked("1", true, SEEN + BOUND + 1).at(SEEN + BOUND).decided())
          .isInstanceOfSatisfying(
              Release.class, release -> assertThat(release.unconfirmed()).contains("to end"));
    }

    @Test
    @DisplayName("asks a job that was never asked to end once, before it is let go")
    void askedOnce() {
      JobSnapshot ours = job("1", JOB_STATE_RUNNING);
      Given late = aResource().named("1").read(ours).deleting().at(SEEN + BOUND);
      assertThat(late.decided()).isEqualTo(new Cancel(ours, false));
      assertThat(late.asked("1", false, SEEN + BOUND + 2).decided()).isInstanceOf(Release.class);
    }

    @Test
    @DisplayName("asks a job that is found only then, without recording it first")
    void foundThen() {
      JobSnapshot ours = job("1", JOB_STATE_RUNNING);
      Given late = aResource().deleting().looked(SEEN + BOUND, ours).at(SEEN + BOUND);
      assertThat(late.decided()).isEqualTo(new Cancel(ours, false));
      assertThat(late.asked("1", true, SEEN + BOUND + 60).decided())
          .isInstanceOf(Release.class)
          .isNotEqualTo(LET_GO);
    }

    @Test
    @DisplayName("is seen also where nothing says where to look")
    void nowhere() {
      assertHeld(aResource().intent("s-1").nowhere().deleting(), "LookingForJob", null);
    }

    @Test
    @DisplayName("lets go for sure where it is sure")
    void sure() {
      assertThat(aResource().named("1").finished().deleting().at(SEEN + 2 * BOUND).decided())
          .isEqualTo(LET_GO);
    }
  }

  /** Held, and decided about again within half a minute whatever the sweep hears. */
  private static void assertHeld(Given given, String reason, @Nullable Integer lookSince) {
    assertThat(given.decided())
        .isInstanceOfSatisfying(
            Hold.class,
            hold -> {
              assertThat(hold.reason()).isEqualTo(reason);
              assertThat(hold.lookSince()).isEqualTo(lookSince == null ? null : seconds(lookSince));
              assertThat(Objects.requireNonNull(hold.lookAgain(), "an event may never come"))
                  .isBetween(Duration.ofSeconds(1), Duration.ofSeconds(30));
            });
  }
}

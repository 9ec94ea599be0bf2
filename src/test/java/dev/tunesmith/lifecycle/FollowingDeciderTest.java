package dev.tunesmith.lifecycle;

import static dev.tunesmith.lifecycle.Given.DOWN;
import static dev.tunesmith.lifecycle.Given.FOREIGN;
import static dev.tunesmith.lifecycle.Given.GRACE;
import static dev.tunesmith.lifecycle.Given.MARKER;
import static dev.tunesmith.lifecycle.Given.QUOTA;
import static dev.tunesmith.lifecycle.Given.SEEN;
import static dev.tunesmith.lifecycle.Given.aResource;
import static dev.tunesmith.lifecycle.Given.job;
import static dev.tunesmith.lifecycle.Given.labels;
import static dev.tunesmith.lifecycle.Given.seconds;
import static dev.tunesmith.lifecycle.JobState.Known.JOB_STATE_CANCELLED;
import static dev.tunesmith.lifecycle.JobState.Known.JOB_STATE_CANCELLING;
import static dev.tunesmith.lifecycle.JobState.Known.JOB_STATE_PENDING;
import static dev.tunesmith.lifecycle.JobState.Known.JOB_STATE_RUNNING;
import static dev.tunesmith.lifecycle.JobState.Known.JOB_STATE_SUCCEEDED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tunesmith.lifecycle.Decision.Adopt;
import dev.tunesmith.lifecycle.Decision.Await;
import dev.tunesmith.lifecycle.Decision.Cancel;
import dev.tunesmith.lifecycle.Decision.Finished;
import dev.tunesmith.lifecycle.Decision.Follow;
import dev.tunesmith.lifecycle.Decision.GiveUp;
import dev.tunesmith.lifecycle.Decision.Hold;
import dev.tunesmith.lifecycle.Decision.Look;
import dev.tunesmith.lifecycle.Decision.Stall;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Rules 5, 6 and 8 of paying once (design, section 3), one situation each. */
@DisplayName("Where a job is known")
class FollowingDeciderTest {

  @Nested
  @DisplayName("rule 8: follows the name that is recorded")
  class Followed {
    @ParameterizedTest
    @EnumSource
    @DisplayName("in every state")
    void everyState(JobState.Known state) {
      JobSnapshot ours = job("1", state);
      assertThat(aResource().named("1").read(ours).decided()).isEqualTo(new Follow(ours, null));
    }

    @Test
    @DisplayName("in a state that we do not know")
    void unknownState() {
      JobSnapshot ours = job("1", JobState.of("JOB_STATE_NEW_IN_2027"));
      assertThat(aResource().named("1").read(ours).decided()).isEqualTo(new Follow(ours, null));
    }

    @Test
    @DisplayName("waits until it was read")
    void notRead() {
      assertThat(aResource().named("1").decided()).isEqualTo(new Await());
      Given other = aResource().named("1").read(job("2", JOB_STATE_RUNNING));
      assertThat(other.decided()).isEqualTo(new Await());
    }

    @Test
    @DisplayName("though it cannot be read: the name stays, and nothing is bought")
    void unreadable() {
      assertThat(aResource().named("1").failing(DOWN).looked(SEEN).decided())
          .isEqualTo(new Hold("ServiceUnavailable", "try again later", null, null));
    }

    @Test
    @DisplayName("as last read, while it cannot be read again")
    void unreadableAgain() {
      JobSnapshot ours = job("1", JOB_STATE_RUNNING);
      assertThat(aResource().named("1").read(ours).failing(DOWN).decided())
          .isEqualTo(new Follow(ours, null));
    }

    @ParameterizedTest
    @CsvSource({"1000, 1000", "1000, 1059"})
    @DisplayName("though the service denied it once, or twice within a minute")
    void missingOnce(int since, int again) {
      assertThat(aResource().named("1").missing(since, again).looked(SEEN).decided())
          .isEqualTo(new Await());
      assertThat(aResource().named("1").missing(since, again).failing(DOWN).decided())
          .isInstanceOf(Hold.class);
    }

    @Test
    @DisplayName("until it is denied twice, a minute apart: lost, and nothing is bought instead")
    void lost() {
      assertThat(aResource().named("1").missing(SEEN, SEEN + 60).looked(SEEN).decided())
          .isInstanceOfSatisfying(
              Stall.class,
              stall -> {
                assertThat(stall.reason()).isEqualTo("JobLost");
                assertThat(stall.message()).contains("nothing is bought").contains("spec.run");
                assertThat(stall.lookAgain()).isEqualTo(Timing.STALLED_AGAIN);
              });
    }

    @Test
    @DisplayName("until a person answers the loss with a new run: the lost job is let go of")
    void lostAndANewRun() {
      assertThat(
              aResource()
                  .wantingRun("2")
                  .named("1")
                  .missing(SEEN, SEEN + 60)
                  .looked(SEEN)
                  .decided())
          .isEqualTo(new GiveUp());
    }

    @Test
    @DisplayName("though the manifest is refused by now, our labels are lost, or a quota used up")
    void whateverElse() {
      JobSnapshot ours = job("1", JOB_STATE_RUNNING);
      Given followed = aResource().named("1").read(ours).markerNotKept();
      assertThat(followed.refused("PolicyViolation").backOffUntil(QUOTA, 2000).decided())
          .isEqualTo(new Follow(ours, null));
    }

    @Test
    @DisplayName("where the service dropped its labels: what was bought is not forgotten")
    void withoutLabels() {
      JobSnapshot unmarked = job("1", JOB_STATE_RUNNING, Map.of());
      assertThat(aResource().named("1").read(unmarked).decided())
          .isEqualTo(new Follow(unmarked, null));
    }

    @Test
    @DisplayName("to an end that is told when a look has shown that no other job of ours runs")
    void endUnderAnothersStatus() {
      JobSnapshot ended = job("1", JOB_STATE_SUCCEEDED);
      Given others = aResource().named("1").othersWrote(SEEN + 10).read(ended);
      assertThat(others.decided()).isEqualTo(new Look(seconds(SEEN + 10)));
      assertThat(others.looked(SEEN + 9).decided()).isEqualTo(new Look(seconds(SEEN + 10)));
      assertThat(others.looked(SEEN + 10).decided()).isEqualTo(new Follow(ended, null));
      JobSnapshot other = job("2", JOB_STATE_RUNNING, labels(MARKER, 1, "s-2"));
      assertThat(others.looked(SEEN + 10, other).decided()).isEqualTo(new Cancel(other, true));
    }

    @Test
    @DisplayName("at work, whoever wrote its status: nothing more is read for that")
    void atWorkUnderAnothersStatus() {
      JobSnapshot active = job("1", JOB_STATE_RUNNING);
      assertThat(aResource().named("1").othersWrote(SEEN).read(active).decided())
          .isEqualTo(new Follow(active, null));
    }
  }

  @Nested
  @DisplayName("a name that somebody wrote into the status")
  class Forged {
    private final JobSnapshot foreign = job("9", JOB_STATE_RUNNING, labels(FOREIGN, 1, "s-9"));

    @Test
    @DisplayName("proves nothing: the job that is ours is looked for")
    void looked() {
      assertThat(aResource().named("9").read(foreign).decided()).isEqualTo(new Look(seconds(SEEN)));
      assertThat(aResource().named("9").read(foreign).failing(DOWN).decided())
          .isEqualTo(new Hold("ServiceUnavailable", "try again later", null, seconds(SEEN)));
    }

    @Test
    @DisplayName("gives way to the job that is ours")
    void ours() {
      JobSnapshot ours = job("1", JOB_STATE_RUNNING);
      assertThat(aResource().named("9").read(foreign).looked(SEEN, ours).decided())
          .isEqualTo(new Adopt(ours));
    }

    @Test
    @DisplayName("buys nothing, and does nothing to the other's job")
    void stalls() {
      assertThat(aResource().named("9").read(foreign).looked(SEEN).decided())
          .isInstanceOfSatisfying(
              Stall.class,
              stall -> {
                assertThat(stall.reason()).isEqualTo("JobNotOwned");
                assertThat(stall.message()).contains("nothing is done to it");
                assertThat(stall.lookAgain()).isEqualTo(Timing.STALLED_AGAIN);
              });
    }

    @Test
    @DisplayName("as finished costs no call and buys nothing")
    void finished() {
      assertThat(aResource().named("9").finished().decided()).isEqualTo(new Finished(null));
      assertThat(aResource().named("9").finished().failing(DOWN).decided())
          .isEqualTo(new Finished(null));
    }

    @Test
    @DisplayName("is ours when a create reply named it, whatever its labels say")
    void proven() {
      assertThat(aResource().named("9").read(foreign).bought("9").decided())
          .isEqualTo(new Follow(foreign, null));
    }
  }

  @Nested
  @DisplayName("rule 6: an extra job")
  class Extra {
    private final JobSnapshot ours = job("1", JOB_STATE_RUNNING);
    private final JobSnapshot extra = job("2", JOB_STATE_PENDING);

    @Test
    @DisplayName("of our marker and attempt, from another submission and active, is cancelled")
    void cancelled() {
      assertThat(aResource().named("1").read(ours).listed(extra).decided())
          .isEqualTo(new Cancel(extra, true));
    }

    @Test
    @DisplayName("is cancelled after our job's end, too")
    void afterTheEnd() {
      JobSnapshot ended = job("1", JOB_STATE_SUCCEEDED);
      assertThat(aResource().named("1").read(ended).listed(extra).decided())
          .isEqualTo(new Cancel(extra, true));
      assertThat(aResource().named("1").finished().listed(ended, extra).decided())
          .isEqualTo(new Cancel(extra, true));
    }

    @ParameterizedTest
    @EnumSource(names = {"JOB_STATE_SUCCEEDED", "JOB_STATE_FAILED", "JOB_STATE_CANCELLED"})
    @DisplayName("that has ended is left alone")
    void ended(JobState.Known state) {
      assertThat(aResource().named("1").read(ours).listed(job("2", state)).decided())
          .isEqualTo(new Follow(ours, null));
    }

    @Test
    @DisplayName("is asked once: not again while it is cancelling, nor after the wish was taken")
    void onlyOnce() {
      Given two = aResource().named("1").read(ours);
      assertThat(two.listed(job("2", JOB_STATE_CANCELLING)).decided())
          .isEqualTo(new Follow(ours, null));
      Given asked = aResource().named("1").read(ours).listed(extra).asked("2", true, SEEN + 60);
      assertThat(asked.at(SEEN + 3600).decided()).isEqualTo(new Follow(ours, null));
    }

    @Test
    @DisplayName("that could not be asked is asked again: the listing that is wanted then wakes us")
    void againAfterAFailure() {
      Given two = aResource().named("1").read(ours).listed(extra).asked("2", false, SEEN + 2);
      assertThat(two.decided()).isEqualTo(new Follow(ours, seconds(SEEN + 2)));
      assertThat(two.at(SEEN + 2).decided()).isEqualTo(new Cancel(extra, true));
    }

    @Test
    @DisplayName("that could not be asked after the end of our job is not forgotten either")
    void againAfterTheEnd() {
      JobSnapshot ended = job("1", JOB_STATE_SUCCEEDED);
      Given two = aResource().named("1").finished().listed(ended, extra);
      assertThat(two.asked("2", false, SEEN + 2).decided())
          .isEqualTo(new Finished(seconds(SEEN + 2)));
    }

    @Test
    @DisplayName("is no job of another marker, another attempt, or the same submission")
    void notExtra() {
      JobSnapshot foreign = job("2", JOB_STATE_RUNNING, labels(FOREIGN, 1, "s-2"));
      JobSnapshot otherAttempt = job("3", JOB_STATE_RUNNING, labels(MARKER, 2, "s-3"));
      JobSnapshot twin = job("4", JOB_STATE_RUNNING, labels(MARKER, 1, "s-1"));
      JobSnapshot unmarked = job("5", JOB_STATE_RUNNING, Map.of());
      Given all = aResource().named("1").read(ours).listed(foreign, otherAttempt, twin, unmarked);
      assertThat(all.decided()).isEqualTo(new Follow(ours, null));
    }
  }

  @Nested
  @DisplayName("rule 5, last sentence: after a call given up in doubt")
  class Recheck {
    private final JobSnapshot ours = job("2", JOB_STATE_RUNNING);

    @Test
    @DisplayName("looks once more, one grace later, while it follows and after the end")
    void onceMore() {
      Given followed = aResource().named("2").doubted().read(ours);
      assertThat(followed.decided()).isEqualTo(new Follow(ours, seconds(SEEN + GRACE)));
      assertThat(followed.looked(SEEN + GRACE - 1).decided())
          .isEqualTo(new Follow(ours, seconds(SEEN + GRACE)));
      assertThat(aResource().named("2").doubted().finished().decided())
          .isEqualTo(new Finished(seconds(SEEN + GRACE)));
    }

    @Test
    @DisplayName("and at doubling distances, since whoever sent it may have been frozen for hours")
    void doubling() {
      Given followed = aResource().named("2").doubted().read(ours);
      assertThat(followed.looked(SEEN + GRACE).decided())
          .isEqualTo(new Follow(ours, seconds(SEEN + 2 * GRACE)));
      assertThat(followed.looked(SEEN + 4 * GRACE).decided())
          .isEqualTo(new Follow(ours, seconds(SEEN + 8 * GRACE)));
      Given finished = aResource().named("2").doubted().finished();
      assertThat(finished.looked(SEEN + 3 * GRACE).decided())
          .isEqualTo(new Finished(seconds(SEEN + 4 * GRACE)));
    }

    @Test
    @DisplayName("but not for ever: the last look is within a day")
    void notForEver() {
      int last = SEEN + 512 * GRACE;
      Given followed = aResource().named("2").doubted().read(ours);
      assertThat(followed.looked(last - 1).decided()).isEqualTo(new Follow(ours, seconds(last)));
      assertThat(followed.looked(last).decided()).isEqualTo(new Follow(ours, null));
      Given finished = aResource().named("2").doubted().finished();
      assertThat(finished.looked(last).decided()).isEqualTo(new Finished(null));
    }

    @Test
    @DisplayName("also where no intent stands any more")
    void withoutAnIntent() {
      Given followed = aResource().named("2").withoutSubmission().doubted().read(ours).at(3000);
      assertThat(followed.decided()).isEqualTo(new Follow(ours, seconds(SEEN + GRACE)));
      assertThat(followed.looked(SEEN + GRACE).decided())
          .isEqualTo(new Follow(ours, seconds(SEEN + 2 * GRACE)));
    }

    @Test
    @DisplayName("cancels what the earlier call bought after all")
    void found() {
      JobSnapshot late = job("1", JOB_STATE_RUNNING);
      Given followed = aResource().named("2").doubted().looked(SEEN + GRACE, late).read(ours);
      assertThat(followed.decided()).isEqualTo(new Cancel(late, true));
    }
  }

  @Nested
  @DisplayName("a run that has ended and was reported")
  class Ended {
    @Test
    @DisplayName("stays as it is, and costs nothing")
    void absorbs() {
      assertThat(aResource().named("1").finished().decided()).isEqualTo(new Finished(null));
    }

    @Test
    @DisplayName("stays as it is whatever the sweep, the manifest or the memory say")
    void whateverElse() {
      Given ended = aResource().named("1").finished().failing(DOWN).missing(SEEN, SEEN + 3600);
      assertThat(ended.refused("PolicyViolation").markerNotKept().decided())
          .isEqualTo(new Finished(null));
      assertThat(ended.looked(SEEN, job("1", JOB_STATE_CANCELLED)).decided())
          .isEqualTo(new Finished(null));
    }
  }
}

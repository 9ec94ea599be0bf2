package dev.tunesmith.domain;

import static dev.tunesmith.domain.Given.DOWN;
import static dev.tunesmith.domain.Given.FOREIGN;
import static dev.tunesmith.domain.Given.GRACE;
import static dev.tunesmith.domain.Given.MARKER;
import static dev.tunesmith.domain.Given.QUOTA;
import static dev.tunesmith.domain.Given.SEEN;
import static dev.tunesmith.domain.Given.aResource;
import static dev.tunesmith.domain.Given.job;
import static dev.tunesmith.domain.Given.labels;
import static dev.tunesmith.domain.Given.seconds;
import static dev.tunesmith.domain.JobState.Known.JOB_STATE_CANCELLED;
import static dev.tunesmith.domain.JobState.Known.JOB_STATE_CANCELLING;
import static dev.tunesmith.domain.JobState.Known.JOB_STATE_FAILED;
import static dev.tunesmith.domain.JobState.Known.JOB_STATE_PENDING;
import static dev.tunesmith.domain.JobState.Known.JOB_STATE_RUNNING;
import static dev.tunesmith.domain.JobState.Known.JOB_STATE_SUCCEEDED;
import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The rules of paying once (design, section 3), one situation each. */
@DisplayName("The decider")
class DeciderTest {

  @Nested
  @DisplayName("rule 1: looks before the first create")
  class Look1 {
    @Test
    @DisplayName("a fresh resource is looked for, from when it was first seen")
    void fresh() {
      assertThat(aResource().decided()).isEqualTo(new Look(seconds(SEEN)));
    }

    @Test
    @DisplayName("a listing that began before the resource was seen proves nothing")
    void tooOldAListing() {
      assertThat(aResource().looked(SEEN - 1).decided()).isEqualTo(new Look(seconds(SEEN)));
    }

    @Test
    @DisplayName("pages of a listing that did not end prove nothing")
    void halfAListing() {
      JobSnapshot ours = job("1", JOB_STATE_RUNNING);
      assertThat(aResource().listed(ours).decided()).isEqualTo(new Look(seconds(SEEN)));
    }

    @Test
    @DisplayName("a look that failed is no answer: it is waited for, nothing is bought")
    void lookFailed() {
      assertThat(aResource().failing(DOWN).decided())
          .isEqualTo(new Hold("ServiceUnavailable", "try again later", null, seconds(SEEN)));
    }

    @Test
    @DisplayName("none found: the first attempt is bought")
    void none() {
      assertThat(aResource().looked(SEEN).decided()).isEqualTo(new Submit(1));
    }

    @Test
    @DisplayName("none found, and reading fails by now: the answer stands")
    void noneThenFailing() {
      assertThat(aResource().looked(SEEN).failing(DOWN).decided()).isEqualTo(new Submit(1));
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("found: adopted, whatever its state")
    void found(JobState.Known state) {
      JobSnapshot ours = job("1", state);
      assertThat(aResource().looked(SEEN, ours).decided()).isEqualTo(new Adopt(ours));
    }

    @Test
    @DisplayName("found in a state that we do not know: adopted all the same")
    void foundUnknown() {
      JobSnapshot ours = job("1", JobState.of("JOB_STATE_NEW_IN_2027"));
      assertThat(aResource().looked(SEEN, ours).decided()).isEqualTo(new Adopt(ours));
    }

    @Test
    @DisplayName("a job with another's marker, or with none, is not found")
    void notOurs() {
      JobSnapshot foreign = job("1", JOB_STATE_RUNNING, labels(FOREIGN, 1, "s-1"));
      JobSnapshot unmarked = job("2", JOB_STATE_RUNNING, Map.of());
      assertThat(aResource().looked(SEEN, foreign, unmarked).decided()).isEqualTo(new Submit(1));
    }

    @Test
    @DisplayName("several found: the newest attempt counts")
    void newestAttempt() {
      JobSnapshot first = job("1", JOB_STATE_SUCCEEDED, labels(MARKER, 1, "a"));
      JobSnapshot second = job("2", JOB_STATE_FAILED, labels(MARKER, 2, "b"));
      assertThat(aResource().looked(SEEN, first, second).decided()).isEqualTo(new Adopt(second));
    }

    @ParameterizedTest
    @CsvSource({
      "JOB_STATE_SUCCEEDED, JOB_STATE_RUNNING",
      "JOB_STATE_PARTIALLY_SUCCEEDED, JOB_STATE_RUNNING",
      "JOB_STATE_RUNNING, JOB_STATE_CANCELLING",
      "JOB_STATE_PENDING, JOB_STATE_FAILED",
      "JOB_STATE_UNKNOWN_TO_US, JOB_STATE_FAILED",
      "JOB_STATE_CANCELLING, JOB_STATE_FAILED",
      "JOB_STATE_FAILED, JOB_STATE_CANCELLED",
      "JOB_STATE_EXPIRED, JOB_STATE_CANCELLED"
    })
    @DisplayName("several of one attempt: the more useful one counts, in whatever order they come")
    void several(String more, String less) {
      JobSnapshot counts = job("2", JobState.of(more));
      JobSnapshot other = job("1", JobState.of(less));
      assertThat(aResource().looked(SEEN, counts, other).decided()).isEqualTo(new Adopt(counts));
      assertThat(aResource().looked(SEEN, other, counts).decided()).isEqualTo(new Adopt(counts));
    }

    @Test
    @DisplayName("several equal ones: the oldest counts, at every look")
    void oldest() {
      JobSnapshot old = job("1", JOB_STATE_RUNNING);
      JobSnapshot young = job("2", JOB_STATE_RUNNING);
      assertThat(aResource().looked(SEEN, young, old).decided()).isEqualTo(new Adopt(old));
    }
  }

  @Nested
  @DisplayName("before anything is sent")
  class Before {
    @ParameterizedTest
    @CsvSource({"PolicyViolation", "RequestRejected"})
    @DisplayName("a refused manifest stalls, is not even looked for, and waits for its mending")
    void refused(String reason) {
      assertThat(aResource().refused(reason).decided())
          .isEqualTo(new Stall(reason, "mend the manifest", null));
      assertThat(aResource().refused(reason).looked(SEEN).decided())
          .isEqualTo(new Stall(reason, "mend the manifest", null));
    }

    @Test
    @DisplayName("what the service rejected is never sent again as it is")
    void rejected() {
      assertThat(aResource().rejectedGeneration(3).looked(SEEN).decided())
          .isEqualTo(new Finished(null));
    }

    @Test
    @DisplayName("what the service rejected is looked for and sent anew once it was changed")
    void rejectedThenChanged() {
      assertThat(aResource().rejectedGeneration(2).decided()).isEqualTo(new Look(seconds(SEEN)));
      assertThat(aResource().rejectedGeneration(2).looked(SEEN).decided()).isEqualTo(new Submit(1));
    }

    @Test
    @DisplayName("a used-up quota is waited for, for as long as the back-off says")
    void quota() {
      Given refused = aResource().looked(SEEN).backOffUntil(QUOTA, SEEN + 30);
      assertThat(refused.at(SEEN + 10).decided())
          .isEqualTo(new Hold("QuotaExceeded", "too many jobs", seconds(20), null));
      assertThat(refused.at(SEEN + 30).decided()).isEqualTo(new Submit(1));
    }

    @Test
    @DisplayName("rule 7: nothing more is bought where our labels were not given back")
    void markerNotKept() {
      assertThat(aResource().looked(SEEN).markerNotKept().decided())
          .isInstanceOfSatisfying(
              Stall.class,
              stall -> {
                assertThat(stall.reason()).isEqualTo("MarkerNotKept");
                assertThat(stall.message()).contains("nothing more is bought");
              });
    }

    @Test
    @DisplayName("rule 7: a job that is found is still adopted there")
    void markerNotKeptButFound() {
      JobSnapshot ours = job("1", JOB_STATE_RUNNING);
      assertThat(aResource().looked(SEEN, ours).markerNotKept().decided())
          .isEqualTo(new Adopt(ours));
    }
  }

  @Nested
  @DisplayName("rule 5: in doubt")
  class InDoubt {
    @Test
    @DisplayName("looks at once")
    void atOnce() {
      assertDoubt(aResource().intent("s-1"), SEEN);
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "1, 2", "2, 4", "3, 4", "4, 8", "63, 64", "64, 120", "119, 120"})
    @DisplayName("looks again at doubling distances, and last when the grace is over")
    void backOff(int looked, int next) {
      assertDoubt(aResource().intent("s-1").looked(SEEN + looked), SEEN + next);
    }

    @Test
    @DisplayName("none found before the grace is over: nothing is bought, whatever time it is")
    void notYet() {
      Given doubt = aResource().intent("s-1").looked(SEEN + GRACE - 1);
      assertDoubt(doubt.at(SEEN + GRACE), SEEN + GRACE);
      assertDoubt(doubt.at(SEEN + 10 * GRACE), SEEN + 128);
    }

    @Test
    @DisplayName("none found after the grace: the same attempt is bought, once")
    void none() {
      assertThat(aResource().intent("s-1").looked(SEEN + GRACE).at(SEEN + GRACE).decided())
          .isEqualTo(new Submit(1));
      assertThat(aResource().intent("s").attempt(3).looked(SEEN + GRACE).at(SEEN + GRACE).decided())
          .isEqualTo(new Submit(3));
    }

    @Test
    @DisplayName("a look that failed is no answer, and its words are told")
    void lookFailed() {
      assertThat(aResource().intent("s-1").failing(DOWN).at(SEEN + 10 * GRACE).decided())
          .isInstanceOfSatisfying(
              Hold.class,
              hold -> {
                assertThat(hold.reason()).isEqualTo("CreateOutcomeUnknown");
                assertThat(hold.message()).endsWith("The last answer was: try again later");
                assertThat(hold.lookSince()).isEqualTo(seconds(SEEN));
              });
    }

    @Test
    @DisplayName("an answer older than one grace is asked for again before anything is bought")
    void oldAnswer() {
      Given doubt = aResource().intent("s-1").looked(SEEN + GRACE);
      assertThat(doubt.at(SEEN + 2 * GRACE).decided()).isEqualTo(new Submit(1));
      assertDoubt(doubt.at(SEEN + 2 * GRACE + 1), SEEN + GRACE + 1);
    }

    @Test
    @DisplayName("so is it where a later call was refused, and waited for a quota")
    void oldAnswerAfterARefusal() {
      Given refused = aResource().intent("s-1").withoutSubmission().doubted();
      assertThat(refused.looked(SEEN).at(SEEN + GRACE).decided()).isEqualTo(new Submit(1));
      assertThat(refused.at(SEEN + 600).decided()).isEqualTo(new Look(seconds(SEEN + 600 - GRACE)));
    }

    @Test
    @DisplayName("a restart begins the grace anew")
    void restart() {
      // The process has just started, so it has just seen the intent, however old that is.
      assertDoubt(aResource().intent("s-1").looked(SEEN), SEEN + 1);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("answered by the submission: adopted at once, in any state")
    void bySubmission(JobState.Known state) {
      JobSnapshot made = job("1", state);
      assertThat(aResource().intent("s-1").listed(made).decided()).isEqualTo(new Adopt(made));
    }

    @Test
    @DisplayName("answered by the submission also where the inputs were edited meanwhile")
    void bySubmissionAlone() {
      JobSnapshot made = job("1", JOB_STATE_RUNNING, labels(FOREIGN, 1, "s-1"));
      Given doubt = aResource().intent("s-1").looked(SEEN + GRACE, made).at(SEEN + GRACE);
      assertThat(doubt.decided()).isEqualTo(new Adopt(made));
      assertThat(doubt.wantingRun("2").decided()).isEqualTo(new Adopt(made));
    }

    @Test
    @DisplayName("answered by the submission rather than by a better job of an earlier call")
    void submissionFirst() {
      JobSnapshot made = job("2", JOB_STATE_FAILED);
      JobSnapshot better = job("1", JOB_STATE_SUCCEEDED);
      assertThat(aResource().intent("s-2").looked(SEEN, better, made).decided())
          .isEqualTo(new Adopt(made));
    }

    @Test
    @DisplayName("answered by the marker: an earlier call's job of the same attempt is adopted")
    void byMarker() {
      JobSnapshot earlier = job("1", JOB_STATE_RUNNING);
      assertThat(aResource().intent("s-2").listed(earlier).decided()).isEqualTo(new Adopt(earlier));
    }

    @Test
    @DisplayName("not answered by an earlier attempt's job")
    void earlierAttempt() {
      JobSnapshot earlier = job("1", JOB_STATE_FAILED);
      assertDoubt(aResource().intent("s-2").attempt(2).looked(SEEN, earlier), SEEN + 1);
    }

    @Test
    @DisplayName("a manifest that is refused by now buys nothing after the grace")
    void refusedMeanwhile() {
      Given doubt = aResource().intent("s-1").refused("PolicyViolation").at(SEEN + GRACE);
      assertThat(doubt.looked(SEEN + GRACE).decided()).isInstanceOf(Stall.class);
    }

    @Test
    @DisplayName("back-off and lost labels hold after the grace, too")
    void heldAfterTheGrace() {
      Given doubt = aResource().intent("s-1").looked(SEEN + GRACE).at(SEEN + GRACE);
      assertThat(doubt.backOffUntil(QUOTA, SEEN + GRACE + 5).decided())
          .isEqualTo(new Hold("QuotaExceeded", "too many jobs", seconds(5), null));
      assertThat(doubt.markerNotKept().decided()).isInstanceOf(Stall.class);
    }

    private void assertDoubt(Given given, int lookSince) {
      assertThat(given.decided())
          .isInstanceOfSatisfying(
              Hold.class,
              hold -> {
                assertThat(hold.reason()).isEqualTo("CreateOutcomeUnknown");
                assertThat(hold.lookSince()).isEqualTo(seconds(lookSince));
                assertThat(hold.lookAgain()).isNull();
              });
    }
  }

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
  @DisplayName("a new run")
  class NewRun {
    @Test
    @DisplayName("after a finished one is looked for, then bought as its first attempt")
    void afterTheEnd() {
      Given next = aResource().wantingRun("2").named("1").finished();
      assertThat(next.decided()).isEqualTo(new Look(seconds(SEEN)));
      assertThat(next.looked(SEEN).decided()).isEqualTo(new Submit(1));
    }

    @Test
    @DisplayName("that was there before finds its job, and buys nothing")
    void backToAnEarlierRun() {
      JobSnapshot earlier = job("7", JOB_STATE_SUCCEEDED);
      Given back = aResource().wantingRun("0").named("1").finished().looked(SEEN, earlier);
      assertThat(back.decided()).isEqualTo(new Adopt(earlier));
    }

    @Test
    @DisplayName("while the earlier one is unfinished (admission bypassed) waits for its end")
    void waits() {
      JobSnapshot ours = job("1", JOB_STATE_RUNNING);
      assertThat(aResource().wantingRun("2").named("1").read(ours).decided())
          .isEqualTo(new Follow(ours, null));
      assertThat(aResource().wantingRun("2").named("1").decided()).isEqualTo(new Await());
    }

    @Test
    @DisplayName("follows the earlier run's job by its submission where the inputs were changed")
    void inputsChanged() {
      JobSnapshot earlier = job("1", JOB_STATE_RUNNING, labels(FOREIGN, 1, "s-1"));
      assertThat(aResource().wantingRun("2").named("1").read(earlier).decided())
          .isEqualTo(new Follow(earlier, null));
    }

    @Test
    @DisplayName("while the earlier one is in doubt waits for the grace, then gives that up")
    void inDoubt() {
      Given doubt = aResource().wantingRun("2").intent("s-1");
      assertThat(doubt.looked(SEEN + GRACE - 1).decided()).isInstanceOf(Hold.class);
      assertThat(doubt.looked(SEEN + GRACE).at(SEEN + GRACE).decided()).isEqualTo(new GiveUp());
    }

    @Test
    @DisplayName("while the earlier one is in doubt finds the earlier one's job first")
    void inDoubtFound() {
      JobSnapshot made = job("1", JOB_STATE_PENDING);
      assertThat(aResource().wantingRun("2").intent("s-1").listed(made).decided())
          .isEqualTo(new Adopt(made));
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

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
import static dev.tunesmith.lifecycle.JobState.Known.JOB_STATE_FAILED;
import static dev.tunesmith.lifecycle.JobState.Known.JOB_STATE_PENDING;
import static dev.tunesmith.lifecycle.JobState.Known.JOB_STATE_RUNNING;
import static dev.tunesmith.lifecycle.JobState.Known.JOB_STATE_SUCCEEDED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tunesmith.lifecycle.Decision.Adopt;
import dev.tunesmith.lifecycle.Decision.Await;
import dev.tunesmith.lifecycle.Decision.Finished;
import dev.tunesmith.lifecycle.Decision.Follow;
import dev.tunesmith.lifecycle.Decision.GiveUp;
import dev.tunesmith.lifecycle.Decision.Hold;
import dev.tunesmith.lifecycle.Decision.Look;
import dev.tunesmith.lifecycle.Decision.Stall;
import dev.tunesmith.lifecycle.Decision.Submit;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Rules 1 to 3 and 7 of paying once (design, section 3), one situation each. */
@DisplayName("Where nothing was bought")
class BuyingDeciderTest {

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
}

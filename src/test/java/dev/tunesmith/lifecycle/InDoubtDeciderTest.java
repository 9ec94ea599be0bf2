package dev.tunesmith.lifecycle;

import static dev.tunesmith.lifecycle.Given.DOWN;
import static dev.tunesmith.lifecycle.Given.FOREIGN;
import static dev.tunesmith.lifecycle.Given.GRACE;
import static dev.tunesmith.lifecycle.Given.QUOTA;
import static dev.tunesmith.lifecycle.Given.SEEN;
import static dev.tunesmith.lifecycle.Given.aResource;
import static dev.tunesmith.lifecycle.Given.job;
import static dev.tunesmith.lifecycle.Given.labels;
import static dev.tunesmith.lifecycle.Given.seconds;
import static dev.tunesmith.lifecycle.JobState.Known.JOB_STATE_FAILED;
import static dev.tunesmith.lifecycle.JobState.Known.JOB_STATE_RUNNING;
import static dev.tunesmith.lifecycle.JobState.Known.JOB_STATE_SUCCEEDED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tunesmith.lifecycle.Decision.Adopt;
import dev.tunesmith.lifecycle.Decision.Hold;
import dev.tunesmith.lifecycle.Decision.Look;
import dev.tunesmith.lifecycle.Decision.Stall;
import dev.tunesmith.lifecycle.Decision.Submit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Rule 5 of paying once (design, section 3), one situation each. */
@DisplayName("Where a create is in doubt")
class InDoubtDeciderTest {
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

package dev.tunesmith.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tunesmith.api.v1alpha1.ConditionReason;
import dev.tunesmith.lifecycle.Decision.Cause;
import dev.tunesmith.lifecycle.ObservedJobs.Answer;
import dev.tunesmith.lifecycle.ObservedJobs.Job;
import dev.tunesmith.lifecycle.ObservedJobs.NamedJob;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules of a run that has a job, one nested class per letter of design section 4. */
@DisplayName("Of a run that has a job, the rules")
class FollowingTest extends GivenFacts {
  /** A job that was created at second 1 and ended at second 50. */
  private Job ended(int number, int attempt, String state, boolean retriable) {
    jobs.clear();
    Job job =
        new Job(
            name(number),
            JobState.of("JOB_STATE_" + state),
            new JobLabels("here", "v1-resource", RUN, INPUTS, attempt),
            Instant.EPOCH.plusSeconds(1),
            Instant.EPOCH.plusSeconds(50),
            retriable);
    jobs.add(job);
    return job;
  }

  @Nested
  @DisplayName("F: the job that counts")
  class Follow {
    @Test
    @DisplayName("is one that succeeded, else one that runs, else one being cancelled, else failed")
    void byOutcome() {
      List<String> best =
          List.of(
              "SUCCEEDED", "PARTIALLY_SUCCEEDED", "RUNNING", "CANCELLING", "FAILED", "CANCELLED");
      for (int i = 0; i < best.size(); i++) {
        jobs.clear();
        for (int j = i; j < best.size(); j++) {
          job(100 - j, best.get(j));
        }
        assertThat(observed().counting(RUN)).contains(jobs.getFirst());
      }
    }

    private ObservedJobs observed() {
      return new ObservedJobs(listedSince, jobs, named, cancelled, removed, labelsKept);
    }

    @Test
    @DisplayName("is of the newest attempt, whatever the older ones came to")
    void byAttempt() {
      job(1, RUN, INPUTS, 1, "SUCCEEDED");
      Job second = job(2, RUN, INPUTS, 2, "FAILED");
      assertThat(decide()).isEqualTo(new Decision.Follow(second, null, null));
    }

    @Test
    @DisplayName("is the oldest of equals, then by name, so that two processes choose alike")
    void byAge() {
      Job old = job(1, "RUNNING");
      job(2, "RUNNING");
      job(3, "QUEUED");
      for (int seed = 0; seed < 20; seed++) {
        Collections.shuffle(jobs, new Random(seed));
        assertThat(observed().counting(RUN)).contains(old);
      }
    }

    @Test
    @DisplayName("is not one whose cancellation was requested, while another runs")
    void notTheCancelled() {
      Job old = job(1, "RUNNING");
      Job young = job(2, "RUNNING");
      cancelled.add(old.name());
      assertThat(decide()).isEqualTo(new Decision.Follow(young, null, null));
    }

    @Test
    @DisplayName("is followed on in a state that this version does not know")
    void unknownState() {
      Job dreaming = job(1, "DREAMING");
      assertThat(decide()).isEqualTo(new Decision.Follow(dreaming, null, null));
    }

    @Test
    @DisplayName("stays alone: every other active job of its run is cancelled, of any attempt")
    void duplicates() {
      job(1, RUN, INPUTS, 2, "RUNNING");
      Job older = job(2, RUN, INPUTS, 1, "RUNNING");
      assertThat(decide()).isEqualTo(new Decision.Cancel(older, Cause.DUPLICATE));
      cancelled.add(older.name());
      assertThat(decide()).isEqualTo(new Decision.Follow(jobs.getFirst(), null, null));
    }

    @Test
    @DisplayName("stays alone also where it has succeeded, and where the duplicate's inputs differ")
    void duplicateOfAnEndedOne() {
      job(1, "SUCCEEDED");
      Job other = job(2, RUN, JobLabels.inputs("other"), 1, "PENDING");
      assertThat(decide()).isEqualTo(new Decision.Cancel(other, Cause.DUPLICATE));
    }

    @Test
    @DisplayName("never costs another run's job its life")
    void otherRunsLive() {
      Job counting = job(1, "RUNNING");
      job(2, JobLabels.run("2"), INPUTS, 1, "RUNNING");
      assertThat(decide()).isEqualTo(new Decision.Follow(counting, null, null));
    }

    @Test
    @DisplayName("needs no quiet, no gate and no answered hint")
    void needsNothing() {
      Job job = job(1, "RUNNING");
      listedSince = SINCE;
      gates = GATE_REFUSES;
      labelsKept = false;
      rejected = "no";
      named.add(new NamedJob(name(9), "1", Answer.UNKNOWN));
      assertThat(decide()).isEqualTo(new Decision.Follow(job, null, null));
    }
  }

  @Nested
  @DisplayName("C: spec.cancelRun")
  class CancelRun {
    private void names(String run) {
      controls = new Controls(false, run, null, 0, null, Deletion.CANCEL);
    }

    @Test
    @DisplayName("cancels the active jobs of the run that it names, and no other")
    void cancels() {
      names("2");
      Job other = job(1, "RUNNING");
      assertThat(decide()).isEqualTo(new Decision.Follow(other, null, null));
      Job named = job(2, JobLabels.run("2"), INPUTS, 1, "RUNNING");
      assertThat(decide()).isEqualTo(new Decision.Cancel(named, Cause.CANCEL_RUN));
      cancelled.add(named.name());
      assertThat(decide()).isEqualTo(new Decision.Follow(other, null, null));
    }

    @Test
    @DisplayName("cancels a job that was created with other inputs, too")
    void otherInputs() {
      names("1");
      Job job = job(1, RUN, JobLabels.inputs("other"), 1, "RUNNING");
      assertThat(decide()).isEqualTo(new Decision.Cancel(job, Cause.CANCEL_RUN));
    }

    @Test
    @DisplayName("needs the finalizer first, as every effect does")
    void finalizerFirst() {
      names("1");
      finalizer = false;
      job(1, "RUNNING");
      assertThat(decide()).isEqualTo(new Decision.AddFinalizer());
    }

    @Test
    @DisplayName("is reported as under way, as confirmed, or as too late")
    void reported() {
      names("1");
      Job job = job(1, "RUNNING");
      cancelled.add(job.name());
      assertThat(remark().reason()).isEqualTo(ConditionReason.CANCELLING);
      assertThat(remark().over()).isFalse();
      jobs.clear();
      job(1, "CANCELLED");
      assertThat(remark().words()).contains("was cancelled").contains("billed");
      jobs.clear();
      job(1, "SUCCEEDED");
      assertThat(remark().words()).contains("before a cancellation").contains("is billed");
      assertThat(remark().over()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @DisplayName("ends a run without a job, whatever the gates say; nothing is created")
    void endsIt(boolean owned) {
      names("1");
      finalizer = owned;
      gates = GATE_WAITS;
      assertThat(blocks(decide())).isEqualTo(ConditionReason.CANCELLED);
      assertThat(clears(decide())).isTrue();
    }

    @Test
    @DisplayName("ends it only where no job can be missing in the listing, and no hint is open")
    void quietFirst() {
      names("1");
      listedSince = SINCE;
      assertThat(listsWhy(decide())).isEqualTo(ConditionReason.WAITING_FOR_LISTING);
      named.add(new NamedJob(name(9), "1", Answer.UNKNOWN));
      assertThat(decide()).isEqualTo(new Decision.ReadJob(name(9)));
    }
  }

  @Nested
  @DisplayName("E: spec.activeDeadlineSeconds")
  class ActiveDeadline {
    private void is(int seconds, int backoffLimit) {
      controls =
          new Controls(
              false, null, Duration.ofSeconds(seconds), backoffLimit, null, Deletion.CANCEL);
    }

    @Test
    @DisplayName("counts from the creation of the run's first job, and cancels the one that counts")
    void cancels() {
      is(100, 0);
      Job first = job(1, RUN, INPUTS, 1, "FAILED");
      Job second = job(40, RUN, INPUTS, 2, "RUNNING");
      assertThat(follows()).isEqualTo(new Decision.Follow(second, null, Duration.ofSeconds(1)));
      time = Objects.requireNonNull(first.createTime()).plusSeconds(100);
      assertThat(decide()).isEqualTo(new Decision.Cancel(second, Cause.DEADLINE));
      cancelled.add(second.name());
      assertThat(remark().reason()).isEqualTo(ConditionReason.CANCELLING);
      assertThat(follows().again()).isNull();
    }

    @Test
    @DisplayName("is judged of an ended job by the service's times alone")
    void endedOnes() {
      is(49, 0);
      ended(1, 1, "CANCELLED", false);
      assertThat(remark().reason()).isEqualTo(ConditionReason.DEADLINE_EXCEEDED);
      ended(1, 1, "SUCCEEDED", false);
      assertThat(remark().words()).contains("finished before", "activeDeadlineSeconds");
      assertThat(remark().reason()).isNull();
      is(50, 0);
      ended(1, 1, "CANCELLED", false);
      assertThat(follows().remark()).as("cancelled by another client before").isNull();
    }

    @Test
    @DisplayName("wins over another attempt, also where that would only be late")
    void wins() {
      is(59, 3);
      ended(1, 1, "FAILED", true);
      assertThat(remark().reason()).isEqualTo(ConditionReason.DEADLINE_EXCEEDED);
      is(60, 3);
      assertThat(decide()).isInstanceOf(Decision.Follow.class);
      time = Instant.EPOCH.plusSeconds(60);
      assertThat(decide()).isEqualTo(new Decision.Submit(2));
      time = Instant.EPOCH.plusSeconds(61);
      assertThat(remark().reason()).isEqualTo(ConditionReason.DEADLINE_EXCEEDED);
    }

    @Test
    @DisplayName("leaves a job of other inputs alone")
    void otherInputs() {
      is(1, 0);
      job(1, RUN, JobLabels.inputs("other"), 1, "RUNNING");
      assertThat(blocks(decide())).isEqualTo(ConditionReason.INPUTS_CHANGED);
    }
  }

  @Nested
  @DisplayName("R: spec.backoffLimit")
  class BackoffLimit {
    private void is(int limit) {
      controls = new Controls(false, null, null, limit, null, Deletion.CANCEL);
    }

    @Test
    @DisplayName("creates a job that failed by the service's fault again, after a back-off")
    void again() {
      is(2);
      ended(1, 1, "FAILED", true);
      time = Instant.EPOCH.plusSeconds(59);
      assertThat(remark().reason()).isEqualTo(ConditionReason.WAITING_FOR_RETRY);
      assertThat(remark().over()).isFalse();
      assertThat(follows().again()).isEqualTo(Duration.ofSeconds(1));
      time = Instant.EPOCH.plusSeconds(60);
      assertThat(decide()).isEqualTo(new Decision.Submit(2));
      ended(2, 2, "FAILED", true);
      assertThat(follows().again()).as("twice as long").isEqualTo(Duration.ofSeconds(10));
    }

    @ParameterizedTest
    @CsvSource({"1, 10", "2, 20", "3, 40", "6, 320", "7, 360", "9, 360"})
    @DisplayName("backs off as a batch Job does: from ten seconds to six minutes")
    void backoff(int attempt, int seconds) {
      assertThat(Timing.backoff(attempt)).isEqualTo(Duration.ofSeconds(seconds));
    }

    @Test
    @DisplayName("is used up after so many further attempts")
    void usedUp() {
      is(1);
      ended(1, 2, "FAILED", true);
      assertThat(remark().reason()).isEqualTo(ConditionReason.BACKOFF_LIMIT_EXCEEDED);
      is(0);
      assertThat(follows().remark()).as("as without the field").isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"FAILED", "CANCELLED", "EXPIRED", "SUCCEEDED"})
    @DisplayName("creates nothing after any other end")
    void otherEnds(String state) {
      is(2);
      ended(1, 1, state, false);
      time = time.plusSeconds(1000);
      assertThat(follows().again()).isNull();
    }

    @Test
    @DisplayName(
        "needs all that a first create needs, and keeps the submission on record meanwhile")
    void asACreate() {
      is(1);
      ended(1, 1, "FAILED", true);
      gates = GATE_WAITS;
      assertThat(waits(decide())).isEqualTo(GATE_WAITS.reason());
      assertThat(clears(decide())).isFalse();
      gates = new Verdict.Pass();
      listedSince = SINCE;
      assertThat(listsWhy(decide())).isEqualTo(ConditionReason.WAITING_FOR_LISTING);
      listedSince = LATER;
      job(2, JobLabels.run("0"), INPUTS, 1, "RUNNING");
      assertThat(waits(decide())).isEqualTo(ConditionReason.WAITING_FOR_EARLIER_RUN);
    }

    @Test
    @DisplayName("keeps the run from its end, whatever ends it, until the create cannot be open")
    void open() {
      is(1);
      ended(1, 1, "FAILED", true);
      controls = new Controls(false, "1", null, 1, null, Deletion.CANCEL);
      submitted = 2;
      listedSince = SINCE;
      assertThat(listsWhy(decide())).isEqualTo(ConditionReason.WAITING_FOR_LISTING);
      pending = SINCE;
      assertThat(listsWhy(decide())).isEqualTo(ConditionReason.CREATE_OUTCOME_UNKNOWN);
      listedSince = LATER;
      assertThat(remark().words()).contains("finished before", "cancelRun");
    }

    @Test
    @DisplayName("waits for the end of every other job of the run, and ends with spec.cancelRun")
    void others() {
      is(1);
      ended(1, 1, "FAILED", true);
      cancelled.add(job(2, RUN, INPUTS, 1, "RUNNING").name());
      assertThat(decide()).isNotInstanceOf(Decision.Submit.class);
      controls = new Controls(false, "1", null, 1, null, Deletion.CANCEL);
      ended(1, 1, "FAILED", true);
      assertThat(remark().words()).contains("finished before", "cancelRun");
    }
  }

  @Nested
  @DisplayName("X: spec.ttlSecondsAfterFinished")
  class Expiry {
    private void is(int seconds, @Nullable String ignored) {
      controls =
          new Controls(
              false,
              null,
              null,
              1,
              new Controls.TimeToLive(Duration.ofSeconds(seconds), ignored),
              Deletion.CANCEL);
    }

    @ParameterizedTest
    @ValueSource(strings = {"SUCCEEDED", "FAILED", "CANCELLED"})
    @DisplayName("deletes the resource so long after the end of its job")
    void expires(String state) {
      is(30, null);
      ended(1, 1, state, false);
      time = Instant.EPOCH.plusSeconds(79);
      assertThat(follows().again()).isEqualTo(Duration.ofSeconds(1));
      time = Instant.EPOCH.plusSeconds(80);
      assertThat(decide()).isInstanceOf(Decision.Expire.class);
      job(2, JobLabels.run("0"), INPUTS, 1, "RUNNING");
      assertThat(decide()).as("while no other run is active").isInstanceOf(Decision.Follow.class);
    }

    @Test
    @DisplayName("waits for further attempts, and leaves a run alone that has no job")
    void notYet() {
      is(0, null);
      ended(1, 1, "FAILED", true);
      time = Instant.EPOCH.plusSeconds(55);
      assertThat(remark().reason()).isEqualTo(ConditionReason.WAITING_FOR_RETRY);
      jobs.clear();
      assertThat(decide()).isEqualTo(new Decision.Submit(1));
    }

    @Test
    @DisplayName("is ignored where it must be, and says why")
    void ignored() {
      is(0, "it is ignored");
      ended(1, 1, "SUCCEEDED", false);
      assertThat(remark().words()).isEqualTo("it is ignored");
      assertThat(remark().over()).isTrue();
    }
  }

  @Nested
  @DisplayName("I: a job of other inputs")
  class Inputs {
    @ParameterizedTest
    @ValueSource(strings = {"RUNNING", "SUCCEEDED", "FAILED", "DREAMING"})
    @DisplayName("is named and left, and nothing is created beside it; the inputs stay editable")
    void blocks(String state) {
      Job job = job(1, RUN, JobLabels.inputs("other"), 1, state);
      assertThat(decide())
          .isInstanceOfSatisfying(
              Decision.Block.class,
              block -> {
                assertThat(block.reason()).isEqualTo(ConditionReason.INPUTS_CHANGED);
                assertThat(block.job()).isEqualTo(job);
                assertThat(block.clears()).as("clears the submission").isTrue();
                assertThat(block.message())
                    .contains(job.name().value(), job.state().raw(), "new spec.run");
              });
    }

    @Test
    @DisplayName("counts by the same comparator: one of the wanted inputs may count instead")
    void otherCounts() {
      job(1, RUN, JobLabels.inputs("other"), 1, "FAILED");
      Job mine = job(2, "RUNNING");
      assertThat(decide()).isEqualTo(new Decision.Follow(mine, null, null));
    }

    @Test
    @DisplayName("of another run bars nothing when it has ended")
    void otherRun() {
      job(1, JobLabels.run("0"), JobLabels.inputs("other"), 1, "SUCCEEDED");
      assertThat(decide()).isEqualTo(new Decision.Submit(1));
    }
  }
}

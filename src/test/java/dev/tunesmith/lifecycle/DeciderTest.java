package dev.tunesmith.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tunesmith.api.v1alpha1.ConditionReason;
import dev.tunesmith.lifecycle.Decision.Cause;
import dev.tunesmith.lifecycle.ObservedJobs.Answer;
import dev.tunesmith.lifecycle.ObservedJobs.Job;
import dev.tunesmith.lifecycle.ObservedJobs.NamedJob;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The rules of design section 4, one nested class per letter of its table; {@link FollowingTest}
 * has those of a run that has a job.
 */
@DisplayName("The rules of creating once")
class DeciderTest extends GivenFacts {

  @Nested
  @DisplayName("T: a take-over")
  class TakeOver {
    @Test
    @DisplayName("makes every earlier listing too old")
    void begins() {
      listedSince = SINCE.minusNanos(1);
      assertThat(decide()).isEqualTo(new Decision.ListJobs(SINCE, null));
    }

    @Test
    @DisplayName("keeps a create call whose outcome is unknown, however old the new tenure is")
    void keepsPending() {
      inherited = false;
      pending = SINCE.minusSeconds(1);
      assertThat(new Tenure(SINCE, false, pending, null).quietFrom(GRACE))
          .isEqualTo(SINCE.minusSeconds(1).plus(GRACE));
      listedSince = SINCE.plusSeconds(1);
      assertThat(listsWhy(decide())).isEqualTo(ConditionReason.CREATE_OUTCOME_UNKNOWN);
    }
  }

  @Nested
  @DisplayName("K: before a complete listing of this tenure")
  class Knowledge {
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @DisplayName("nothing is decided, with or without a finalizer, whatever the gates say")
    void nothing(boolean owned) {
      finalizer = owned;
      listedSince = null;
      for (Verdict verdict : List.of(new Verdict.Pass(), GATE_WAITS, GATE_REFUSES)) {
        gates = verdict;
        assertThat(decide()).isEqualTo(new Decision.ListJobs(SINCE, null));
      }
    }

    @Test
    @DisplayName("nothing is cancelled and no finalizer is removed")
    void deletion() {
      isDeleted();
      listedSince = null;
      job(1, "RUNNING");
      assertThat(decide()).isEqualTo(new Decision.ListJobs(SINCE, null));
    }

    @Test
    @DisplayName("no job is followed, and no hint is read")
    void hints() {
      listedSince = null;
      job(1, "SUCCEEDED");
      named.add(new NamedJob(name(2), "1", Answer.UNKNOWN));
      assertThat(decide()).isInstanceOf(Decision.ListJobs.class);
    }

    @Test
    @DisplayName("a listing that began exactly at the take-over counts")
    void exactly() {
      finalizer = false;
      listedSince = SINCE;
      assertThat(decide()).isEqualTo(new Decision.AddFinalizer());
    }
  }

  @Nested
  @DisplayName("Q: without quiet")
  class Quiet {
    @Test
    @DisplayName("nothing is created while a previous process's job may not be listed yet")
    void inheritedWaits() {
      listedSince = QUIET.minusNanos(1);
      now = SINCE.plusSeconds(30);
      assertThat(decide())
          .isEqualTo(
              new Decision.ListJobs(
                  QUIET,
                  new Decision.Wait(
                      ConditionReason.WAITING_FOR_LISTING,
                      "A previous operator process may have created a tuning job that is not listed"
                          + " yet. Waiting up to 2m0s before creating one.",
                      false,
                      Duration.ofSeconds(90))));
    }

    @Test
    @DisplayName("a listing that began one grace after the take-over ends the wait")
    void inheritedEnds() {
      listedSince = QUIET;
      assertThat(decide()).isEqualTo(new Decision.Submit(1));
    }

    @Test
    @DisplayName("there is no wait for a resource that this process itself took into its hands")
    void ownFinalizer() {
      inherited = false;
      listedSince = SINCE;
      assertThat(decide()).isEqualTo(new Decision.Submit(1));
    }

    @Test
    @DisplayName("a create whose outcome is unknown bars the next for one grace, also when own")
    void pendingBars() {
      inherited = false;
      pending = LATER;
      listedSince = LATER.plus(GRACE).minusNanos(1);
      assertThat(listsWhy(decide())).isEqualTo(ConditionReason.CREATE_OUTCOME_UNKNOWN);
      assertThat(((Decision.ListJobs) decide()).since()).isEqualTo(LATER.plus(GRACE));
      listedSince = LATER.plus(GRACE);
      assertThat(decide()).isEqualTo(new Decision.Submit(1));
    }

    @Test
    @DisplayName(
        "no finalizer is removed as confirmed, though no job is listed, or an ended one is")
    void releaseWaits() {
      isDeleted();
      listedSince = SINCE;
      assertThat(decide()).isInstanceOf(Decision.ListJobs.class);
      job(1, "SUCCEEDED");
      assertThat(decide()).isInstanceOf(Decision.ListJobs.class);
      listedSince = QUIET;
      assertThat(decide()).isEqualTo(new Decision.Release(null));
    }

    @Test
    @DisplayName("the later of both is waited for")
    void later() {
      assertThat(new Tenure(SINCE, true, SINCE.minusSeconds(30), null).quietFrom(GRACE))
          .isEqualTo(QUIET);
      assertThat(new Tenure(SINCE, true, SINCE.plusSeconds(30), null).quietFrom(GRACE))
          .isEqualTo(QUIET.plusSeconds(30));
      assertThat(new Tenure(SINCE, false, null, null).quietFrom(GRACE)).isEqualTo(SINCE);
    }
  }

  @Nested
  @DisplayName("O: the finalizer is added")
  class Own {
    @Test
    @DisplayName("when the gates pass, before anything is submitted")
    void gatesPass() {
      finalizer = false;
      assertThat(decide()).isEqualTo(new Decision.AddFinalizer());
    }

    @Test
    @DisplayName("not while they do not: such a resource is not waited for")
    void gatesRefuse() {
      finalizer = false;
      listedSince = SINCE;
      gates = GATE_REFUSES;
      assertThat(blocks(decide())).isEqualTo(ConditionReason.POLICY_VIOLATION);
      gates = GATE_WAITS;
      assertThat(waits(decide())).isEqualTo(ConditionReason.QUOTA_EXCEEDED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"RUNNING", "SUCCEEDED", "FAILED"})
    @DisplayName("when a job of the resource is listed, of any run, whatever the gates say")
    void jobListed(String state) {
      finalizer = false;
      gates = GATE_REFUSES;
      job(1, JobLabels.run("0"), INPUTS, 1, state);
      assertThat(decide()).isEqualTo(new Decision.AddFinalizer());
    }

    @Test
    @DisplayName("when the status has a submission, or a create's outcome is unknown")
    void maybeCreated() {
      finalizer = false;
      gates = GATE_REFUSES;
      submitted = 1;
      assertThat(decide()).isEqualTo(new Decision.AddFinalizer());
      submitted = 0;
      pending = SINCE;
      assertThat(decide()).isEqualTo(new Decision.AddFinalizer());
    }

    @Test
    @DisplayName("not to a resource that is being deleted and has none: it does not wait for us")
    void deletedWithout() {
      isDeleted();
      finalizer = false;
      submitted = 1;
      job(1, "RUNNING");
      assertThat(decide()).isEqualTo(new Decision.Ignore());
    }
  }

  @Nested
  @DisplayName("B: a job is created")
  class Create {
    @Test
    @DisplayName("with finalizer, quiet, no job, no hint, and passing gates")
    void created() {
      assertThat(decide()).isEqualTo(new Decision.Submit(1));
    }

    @Test
    @DisplayName("also where a submission is recorded: quiet without a job says that none exists")
    void afterASubmission() {
      submitted = 1;
      assertThat(decide()).isEqualTo(new Decision.Submit(1));
    }

    @ParameterizedTest
    @EnumSource(JobState.Known.class)
    @DisplayName("never where the run has a job, in whatever state it is")
    void neverTwice(JobState.Known state) {
      Job job = job(1, state.name().substring("JOB_STATE_".length()));
      for (Verdict verdict : List.of(new Verdict.Pass(), GATE_WAITS, GATE_REFUSES)) {
        gates = verdict;
        assertThat(decide()).isEqualTo(new Decision.Follow(job, null, null));
      }
    }

    @Test
    @DisplayName("not beside an active job of another run; the wait clears a submission when quiet")
    void otherRun() {
      Job earlier = job(1, JobLabels.run("0"), INPUTS, 1, "RUNNING");
      assertThat(waits(decide())).isEqualTo(ConditionReason.WAITING_FOR_EARLIER_RUN);
      assertThat(((Decision.Wait) decide()).message()).contains(earlier.name().value());
      assertThat(clears(decide())).isTrue();
      listedSince = SINCE;
      assertThat(waits(decide())).isEqualTo(ConditionReason.WAITING_FOR_EARLIER_RUN);
      assertThat(clears(decide())).isFalse();
      jobs.clear();
      listedSince = LATER;
      job(1, JobLabels.run("0"), INPUTS, 1, "SUCCEEDED");
      assertThat(decide()).isEqualTo(new Decision.Submit(1));
    }

    @Test
    @DisplayName("not while a gate waits or refuses; that clears a submission only when quiet")
    void gatesBar() {
      for (Verdict verdict : List.of(GATE_WAITS, GATE_REFUSES)) {
        gates = verdict;
        listedSince = LATER;
        assertThat(clears(decide())).isTrue();
        listedSince = SINCE;
        assertThat(decide()).as("not quiet").isInstanceOf(Decision.ListJobs.class);
      }
      listedSince = LATER;
      gates = GATE_WAITS;
      assertThat(decide())
          .isEqualTo(
              new Decision.Wait(
                  ConditionReason.QUOTA_EXCEEDED, "later", true, Duration.ofMinutes(1)));
      gates = GATE_REFUSES;
      assertThat(decide())
          .isEqualTo(
              new Decision.Block(
                  ConditionReason.POLICY_VIOLATION, "not allowed", null, true, null));
    }
  }

  @Nested
  @DisplayName("H: a name in the status that no listing shows")
  class Hints {
    @ParameterizedTest
    @ValueSource(strings = {"1", "0", ""})
    @DisplayName("is read before a create, whatever run it stands for")
    void isRead(String run) {
      named.add(new NamedJob(name(7), run.isEmpty() ? null : run, Answer.UNKNOWN));
      assertThat(decide()).isEqualTo(new Decision.ReadJob(name(7)));
      gates = GATE_REFUSES;
      assertThat(decide()).isEqualTo(new Decision.ReadJob(name(7)));
    }

    @Test
    @DisplayName("is waited for while it is not answered, also when quiet, before a release")
    void barsARelease() {
      isDeleted();
      named.add(new NamedJob(name(7), null, Answer.UNKNOWN));
      assertThat(decide()).isEqualTo(new Decision.ReadJob(name(7)));
    }

    @Test
    @DisplayName("and is another's: never followed, cancelled or adopted; it is checked again")
    void notOwned() {
      named.add(new NamedJob(name(7), "1", Answer.NOT_OWNED));
      assertThat(blocks(decide())).isEqualTo(ConditionReason.NOT_OWNED);
      assertThat(((Decision.Block) decide()).job()).isNull();
      assertThat(((Decision.Block) decide()).again()).isEqualTo(Timing.CHECK_AGAIN);
      assertThat(((Decision.Block) decide()).message()).contains("--instance-id");
      isDeleted();
      assertThat(decide()).as("it holds no deletion").isEqualTo(new Decision.Release(null));
    }

    @Test
    @DisplayName("and does not exist any more is lost, for a person")
    void lost() {
      named.add(new NamedJob(name(7), "1", Answer.NOT_FOUND));
      assertThat(blocks(decide())).isEqualTo(ConditionReason.JOB_LOST);
      assertThat(((Decision.Block) decide()).message()).contains("new spec.run");
    }

    @Test
    @DisplayName("bars only the run that it stands for, or each where the status does not say")
    void ofAnotherRun() {
      named.add(new NamedJob(name(7), "0", Answer.NOT_FOUND));
      named.add(new NamedJob(name(8), "0", Answer.NOT_OWNED));
      assertThat(decide()).isEqualTo(new Decision.Submit(1));
      named.add(new NamedJob(name(9), null, Answer.NOT_FOUND));
      assertThat(blocks(decide())).isEqualTo(ConditionReason.JOB_LOST);
    }

    @Test
    @DisplayName("loses against a labelled job of the run")
    void labelledJobWins() {
      named.add(new NamedJob(name(7), "1", Answer.UNKNOWN));
      named.add(new NamedJob(name(8), "1", Answer.NOT_OWNED));
      named.add(new NamedJob(name(9), "1", Answer.NOT_FOUND));
      Job job = job(1, "RUNNING");
      assertThat(decide()).isEqualTo(new Decision.Follow(job, null, null));
    }

    @Test
    @DisplayName("waits for no quiet; what it says does not clear a submission before")
    void beforeQuiet() {
      listedSince = SINCE;
      named.add(new NamedJob(name(7), "1", Answer.NOT_FOUND));
      assertThat(blocks(decide())).isEqualTo(ConditionReason.JOB_LOST);
      assertThat(clears(decide())).isFalse();
      listedSince = LATER;
      assertThat(clears(decide())).isTrue();
    }

    @Test
    @DisplayName("and a recorded refusal of these inputs: the request is not sent again")
    void rejectedRequest() {
      rejected = "the service's words";
      assertThat(decide())
          .isEqualTo(
              new Decision.Block(
                  ConditionReason.REQUEST_REJECTED, "the service's words", null, true, null));
      Job job = job(1, "RUNNING");
      assertThat(decide())
          .as("but a job of it is followed")
          .isEqualTo(new Decision.Follow(job, null, null));
    }
  }

  @Nested
  @DisplayName("M: labels that the service drops")
  class Labels {
    @Test
    @DisplayName("stop creates, and nothing else")
    void stopCreates() {
      labelsKept = false;
      assertThat(blocks(decide())).isEqualTo(ConditionReason.MARKER_NOT_KEPT);
      finalizer = false;
      assertThat(blocks(decide()))
          .as("no finalizer for it")
          .isEqualTo(ConditionReason.MARKER_NOT_KEPT);
      finalizer = true;
      isDeleted();
      assertThat(decide()).isEqualTo(new Decision.Release(null));
    }
  }

  @Nested
  @DisplayName("D: a resource that is being deleted")
  class Delete {
    @Test
    @DisplayName("has every active job cancelled, of every run and inputs, one after the other")
    void cancels() {
      isDeleted();
      listedSince = SINCE;
      Job first = job(1, "RUNNING");
      Job second = job(2, JobLabels.run("0"), JobLabels.inputs("other"), 3, "DREAMING");
      job(3, "SUCCEEDED");
      assertThat(decide()).isEqualTo(new Decision.Cancel(first, Cause.DELETION));
      cancelled.add(first.name());
      assertThat(decide()).isEqualTo(new Decision.Cancel(second, Cause.DELETION));
    }

    @Test
    @DisplayName("waits for the jobs to end once their cancellation was requested")
    void waitsForTheEnd() {
      isDeleted();
      Job job = job(1, "CANCELLING");
      assertThat(waits(decide())).isEqualTo(ConditionReason.CANCELLING);
      assertThat(clears(decide())).isFalse();
      assertThat(((Decision.Wait) decide()).message()).contains(job.name().value(), "10m0s");
    }

    @Test
    @DisplayName("is let go at once where nothing was ever created and it is quiet")
    void releases() {
      isDeleted();
      assertThat(decide()).isEqualTo(new Decision.Release(null));
      inherited = false;
      listedSince = SINCE;
      assertThat(decide()).isEqualTo(new Decision.Release(null));
    }

    @Test
    @DisplayName(
        "lets its jobs run on with Orphan, and goes when it is quiet and hints are answered")
    void orphans() {
      isDeleted();
      controls = new Controls(false, null, null, 0, null, Deletion.ORPHAN);
      job(1, "RUNNING");
      listedSince = SINCE;
      assertThat(decide()).isInstanceOf(Decision.ListJobs.class);
      listedSince = QUIET;
      named.add(new NamedJob(name(3), "1", Answer.UNKNOWN));
      assertThat(decide()).isEqualTo(new Decision.ReadJob(name(3)));
      named.clear();
      assertThat(decide()).isEqualTo(new Decision.Release(null));
    }

    @Test
    @DisplayName("with Orphan leaves one job of a run: nobody would follow the others")
    void orphansOne() {
      isDeleted();
      controls = new Controls(false, null, null, 0, null, Deletion.ORPHAN);
      job(1, "RUNNING");
      Job duplicate = job(2, "RUNNING");
      assertThat(decide()).isEqualTo(new Decision.Cancel(duplicate, Cause.DUPLICATE));
      cancelled.add(duplicate.name());
      assertThat(waits(decide())).isEqualTo(ConditionReason.CANCELLING);
      jobs.remove(duplicate);
      assertThat(decide()).isEqualTo(new Decision.Release(null));
    }

    @Test
    @DisplayName("with Orphan cancels the run that cancelRun names nevertheless")
    void orphansNot() {
      isDeleted();
      controls = new Controls(false, "1", null, 0, null, Deletion.ORPHAN);
      Job named = job(1, "RUNNING");
      assertThat(decide()).isEqualTo(new Decision.Cancel(named, Cause.CANCEL_RUN));
    }

    @Test
    @DisplayName("with Delete goes when the work of each job was removed, after the last has ended")
    void removes() {
      isDeleted();
      controls = new Controls(false, null, null, 0, null, Deletion.DELETE);
      Job first = job(1, "SUCCEEDED");
      Job running = job(2, "RUNNING");
      assertThat(decide()).isEqualTo(new Decision.Cancel(running, Cause.DELETION));
      cancelled.add(running.name());
      assertThat(waits(decide())).isEqualTo(ConditionReason.CANCELLING);
      jobs.remove(running);
      Job second = job(2, JobLabels.run("0"), JobLabels.inputs("other"), 1, "CANCELLED");
      listedSince = SINCE;
      assertThat(decide()).isInstanceOf(Decision.ListJobs.class);
      listedSince = QUIET;
      assertThat(decide()).isEqualTo(new Decision.RemoveArtifacts(first));
      removed.add(first.name());
      assertThat(decide()).isEqualTo(new Decision.RemoveArtifacts(second));
      removed.add(second.name());
      assertThat(decide()).isEqualTo(new Decision.Release(null));
    }

    @Test
    @DisplayName("is never created for, whatever the gates say")
    void neverCreates() {
      isDeleted();
      submitted = 1;
      for (Duration listed : List.of(SINCE, QUIET, LATER)) {
        listedSince = listed;
        assertThat(decide()).isInstanceOfAny(Decision.ListJobs.class, Decision.Release.class);
      }
    }

    @Test
    @DisplayName("says that a create's outcome is unknown while that keeps it")
    void pendingKeepsIt() {
      isDeleted();
      pending = LATER;
      assertThat(listsWhy(decide())).isEqualTo(ConditionReason.CREATE_OUTCOME_UNKNOWN);
    }

    @Test
    @DisplayName("says that a previous process's job may not be listed yet while that keeps it")
    void inheritedKeepsIt() {
      isDeleted();
      listedSince = SINCE;
      now = SINCE.plusSeconds(30);
      assertThat(decide())
          .isEqualTo(
              new Decision.ListJobs(
                  QUIET,
                  new Decision.Wait(
                      ConditionReason.WAITING_FOR_LISTING,
                      "A previous operator process may have created a tuning job that is not listed"
                          + " yet. Waiting up to 2m0s before removing the finalizer.",
                      false,
                      Duration.ofSeconds(90))));
    }

    @Test
    @DisplayName("is released unconfirmed at the deadline, which this process's first sight starts")
    void deadline() {
      isDeleted();
      Job job = job(1, "CANCELLING");
      listedSince = null;
      now = SINCE.plus(DEADLINE).minusNanos(1);
      assertThat(decide()).isInstanceOf(Decision.ListJobs.class);
      now = SINCE.plus(DEADLINE);
      assertThat(decide())
          .isInstanceOfSatisfying(
              Decision.Release.class,
              release -> assertThat(release.unconfirmed()).contains(job.name().value()));
    }

    @Test
    @DisplayName("says at the deadline what is not known where no job was seen")
    void deadlineWithoutJobs() {
      isDeleted();
      now = SINCE.plus(DEADLINE);
      listedSince = null;
      assertThat(((Decision.Release) decide()).unconfirmed()).contains("could not be listed");
      named.add(new NamedJob(name(7), "1", Answer.UNKNOWN));
      assertThat(((Decision.Release) decide()).unconfirmed()).contains(name(7).value());
    }

    @Test
    @DisplayName("is nobody's business once our finalizer is gone")
    void ignored() {
      isDeleted();
      finalizer = false;
      now = SINCE.plus(DEADLINE);
      assertThat(decide()).isEqualTo(new Decision.Ignore());
    }
  }

  @Test
  @DisplayName("write durations as Kubernetes does")
  void durations() {
    assertThat(Decider.text(Duration.ofSeconds(30))).isEqualTo("30s");
    assertThat(Decider.text(Duration.ofMinutes(2))).isEqualTo("2m0s");
    assertThat(Decider.text(Duration.ofMinutes(90))).isEqualTo("1h30m0s");
  }
}

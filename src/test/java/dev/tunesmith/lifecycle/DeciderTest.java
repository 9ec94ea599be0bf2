package dev.tunesmith.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tunesmith.api.v1alpha1.ConditionReason;
import dev.tunesmith.lifecycle.Decision.Cause;
import dev.tunesmith.lifecycle.ObservedJobs.Answer;
import dev.tunesmith.lifecycle.ObservedJobs.Job;
import dev.tunesmith.lifecycle.ObservedJobs.NamedJob;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules of design section 4, one nested class per letter of its table. */
@DisplayName("The rules of creating once")
class DeciderTest {
  private static final Duration GRACE = Duration.ofMinutes(2);
  private static final Duration DEADLINE = Duration.ofMinutes(10);
  private static final Decider DECIDER = new Decider(new Timing(GRACE, DEADLINE));

  /** When this process took the resource over. */
  private static final Duration SINCE = Duration.ofMinutes(5);

  private static final Duration QUIET = SINCE.plus(GRACE);
  private static final Duration LATER = QUIET.plusSeconds(1);
  private static final String RUN = JobLabels.run("1");
  private static final String INPUTS = JobLabels.inputs("{}");
  private static final Verdict.Wait GATE_WAITS =
      new Verdict.Wait(ConditionReason.QUOTA_EXCEEDED, "later", Duration.ofMinutes(1));
  private static final Verdict.Refuse GATE_REFUSES =
      new Verdict.Refuse(ConditionReason.POLICY_VIOLATION, "not allowed", null);

  // --- what is given -----------------------------------------------------------------------------

  private boolean deleted;
  private boolean finalizer = true;
  private boolean submission;
  private @Nullable String rejected;
  private Verdict gates = new Verdict.Pass();
  private Controls controls = Controls.NONE;
  private @Nullable Duration listedSince = LATER;
  private final List<Job> jobs = new ArrayList<>();
  private final List<NamedJob> named = new ArrayList<>();
  private final Set<JobName> cancelled = new HashSet<>();
  private final Set<JobName> removed = new HashSet<>();
  private boolean labelsKept = true;
  private boolean inherited = true;
  private @Nullable Duration pending;
  private @Nullable Duration deletionSeen;
  private Duration now = LATER.plusSeconds(1);
  private Instant time = Instant.EPOCH.plusSeconds(100);

  private Decision decide() {
    return DECIDER.decide(
        new Desired("1", RUN, INPUTS, deleted, finalizer, submission, rejected, gates, controls),
        new ObservedJobs(listedSince, jobs, named, cancelled, removed, labelsKept),
        new Tenure(SINCE, inherited, pending, deletionSeen),
        new Now(now, time));
  }

  private void isDeleted() {
    deleted = true;
    deletionSeen = SINCE;
  }

  private Job job(int number, String run, String inputs, int attempt, String state) {
    Job job =
        new Job(
            name(number),
            JobState.of("JOB_STATE_" + state),
            new JobLabels("here", "v1-resource", run, inputs, attempt),
            Instant.EPOCH.plusSeconds(number),
            null,
            false);
    jobs.add(job);
    return job;
  }

  private Job job(int number, String state) {
    return job(number, RUN, INPUTS, 1, state);
  }

  private static JobName name(int number) {
    return new JobName("projects/1/locations/us-central1/tuningJobs/" + number);
  }

  private static ConditionReason waits(Decision decision) {
    assertThat(decision).isInstanceOf(Decision.Wait.class);
    return ((Decision.Wait) decision).reason();
  }

  private static ConditionReason blocks(Decision decision) {
    assertThat(decision).isInstanceOf(Decision.Block.class);
    return ((Decision.Block) decision).reason();
  }

  private static ConditionReason listsWhy(Decision decision) {
    assertThat(decision).isInstanceOf(Decision.ListJobs.class);
    return Objects.requireNonNull(((Decision.ListJobs) decision).why()).reason();
  }

  private Decision.Follow follows() {
    assertThat(decide()).isInstanceOf(Decision.Follow.class);
    return (Decision.Follow) decide();
  }

  private Decision.Remark remark() {
    return Objects.requireNonNull(follows().remark());
  }

  private static boolean clears(Decision decision) {
    return switch (decision) {
      case Decision.Wait wait -> wait.clears();
      case Decision.Block block -> block.clears();
      default -> throw new AssertionError("reports nothing: " + decision);
    };
  }

  // --- the table ---------------------------------------------------------------------------------

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
      submission = true;
      assertThat(decide()).isEqualTo(new Decision.AddFinalizer());
      submission = false;
      pending = SINCE;
      assertThat(decide()).isEqualTo(new Decision.AddFinalizer());
    }

    @Test
    @DisplayName("not to a resource that is being deleted and has none: it does not wait for us")
    void deletedWithout() {
      isDeleted();
      finalizer = false;
      submission = true;
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
      submission = true;
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
      submission = true;
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

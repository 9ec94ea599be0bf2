package dev.tunesmith.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tunesmith.api.v1alpha1.ConditionReason;
import dev.tunesmith.lifecycle.ObservedJobs.Job;
import dev.tunesmith.lifecycle.ObservedJobs.NamedJob;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a test of the rules says of the world, and what they decide then. */
abstract class GivenFacts {
  static final Duration GRACE = Duration.ofMinutes(2);
  static final Duration DEADLINE = Duration.ofMinutes(10);
  static final Decider DECIDER = new Decider(new Timing(GRACE, DEADLINE));

  /** When this process took the resource over. */
  static final Duration SINCE = Duration.ofMinutes(5);

  static final Duration QUIET = SINCE.plus(GRACE);
  static final Duration LATER = QUIET.plusSeconds(1);
  static final String RUN = JobLabels.run("1");
  static final String INPUTS = JobLabels.inputs("{}");
  static final Verdict.Wait GATE_WAITS =
      new Verdict.Wait(ConditionReason.QUOTA_EXCEEDED, "later", Duration.ofMinutes(1));
  static final Verdict.Refuse GATE_REFUSES =
      new Verdict.Refuse(ConditionReason.POLICY_VIOLATION, "not allowed", null);

  boolean deleted;
  boolean finalizer = true;
  int submitted;
  @Nullable String rejected;
  Verdict gates = new Verdict.Pass();
  Controls controls = Controls.NONE;
  @Nullable Duration listedSince = LATER;
  final List<Job> jobs = new ArrayList<>();
  final List<NamedJob> named = new ArrayList<>();
  final Set<JobName> cancelled = new HashSet<>();
  final Set<JobName> removed = new HashSet<>();
  boolean labelsKept = true;
  boolean inherited = true;
  @Nullable Duration pending;
  @Nullable Duration deletionSeen;
  Duration now = LATER.plusSeconds(1);
  Instant time = Instant.EPOCH.plusSeconds(100);

  Decision decide() {
    return DECIDER.decide(
        new Desired("1", RUN, INPUTS, deleted, finalizer, submitted, rejected, gates, controls),
        new ObservedJobs(listedSince, jobs, named, cancelled, removed, labelsKept),
        new Tenure(SINCE, inherited, pending, deletionSeen),
        new Now(now, time));
  }

  void isDeleted() {
    deleted = true;
    deletionSeen = SINCE;
  }

  Job job(int number, String run, String inputs, int attempt, String state) {
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

  Job job(int number, String state) {
    return job(number, RUN, INPUTS, 1, state);
  }

  static JobName name(int number) {
    return new JobName("projects/1/locations/us-central1/tuningJobs/" + number);
  }

  static ConditionReason waits(Decision decision) {
    assertThat(decision).isInstanceOf(Decision.Wait.class);
    return ((Decision.Wait) decision).reason();
  }

  static ConditionReason blocks(Decision decision) {
    assertThat(decision).isInstanceOf(Decision.Block.class);
    return ((Decision.Block) decision).reason();
  }

  static ConditionReason listsWhy(Decision decision) {
    assertThat(decision).isInstanceOf(Decision.ListJobs.class);
    return Objects.requireNonNull(((Decision.ListJobs) decision).why()).reason();
  }

  Decision.Follow follows() {
    assertThat(decide()).isInstanceOf(Decision.Follow.class);
    return (Decision.Follow) decide();
  }

  Decision.Remark remark() {
    return Objects.requireNonNull(follows().remark());
  }

  static boolean clears(Decision decision) {
    return switch (decision) {
      case Decision.Wait wait -> wait.clears();
      case Decision.Block block -> block.clears();
      default -> throw new AssertionError("reports nothing: " + decision);
    };
  }
}

package dev.tunesmith.reconcile;

import dev.tunesmith.lifecycle.JobName;
import dev.tunesmith.lifecycle.JobRequest;
import dev.tunesmith.lifecycle.JobSnapshot;
import dev.tunesmith.lifecycle.JobState;
import dev.tunesmith.lifecycle.JobState.Known;
import dev.tunesmith.lifecycle.Marker;
import dev.tunesmith.lifecycle.OwnerLabels;
import dev.tunesmith.lifecycle.ResourceKey;
import dev.tunesmith.lifecycle.Submission;
import dev.tunesmith.vertex.TuningJobs;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What people do, and what becomes of the jobs meanwhile. People act on what they see, so that a
 * story means the same however long an operator was dead in it.
 *
 * <p>Every step returns the story, to be told on or not: the annotation that says so is in a
 * library that nothing else here needs.
 */
@SuppressWarnings("CanIgnoreReturnValueSuggester")
final class Story {
  private static final Duration TICK = Duration.ofSeconds(2);
  private static final Duration PATIENCE = Duration.ofMinutes(40);
  private static final Duration RUNS_AFTER = Duration.ofSeconds(40);
  private static final Duration CANCELLING_TAKES = Duration.ofSeconds(20);

  private static final Duration CALMLY = Duration.ofSeconds(15);

  /** Longer than the bound of a deletion, and than all graces one after the other. */
  private static final Duration QUIET = Duration.ofMinutes(11);

  private static final JobRequest REQUEST =
      new JobRequest(
          new JobRequest.BaseModel("gemini-2.5-flash"),
          new JobRequest.SupervisedTuning("gs://b/o", null, null, null),
          null,
          null,
          Map.of(),
          null,
          null,
          "{}");

  final World world;
  private final Set<JobName> strangers = new HashSet<>();
  private JobState end = Known.JOB_STATE_SUCCEEDED;
  private Duration endsAfter = Duration.ofSeconds(150);

  Story(World world) {
    this.world = world;
  }

  /** How jobs end from now on; one is running after 40 seconds, and ends after 150. */
  Story jobsEnd(JobState.Known state) {
    end = state;
    return this;
  }

  /** Jobs run for a quarter of an hour. */
  Story longJobs() {
    endsAfter = Duration.ofMinutes(15);
    return this;
  }

  /** Other people's jobs make a listing of more than one page. */
  Story pages() {
    world.service.pageSize(2);
    for (int i = 0; i < 5; i++) {
      stranger();
    }
    return this;
  }

  /** A job of somebody else, which stays as it is. */
  JobName stranger() {
    ResourceKey other = new ResourceKey("team-b", "other");
    Marker marker = Marker.of("here", "team-b", "other", "1", World.SCOPE, "{}");
    String id = "s-other-" + strangers.size();
    TuningJobs.CreateReply reply =
        world.service.create(
            World.SCOPE,
            REQUEST,
            OwnerLabels.of(other, marker, new Submission(id, 1, world.time.instant())));
    JobName name = ((TuningJobs.Created) reply).job().name();
    strangers.add(name);
    return name;
  }

  /** What must never happen: another job with the labels of ours, but of another call. */
  void buyAgain() {
    Map<String, String> labels = new HashMap<>(ours().getFirst().labels());
    labels.put(OwnerLabels.SUBMISSION, "s-again");
    world.service.create(World.SCOPE, REQUEST, labels);
  }

  // ---- people

  Story apply(String run) {
    world.apply(run);
    return this;
  }

  Story delete() {
    world.cluster.delete(World.KEY);
    return this;
  }

  /** Somebody cancels the job at the service, not through us. */
  Story cancelOutside() {
    active().forEach(job -> world.service.setState(job.name(), Known.JOB_STATE_CANCELLING));
    return this;
  }

  Story untilReason(String reason) {
    return until(() -> world.exists() && world.reason().equals(reason));
  }

  Story untilTold(String condition) {
    return until(() -> world.exists() && world.conditions().contains(condition));
  }

  Story untilNamed() {
    return until(() -> world.exists() && world.jobName() != null);
  }

  Story untilGone() {
    return until(() -> !world.exists());
  }

  Story until(BooleanSupplier seen) {
    Duration over = world.time.now().plus(PATIENCE);
    while (!seen.getAsBoolean() && world.time.now().compareTo(over) < 0) {
      pass(TICK);
    }
    return this;
  }

  /** Waits until all jobs have ended, and then longer than anything may take. */
  Story settle() {
    Duration over = world.time.now().plus(Duration.ofHours(2));
    do {
      until(() -> active().isEmpty());
      Duration quiet = world.time.now().plus(QUIET);
      while (world.time.now().compareTo(quiet) < 0) {
        pass(CALMLY);
      }
    } while (!active().isEmpty() && world.time.now().compareTo(over) < 0);
    return this;
  }

  Story pass(Duration duration) {
    goOn();
    world.pass(duration);
    return this;
  }

  // ---- the service

  List<JobSnapshot> ours() {
    return world.service.jobs().stream().filter(job -> !strangers.contains(job.name())).toList();
  }

  List<JobSnapshot> strangers() {
    return world.service.jobs().stream().filter(job -> strangers.contains(job.name())).toList();
  }

  List<JobSnapshot> active() {
    return ours().stream().filter(job -> !job.state().ended()).toList();
  }

  private void goOn() {
    for (JobSnapshot job : active()) {
      if (job.state() == Known.JOB_STATE_CANCELLING) {
        if (isOver(job.updateTime(), CANCELLING_TAKES)) {
          world.service.setState(job.name(), Known.JOB_STATE_CANCELLED);
        }
      } else if (isOver(job.createTime(), endsAfter)) {
        world.service.setState(job.name(), end);
      } else if (isOver(job.createTime(), RUNS_AFTER)) {
        world.service.setState(job.name(), Known.JOB_STATE_RUNNING);
      }
    }
  }

  private boolean isOver(@Nullable Instant since, Duration duration) {
    return !Objects.requireNonNull(since).plus(duration).isAfter(world.time.instant());
  }
}

package dev.tunesmith.lifecycle;

import dev.tunesmith.lifecycle.JobRequest.BaseModel;
import dev.tunesmith.lifecycle.JobRequest.SupervisedTuning;
import dev.tunesmith.lifecycle.Situation.Refusal;
import dev.tunesmith.lifecycle.Situation.Target;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Situations to decide about, told in the words of the design. All times are seconds of uptime; a
 * situation that nothing more is said about is a resource just seen, at 1000 s.
 */
final class Given {
  /** What a cancel that was not accepted got. */
  static final Failure DENIED_CANCEL =
      new Failure(Failure.Kind.PERMISSION_DENIED, "PERMISSION_DENIED", "you may not cancel");

  static final Marker MARKER = new Marker("v1-00000000000000000000000000000001");
  static final Marker FOREIGN = new Marker("v1-ffffffffffffffffffffffffffffffff");
  static final Scope SCOPE = new Scope("my-project", "us-central1");
  static final int SEEN = 1000;
  static final int GRACE = 120;
  static final int BOUND = 600;
  static final Timing TIMING = new Timing(Duration.ofSeconds(GRACE), Duration.ofSeconds(BOUND));
  static final Failure DOWN =
      new Failure(Failure.Kind.SERVICE_UNAVAILABLE, "UNAVAILABLE", "try again later");
  static final Failure QUOTA =
      new Failure(Failure.Kind.QUOTA_EXCEEDED, "RESOURCE_EXHAUSTED", "too many jobs");

  private String run = "1";
  private boolean deleting;
  private boolean nowhere;
  private @Nullable Refusal refusal;
  private boolean observed;
  private @Nullable String recordedRun;
  private @Nullable Submission submission;
  private @Nullable JobName name;
  private boolean finished;
  private boolean doubted;
  private @Nullable Long rejected;
  private @Nullable JobSnapshot read;
  private @Nullable Duration missingSince;
  private @Nullable Duration missingAgain;
  private @Nullable Failure failure;
  private final List<JobSnapshot> siblings = new ArrayList<>();
  private @Nullable Duration looked;
  private @Nullable Duration intentSeen;
  private @Nullable Duration deletionSeen;
  private Memory.@Nullable Trouble trouble;
  private final Set<JobName> proven = new HashSet<>();
  private final Map<JobName, Memory.Cancellation> cancels = new HashMap<>();
  private boolean markerNotKept;
  private @Nullable Duration maybeSent;
  private @Nullable Duration othersWrote;
  private int now = SEEN;

  static Given aResource() {
    return new Given();
  }

  Given at(int seconds) {
    now = seconds;
    return this;
  }

  Given wantingRun(String wanted) {
    run = wanted;
    return this;
  }

  Given refused(String reason) {
    refusal = new Refusal(reason, "mend the manifest");
    return this;
  }

  Given nowhere() {
    nowhere = true;
    return refused("RequestRejected");
  }

  // ---- what the status remembers

  Given observed() {
    observed = true;
    return this;
  }

  Given intent(String id) {
    observed = true;
    recordedRun = "1";
    submission = new Submission(id, 1, Instant.EPOCH);
    intentSeen = seconds(SEEN);
    return this;
  }

  Given attempt(int number) {
    submission = new Submission(Objects.requireNonNull(submission).id(), number, Instant.EPOCH);
    return this;
  }

  /** A name in the status, with the intent that goes with it. */
  Given named(String id) {
    intent("s-" + id);
    name = name(id);
    return this;
  }

  Given finished() {
    finished = true;
    return this;
  }

  Given doubted() {
    doubted = true;
    return this;
  }

  Given withoutSubmission() {
    submission = null;
    intentSeen = null;
    return this;
  }

  Given rejectedGeneration(long generation) {
    observed = true;
    recordedRun = "1";
    rejected = generation;
    return this;
  }

  // ---- what the sweep has seen

  Given looked(int seconds, JobSnapshot... found) {
    looked = seconds(seconds);
    return listed(found);
  }

  /** Pages that were read of a listing that did not end. */
  Given listed(JobSnapshot... found) {
    siblings.addAll(List.of(found));
    return this;
  }

  Given read(JobSnapshot job) {
    read = job;
    siblings.removeIf(other -> other.name().equals(job.name()));
    if (job.marker().filter(MARKER::equals).isPresent()) {
      siblings.add(job);
    }
    return this;
  }

  Given missing(int since, int again) {
    missingSince = seconds(since);
    missingAgain = seconds(again);
    return this;
  }

  Given failing(Failure why) {
    failure = why;
    return this;
  }

  // ---- what this process remembers

  Given deleting() {
    return deletingSince(SEEN);
  }

  Given deletingSince(int seconds) {
    deleting = true;
    deletionSeen = seconds(seconds);
    return this;
  }

  Given backOffUntil(Failure why, int seconds) {
    trouble = new Memory.Trouble(why, seconds(seconds));
    return this;
  }

  Given bought(String id) {
    proven.add(name(id));
    return this;
  }

  Given asked(String id, boolean accepted, int notBefore) {
    cancels.put(
        name(id), new Memory.Cancellation(seconds(notBefore), accepted ? null : DENIED_CANCEL));
    return this;
  }

  /** A call that the status may not tell of. */
  Given maybeSent(int seconds) {
    maybeSent = seconds(seconds);
    return this;
  }

  /** The status need not be this process's own. */
  Given othersWrote(int seconds) {
    othersWrote = seconds(seconds);
    return this;
  }

  Given markerNotKept() {
    markerNotKept = true;
    return this;
  }

  Situation situation() {
    return new Situation(
        3,
        run,
        deleting,
        nowhere ? null : new Target(SCOPE, MARKER, refusal == null ? REQUEST : null),
        refusal,
        new Recorded(
            observed,
            recordedRun,
            "instance",
            recordedRun == null ? null : SCOPE,
            submission,
            name,
            finished,
            doubted,
            rejected),
        new View(read, missingSince, missingAgain, failure, siblings, looked),
        new Memory(
            seconds(SEEN),
            intentSeen,
            deletionSeen,
            trouble,
            proven,
            cancels,
            markerNotKept,
            maybeSent,
            othersWrote),
        seconds(now));
  }

  Decision decided() {
    return new Decider(TIMING).decide(situation());
  }

  static Duration seconds(int seconds) {
    return Duration.ofSeconds(seconds);
  }

  static JobName name(String id) {
    return new JobName("projects/646700000009/locations/us-central1/tuningJobs/" + id);
  }

  /** Ours, made by the submission of the same name. */
  static JobSnapshot job(String id, JobState state) {
    return job(id, state, labels(MARKER, 1, "s-" + id));
  }

  static Map<String, String> labels(Marker marker, int attempt, String submission) {
    return Map.of(
        OwnerLabels.MARKER, marker.value(),
        OwnerLabels.ATTEMPT, Integer.toString(attempt),
        OwnerLabels.SUBMISSION, submission);
  }

  static JobSnapshot job(String id, JobState state, Map<String, String> labels) {
    return new JobSnapshot(
        name(id),
        state,
        Instant.EPOCH.plusSeconds(Long.parseLong(id)),
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        labels,
        null,
        null,
        null);
  }

  static final JobRequest REQUEST =
      new JobRequest(
          new BaseModel("gemini-2.5-flash"),
          new SupervisedTuning("gs://b/t.jsonl", null, null, null),
          null,
          null,
          Map.of(),
          null,
          null,
          "{}");
}

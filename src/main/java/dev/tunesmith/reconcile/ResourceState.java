package dev.tunesmith.reconcile;

import dev.tunesmith.acceptance.Acceptor;
import dev.tunesmith.lifecycle.Decision;
import dev.tunesmith.lifecycle.JobName;
import dev.tunesmith.lifecycle.ObservedJobs;
import dev.tunesmith.lifecycle.ObservedJobs.Answer;
import dev.tunesmith.lifecycle.Tenure;
import dev.tunesmith.lifecycle.Timing;
import dev.tunesmith.lifecycle.Verdict;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What this process knows of one resource beside the resource and the inventory. All of it may be
 * lost with the process; then the rules only wait longer. Used by one thread at a time.
 */
final class ResourceState {
  private @Nullable String uid;
  private @Nullable Object lastStatus;
  private Duration since = Duration.ZERO;
  private boolean inherited = true;
  private @Nullable Duration pending;
  private @Nullable Duration deletionSeen;
  private @Nullable String released;
  private @Nullable Settled settled;
  private @Nullable Backoff creates;
  private final MetadataWrites metadata = new MetadataWrites();
  private @Nullable Long rewardChecked;
  private final Acceptor.Pause acceptance = new Acceptor.Pause();
  private final Map<JobName, Reading> read = new HashMap<>();
  private final Tries cancels = new Tries();
  private final Map<JobName, String> createdHere = new HashMap<>();

  private final Map<JobName, Removal> removals = new HashMap<>();
  private final Tries defaultCheckpoints = new Tries();
  private @Nullable Retention retention;

  /** The removal of checkpoints' endpoints, as one form of the resource asks for it. */
  private record Retention(JobName job, long generation, Removal removal) {}

  /** A job's end that the status reports whole, as this process wrote or read it. */
  private record Settled(ObservedJobs.Job job, Decision.@Nullable Remark remark, long generation) {}

  private record Backoff(Verdict verdict, Duration notBefore, int failures, long generation) {}

  private record Reading(Answer answer, @Nullable Duration missingSince, Duration notBefore) {}

  /**
   * T: first sight, another resource of the same name, and a status that this process did not write
   * begin a new tenure.
   */
  void observe(String resourceUid, @Nullable Object status, boolean deleted, Duration now) {
    boolean sameResource = resourceUid.equals(uid);
    boolean takeOver = !sameResource || !Objects.equals(status, lastStatus);
    if (takeOver) {
      uid = resourceUid;
      lastStatus = status;
      since = now;
      inherited = true;
      settled = null;
      if (!sameResource) {
        read.clear();
        cancels.clear();
        removals.clear();
        defaultCheckpoints.clear();
        retention = null;
        deletionSeen = null;
        creates = null;
        metadata.clear();
        rewardChecked = null;
      }
    }
    if (!deleted) {
      // Also of a deletion that waits while the resource is paused: its deadline begins again when
      // it goes on.
      deletionSeen = null;
    } else if (deletionSeen == null) {
      deletionSeen = now;
      // Said long ago, perhaps: a deletion asks again.
      read.values().removeIf(reading -> reading.answer() == Answer.NOT_FOUND);
    }
  }

  /** The resource is gone, or this process became the leader: the next sight is the first. */
  void end() {
    uid = null;
    lastStatus = null;
  }

  /** Whether nothing would be lost with this state. */
  boolean isForgettable(Duration now, Duration grace) {
    return uid == null && (pending == null || pending.plus(grace).compareTo(now) < 0);
  }

  MetadataWrites metadata() {
    return metadata;
  }

  Tenure tenure() {
    return new Tenure(since, inherited, pending, deletionSeen);
  }

  void wrote(@Nullable Object status) {
    lastStatus = status;
  }

  /** The finalizer was added by this process's own locked write (rule O). */
  void addedFinalizer(boolean submission) {
    inherited &= submission;
  }

  /** The finalizer is being removed by this process's own write, whose answer may get lost. */
  void releasing() {
    released = uid;
  }

  /** The API server refused it. */
  void notReleased() {
    released = null;
  }

  /** Whether this process removed the resource's finalizer, or tried to. */
  boolean isReleased(String resourceUid) {
    return resourceUid.equals(released);
  }

  // --- creates
  // ------------------------------------------------------------------------------------

  void sending(Duration now) {
    pending = now;
  }

  /** A reply ends its own create's pending. */
  void replied(Duration sent) {
    pending = sent.equals(pending) ? null : pending;
  }

  void created(JobName job, String run) {
    createdHere.put(job, run);
    creates = null;
  }

  boolean createdHere(JobName job) {
    return createdHere.containsKey(job);
  }

  /** The jobs that this process created or adopted, with their runs. */
  Map<JobName, String> createdHere() {
    return Map.copyOf(createdHere);
  }

  /** A create was refused: no other one before the pause is over, unless the spec changes. */
  void refused(Verdict verdict, Duration notBefore, long generation) {
    creates = new Backoff(verdict, notBefore, failures(generation), generation);
  }

  /** How many creates were refused in a row, the next one included. */
  int failures(long generation) {
    return creates == null || creates.generation() != generation ? 1 : creates.failures() + 1;
  }

  /** What a refusal says while its pause lasts; null when it is over. */
  @Nullable Verdict backoff(long generation, Duration now) {
    Backoff backoff = creates;
    if (backoff == null || backoff.generation() != generation) {
      return null;
    }
    Duration left = backoff.notBefore().minus(now);
    return left.isPositive() ? backoff.verdict().again(left) : null;
  }

  void rewardChecked(long generation) {
    rewardChecked = generation;
  }

  /** Whether this process saw the rewards of this spec pass. */
  boolean isRewardChecked(long generation) {
    return Objects.equals(rewardChecked, generation);
  }

  // --- names in the status (rule H)
  // ---------------------------------------------------------------

  Answer answer(JobName job) {
    Reading reading = read.get(job);
    return reading == null ? Answer.UNKNOWN : reading.answer();
  }

  /** How long until a job may be read again; negative or zero when it may be now. */
  Duration untilRead(JobName job, Duration now) {
    Reading reading = read.get(job);
    return reading == null ? Duration.ZERO : reading.notBefore().minus(now);
  }

  void notOwned(JobName job) {
    read.put(job, new Reading(Answer.NOT_OWNED, null, Duration.ZERO));
  }

  /** The service calls the job by another name, by which the inventory has it. */
  void otherName(JobName job) {
    read.put(job, new Reading(Answer.OTHER_NAME, null, Duration.ZERO));
  }

  void unreadable(JobName job, Duration notBefore) {
    Reading before = read.get(job);
    Duration missing = before == null ? null : before.missingSince();
    read.put(job, new Reading(Answer.UNKNOWN, missing, notBefore));
  }

  void missing(JobName job, Duration now) {
    Reading before = read.get(job);
    Duration first = before == null ? null : before.missingSince();
    boolean lost = first != null && now.minus(first).compareTo(Timing.LOST_AFTER) >= 0;
    read.put(
        job,
        new Reading(
            lost ? Answer.NOT_FOUND : Answer.UNKNOWN,
            first == null ? now : first,
            now.plus(Timing.LOST_AFTER)));
  }

  // --- cancellations
  // ------------------------------------------------------------------------------

  /** The requests to cancel jobs, by the job's name. */
  Tries cancels() {
    return cancels;
  }

  // --- removals
  // -----------------------------------------------------------------------------------

  Removal removal(JobName job) {
    return removals.computeIfAbsent(job, name -> new Removal());
  }

  /** Of the endpoints of checkpoints; another one after each change of the resource. */
  Removal retention(JobName job, long generation) {
    Retention last = retention;
    if (last == null || !last.job().equals(job) || last.generation() != generation) {
      last = new Retention(job, generation, new Removal());
      retention = last;
    }
    return last.removal();
  }

  /** A sentence that names what of these jobs may be there still; empty where there is nothing. */
  String remaining(List<ObservedJobs.Job> jobs) {
    String names =
        jobs.stream()
            .flatMap(job -> removal(job.name()).remaining(job.name()).stream())
            .collect(Collectors.joining(", "));
    return names.isEmpty() ? "" : " Left behind: " + names + ".";
  }

  /** The jobs of which nothing is left to delete. */
  Set<JobName> removed() {
    return removals.entrySet().stream()
        .filter(entry -> entry.getValue().isOver())
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  // --- the rest
  // -----------------------------------------------------------------------------------

  void settled(Decision.Follow follow, long generation) {
    settled = new Settled(follow.job(), follow.remark(), generation);
  }

  /** By model and checkpoint. */
  Tries defaultCheckpoints() {
    return defaultCheckpoints;
  }

  Acceptor.Pause acceptance() {
    return acceptance;
  }

  boolean isSettled(Decision.Follow follow, long generation) {
    return new Settled(follow.job(), follow.remark(), generation).equals(settled);
  }

  void unsettle() {
    settled = null;
  }
}

package dev.tunesmith.reconcile;

import dev.tunesmith.lifecycle.Failure;
import dev.tunesmith.lifecycle.JobName;
import dev.tunesmith.lifecycle.JobSnapshot;
import dev.tunesmith.lifecycle.Memory;
import dev.tunesmith.lifecycle.Recorded;
import dev.tunesmith.lifecycle.Submission;
import dev.tunesmith.lifecycle.Uptime;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What this process remembers of one resource; used by one thread at a time, as the framework
 * reconciles.
 */
final class MemoryPage {
  private final String uid;
  private final boolean inherited;
  private final Uptime uptime;
  private final Pauses pauses;
  private final Belief belief;
  private final Cancels cancels;
  private @Nullable String run;
  private long generation = -1;
  private Duration firstSeen = Duration.ZERO;
  private @Nullable String intent;
  private @Nullable Duration intentSeen;
  private @Nullable Duration deletionSeen;
  private Memory.@Nullable Trouble trouble;
  private int failures;
  private boolean sawActive;
  private int modelFailures;

  /** By run, since a status that is restored can bring an earlier one back for a while. */
  private final Map<String, Duration> sent = new HashMap<>();

  private final Set<JobName> proven = new HashSet<>();
  private final Map<JobName, JobSnapshot> bought = new LinkedHashMap<>();
  private final Set<JobName> unannounced = new HashSet<>();

  /**
   * An empty page.
   *
   * @param uid whose
   * @param inherited whether another process had the resource in hand
   */
  MemoryPage(String uid, boolean inherited, Uptime uptime, Pauses pauses) {
    this.uid = uid;
    this.inherited = inherited;
    this.uptime = uptime;
    this.pauses = pauses;
    this.belief = new Belief(uptime, inherited);
    this.cancels = new Cancels(uptime, pauses);
  }

  boolean isOf(String otherUid) {
    return uid.equals(otherUid);
  }

  /** How far the status is believed. */
  Belief belief() {
    return belief;
  }

  /** Which jobs were asked to end. */
  Cancels cancels() {
    return cancels;
  }

  /** What is remembered, brought up to date with what the resource says now. */
  Memory memory(
      String wantedRun,
      String countingRun,
      long currentGeneration,
      Recorded recorded,
      boolean deleting,
      boolean markerNotKept,
      @Nullable JobSnapshot seen) {
    Duration now = uptime.now();
    if (!countingRun.equals(run)) {
      if (run == null && inherited) {
        sent.put(wantedRun, now);
        sent.put(countingRun, now);
      }
      begin(countingRun, now);
    }
    if (currentGeneration != generation) {
      // A changed manifest may have mended what went wrong.
      generation = currentGeneration;
      wentWell();
    }
    Submission submission = recorded.submission();
    String id = submission == null ? null : submission.id();
    if (id == null || !id.equals(intent)) {
      intent = id;
      intentSeen = id == null ? null : now;
    }
    if (seen != null && belief.isConfirmedBy(recorded, seen)) {
      // The end that was asked about stays, also where the manifest has been edited since.
      proven.add(seen.name());
    }
    if (deleting && deletionSeen == null) {
      deletionSeen = now;
    }
    return new Memory(
        firstSeen,
        intentSeen,
        deleting ? deletionSeen : null,
        trouble,
        proven,
        cancels.asked(),
        markerNotKept,
        sent.get(countingRun),
        belief.othersWrote());
  }

  private void begin(String newRun, Duration now) {
    run = newRun;
    firstSeen = now;
    sawActive = false;
    proven.clear();
    bought.clear();
    unannounced.clear();
    modelFailures = 0;
    cancels.clear();
    wentWell();
  }

  /** A create call was, or may have been, sent: its job need not be listed yet. */
  void sent() {
    sent.put(Objects.requireNonNull(run), uptime.now());
  }

  /** A create reply named the job: ours, whatever its labels say. */
  void bought(JobSnapshot job) {
    sent();
    proven.add(job.name());
    bought.put(job.name(), job);
    unannounced.add(job.name());
    wentWell();
  }

  /** Whether it is news that the job was bought: once, whichever write of its name succeeds. */
  boolean announces(JobName job) {
    return unannounced.remove(job);
  }

  /** Jobs that create replies named; the status may not have heard of them. */
  List<JobSnapshot> bought() {
    return List.copyOf(bought.values());
  }

  /** A create call was refused. */
  void failed(Failure failure) {
    trouble = new Memory.Trouble(failure, uptime.now().plus(pauses.after(failure, ++failures)));
  }

  private void wentWell() {
    trouble = null;
    failures = 0;
  }

  /** How long until the model is asked for again. */
  Duration modelUnknown(Failure failure) {
    return pauses.after(failure, ++modelFailures);
  }

  void sawActive() {
    sawActive = true;
  }

  /** Whether this process has watched the job at work: then its result is fresh. */
  boolean hasSeenActive(JobName job) {
    return sawActive || proven.contains(job);
  }
}

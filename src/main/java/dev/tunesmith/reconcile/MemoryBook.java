package dev.tunesmith.reconcile;

import dev.tunesmith.api.v1alpha1.TuningJobStatus;
import dev.tunesmith.domain.Failure;
import dev.tunesmith.domain.JobName;
import dev.tunesmith.domain.JobSnapshot;
import dev.tunesmith.domain.Memory;
import dev.tunesmith.domain.PollSchedule;
import dev.tunesmith.domain.Recorded;
import dev.tunesmith.domain.ResourceKey;
import dev.tunesmith.domain.Scope;
import dev.tunesmith.domain.Submission;
import dev.tunesmith.domain.Uptime;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What this process remembers beside the status. All of it may be lost at any moment; it makes
 * things quicker and calmer, never right.
 */
final class MemoryBook {
  /** How long an accepted cancellation may take before it is asked for again. */
  private static final Duration CANCEL_AGAIN = Duration.ofMinutes(1);

  private final Uptime uptime;
  private final PollSchedule schedule;
  private final RandomGenerator random;
  private final Map<ResourceKey, Page> pages = new ConcurrentHashMap<>();
  private final Set<Scope> markerNotKept = ConcurrentHashMap.newKeySet();

  /** UIDs of resources that another process cared for, until their first round. */
  private final Set<String> inherited = ConcurrentHashMap.newKeySet();

  MemoryBook(Uptime uptime, PollSchedule schedule, RandomGenerator random) {
    this.uptime = uptime;
    this.schedule = schedule;
    this.random = random;
  }

  /** The page of a resource; another UID under the same name begins a new one. */
  Page page(ResourceKey key, String uid) {
    return pages.compute(
        key,
        (k, page) ->
            page == null || !page.uid.equals(uid) ? new Page(uid, inherited.remove(uid)) : page);
  }

  void forget(ResourceKey key) {
    pages.remove(key);
  }

  /**
   * What the watch shows of a resource before its first round.
   *
   * @param another whether it is in another process's care
   */
  void met(ResourceKey key, String uid, boolean another) {
    if (!another) {
      inherited.remove(uid);
    } else if (!knows(key, uid)) {
      inherited.add(uid);
    }
  }

  /** Whether there is a page of a resource: not before its first round, nor after it was let go. */
  boolean knows(ResourceKey key, String uid) {
    Page page = pages.get(key);
    return page != null && page.uid.equals(uid);
  }

  void markerNotKept(Scope scope) {
    markerNotKept.add(scope);
  }

  /** One resource's; used by one thread at a time, as the framework reconciles. */
  final class Page {
    private final String uid;
    private final boolean inherited;
    private @Nullable String run;
    private long generation = -1;
    private Duration firstSeen = Duration.ZERO;
    private @Nullable String intent;
    private @Nullable Duration intentSeen;
    private @Nullable Duration deletionSeen;
    private Memory.@Nullable Trouble trouble;
    private int failures;
    private boolean sawActive;
    private boolean knowsStatus;
    private int known;
    private boolean edited;
    private @Nullable JobName overEarlier;

    /** By run, since a status that is restored can bring an earlier one back for a while. */
    private final Map<String, Duration> sent = new HashMap<>();

    private final Set<JobName> proven = new HashSet<>();
    private final Map<JobName, Memory.Cancellation> cancels = new HashMap<>();
    private final Map<JobName, Integer> cancelFailures = new HashMap<>();
    private final Map<JobName, JobSnapshot> bought = new LinkedHashMap<>();
    private final Set<JobName> unannounced = new HashSet<>();
    private int modelFailures;

    private Page(String uid, boolean inherited) {
      this.uid = uid;
      this.inherited = inherited;
    }

    /** What is remembered, brought up to date with what the resource says now. */
    Memory memory(
        String wantedRun,
        String countingRun,
        long currentGeneration,
        Recorded recorded,
        boolean deleting,
        @Nullable Scope scope,
        @Nullable JobSnapshot seen) {
      Duration now = uptime.now();
      if (!countingRun.equals(run)) {
        if (run == null && inherited) {
          sent.put(wantedRun, now);
          sent.put(countingRun, now);
        }
        run = countingRun;
        firstSeen = now;
        sawActive = false;
        proven.clear();
        bought.clear();
        unannounced.clear();
        modelFailures = 0;
        cancels.clear();
        cancelFailures.clear();
        wentWell();
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
      if (edited && seen != null && isEndOf(recorded, seen)) {
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
          cancels,
          scope != null && markerNotKept.contains(scope),
          sent.get(countingRun));
    }

    private static boolean isEndOf(Recorded recorded, JobSnapshot seen) {
      Submission submission = recorded.submission();
      return submission != null
          && seen.state().ended()
          && seen.name().equals(recorded.job())
          && seen.submission().filter(submission.id()::equals).isPresent();
    }

    /**
     * A finished job costs no reads, so its end is believed as it stands; but where the status is
     * not the one that this process knows, somebody else wrote into it, and the job is read again.
     * An end of another run than the wanted one is not asked about: nothing hangs on it, and it
     * must not stand before the wanted run's own job.
     */
    Recorded believed(Recorded recorded, @Nullable TuningJobStatus status, String wantedRun) {
      int digest = Objects.hashCode(status);
      boolean news = knowsStatus && digest != known;
      known = digest;
      knowsStatus = true;
      boolean counts = recorded.run() == null || recorded.run().equals(wantedRun);
      edited = counts && recorded.finished() && (edited || news);
      if (!counts && recorded.job() != null && recorded.job().equals(overEarlier)) {
        return recorded.over();
      }
      return edited ? recorded.unverified() : recorded;
    }

    /**
     * Under a deletion, the recorded job of another run than the wanted one is seen to have ended:
     * a status of that time was restored, and the wanted run's own job may run. True when that is
     * new.
     */
    boolean endsBeforeTheWantedRun(
        Recorded recorded, String wantedRun, @Nullable JobSnapshot seen) {
      boolean earlier =
          recorded.unfinished() && recorded.run() != null && !recorded.run().equals(wantedRun);
      if (!earlier
          || seen == null
          || !seen.state().ended()
          || !seen.name().equals(recorded.job())) {
        return false;
      }
      overEarlier = seen.name();
      return true;
    }

    /** Whether an end that the status tells is being asked about. */
    boolean inQuestion() {
      return edited;
    }

    /** This process wrote the status, or found that it says what is so. */
    void told(@Nullable TuningJobStatus status) {
      known = Objects.hashCode(status);
    }

    /** The job was read, and the status says what was seen. */
    void verified() {
      edited = false;
    }

    /** A create call was sent, and its answer is not known. */
    void inDoubt() {
      wasSent();
    }

    private void wasSent() {
      sent.put(Objects.requireNonNull(run), uptime.now());
    }

    /** A create reply named the job: ours, whatever its labels say. */
    void bought(JobSnapshot job) {
      wasSent();
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

    void failed(Failure failure) {
      failures++;
      Duration pause = schedule.afterFailure(failure.kind(), failures, random.nextDouble());
      trouble = new Memory.Trouble(failure, uptime.now().plus(pause));
    }

    private void wentWell() {
      trouble = null;
      failures = 0;
    }

    /** The service took the wish, or there is nothing left to wish for. */
    void cancelSettled(JobName job) {
      cancelFailures.remove(job);
      cancels.put(job, new Memory.Cancellation(uptime.now().plus(CANCEL_AGAIN), null));
    }

    /** The service could not be asked. */
    void cancelFailed(JobName job, Failure failure) {
      int times = cancelFailures.merge(job, 1, Integer::sum);
      Duration pause = schedule.afterFailure(failure.kind(), times, random.nextDouble());
      cancels.put(job, new Memory.Cancellation(uptime.now().plus(pause), failure));
    }

    /** When a cancel that failed is to be asked for again, from now; null when none did. */
    @Nullable Duration cancelAgain() {
      Duration now = uptime.now();
      return cancels.values().stream()
          .filter(asked -> !asked.accepted())
          .map(asked -> asked.notBefore().minus(now))
          .min(Duration::compareTo)
          .orElse(null);
    }

    /** How long until the model is asked for again. */
    Duration modelUnknown(Failure failure) {
      return schedule.afterFailure(failure.kind(), ++modelFailures, random.nextDouble());
    }

    void sawActive() {
      sawActive = true;
    }

    /** Whether this process has watched the job at work: then its result is fresh. */
    boolean hasSeenActive(JobName job) {
      return sawActive || proven.contains(job);
    }
  }
}

package dev.tunesmith.vertex;

import dev.tunesmith.lifecycle.JobLabels;
import dev.tunesmith.lifecycle.JobName;
import dev.tunesmith.lifecycle.LogKeys;
import dev.tunesmith.lifecycle.Scope;
import dev.tunesmith.lifecycle.Timing;
import dev.tunesmith.vertex.InformerListener.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One scope of the informer: when its next pass is due, and what a pass reads. */
final class ScopeInformer {
  private static final Logger LOG = LoggerFactory.getLogger(ScopeInformer.class);

  /** Requests come in bursts (a folder applied, an operator started): one listing serves many. */
  private static final Duration GATHER = Duration.ofMillis(50);

  /**
   * While requests keep coming, the next listing waits this many times as long as the last one
   * took, but no longer than a poll interval: many resources at once must not cost the square of
   * their number.
   */
  private static final int LISTING_PAUSES = 4;

  private static final Duration AT_REST = Duration.ofMinutes(10);
  private static final Duration AFTER_A_FAULT = Duration.ofSeconds(10);

  private final Scope scope;
  private final JobInformer.Tools tools;
  private final CallBudget budget;
  private final Consumer<String> projectNumber;

  /** The active jobs of watched resources that are read here. */
  private final Set<JobName> active = ConcurrentHashMap.newKeySet();

  /** The jobs that create replies named and no listing has shown yet, by the reply's time. */
  private final Map<JobName, Duration> unlisted = new ConcurrentHashMap<>();

  private final Map<JobName, Duration> missing = new HashMap<>();
  private volatile @Nullable Duration listedSince;
  private volatile @Nullable Failure listFailure;
  private volatile @Nullable Failure readFailure;
  private volatile boolean labelsKept = true;

  // Guarded by this: the schedule.
  private final Map<String, Duration> requests = new HashMap<>();
  private @Nullable Duration earliestRequest;
  private @Nullable Duration scheduled;
  private boolean running;
  private boolean stopped;
  private int turn;
  private int failures;
  private Duration nextRead = Duration.ZERO;
  private Duration nextListing = Duration.ZERO;
  private Duration notBefore = Duration.ZERO;

  // Used by the running pass alone.
  private int pagesNeeded = 1;
  private boolean newestFirst;
  private @Nullable Instant newest;
  private @Nullable Duration failingSince;

  ScopeInformer(
      Scope scope, JobInformer.Tools tools, CallBudget budget, Consumer<String> projectNumber) {
    this.scope = scope;
    this.tools = tools;
    this.budget = budget;
    this.projectNumber = projectNumber;
  }

  @Nullable Duration listedSince() {
    return listedSince;
  }

  @Nullable Failure listFailure() {
    return listFailure;
  }

  @Nullable Failure readFailure() {
    return readFailure;
  }

  boolean labelsKept() {
    return labelsKept;
  }

  /**
   * Requests a complete listing that begins at {@code since} or later.
   *
   * @return whether it is to come; false where the last one is young enough
   */
  boolean request(String resource, Duration since) {
    synchronized (this) {
      Duration listed = listedSince;
      if (listed != null && listed.compareTo(since) >= 0) {
        return false;
      }
      // The earlier one: its answer leads to a reconciliation, which requests again what it needs.
      requests.merge(resource, since, ScopeInformer::earlier);
      earliestRequest = earlier(earliestRequest, since);
    }
    wake(GATHER);
    return true;
  }

  /** Reads an active job from now on. */
  void follow(JobName name) {
    active.add(name);
    wake(GATHER);
  }

  void created(JobSnapshot job, boolean kept) {
    if (!kept) {
      stopCreates("Vertex AI did not return the labels of " + job.name());
    } else {
      unlisted.put(job.name(), tools.uptime().now());
    }
    see(job, Objects.requireNonNull(tools.inventory().ours(job)));
    wake(GATHER);
  }

  void forget(String resource) {
    synchronized (this) {
      requests.remove(resource);
    }
    tools.inventory().of(resource).forEach(job -> active.remove(job.name()));
  }

  /** Stores a job with our labels, and reports it where it says something new. */
  void see(JobSnapshot job, JobLabels labels) {
    boolean isNew = tools.inventory().put(job, labels);
    JobSnapshot known = Objects.requireNonNullElse(tools.inventory().get(job.name()), job);
    if (!known.state().ended() && tools.watched().contains(labels.resource())) {
      active.add(job.name());
    } else {
      active.remove(job.name());
    }
    if (isNew) {
      tools.listener().changed(labels.resource());
    }
  }

  // --- the schedule
  // -------------------------------------------------------------------------------

  private synchronized @Nullable Duration due() {
    Duration due = null;
    if (earliestRequest != null) {
      due = later(earliestRequest, nextListing);
    }
    if (!active.isEmpty()) {
      due = earlier(due, nextRead);
    }
    Duration listed = listedSince;
    if (listed != null) {
      due = earlier(due, listed.plus(AT_REST));
    }
    return due == null ? null : later(later(due, notBefore), budget.free());
  }

  private synchronized void wake(Duration atLeast) {
    Duration due = due();
    if (running || stopped || due == null) {
      return;
    }
    Duration now = tools.uptime().now();
    Duration time = later(due, now.plus(atLeast));
    if (scheduled != null && scheduled.compareTo(time) <= 0) {
      return;
    }
    scheduled = time;
    int planned = ++turn;
    try {
      Future<?> unused =
          tools
              .executor()
              .schedule(() -> run(planned), time.minus(now).toNanos(), TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      stopped = true;
    }
  }

  private void run(int planned) {
    if (!begins(planned)) {
      return;
    }
    try {
      pass();
    } catch (RuntimeException | Error e) {
      synchronized (this) {
        notBefore = later(notBefore, tools.uptime().now().plus(AFTER_A_FAULT));
      }
      LOG.atError()
          .addKeyValue(LogKeys.SCOPE, scope)
          .setCause(e)
          .log("A pass over tuning jobs failed; the next one follows");
    } finally {
      synchronized (this) {
        running = false;
        scheduled = null;
      }
      wake(Duration.ZERO);
    }
  }

  /** What was scheduled may be out of date: replaced, stopped, or not affordable now. */
  private synchronized boolean begins(int planned) {
    if (planned != turn || running || stopped) {
      return false;
    }
    Duration due = due();
    running = due != null && due.compareTo(tools.uptime().now()) <= 0;
    if (!running) {
      scheduled = null;
      wake(Duration.ZERO);
    }
    return running;
  }

  synchronized Duration overdue() {
    Duration late = scheduled == null ? Duration.ZERO : tools.uptime().now().minus(scheduled);
    return late.isNegative() ? Duration.ZERO : late;
  }

  synchronized void stop() {
    stopped = true;
  }

  // --- a pass
  // -------------------------------------------------------------------------------------

  private void pass() {
    Duration started = tools.uptime().now();
    Kind kind = kind(started);
    Pass pass = new Pass(started);
    Failure listing = null;
    Failure reading = null;
    if (kind == Kind.GETS) {
      reading = pass.get(List.copyOf(active));
    } else {
      Set<JobName> unseen = new HashSet<>(active);
      listing = pass.list(unseen, kind == Kind.PAGES);
      if (listing == null || readsAnyway(listing)) {
        reading = pass.get(List.copyOf(unseen));
      } else if (!unseen.isEmpty()) {
        reading = listing;
      }
    }
    done(pass, kind, listing, reading);
    Duration ended = tools.uptime().now();
    boolean complete = listing == null && reading == null;
    tools.listener().passed(scope, kind, pass.calls, complete, ended.minus(started), ended);
  }

  private synchronized Kind kind(Duration now) {
    Duration listed = listedSince;
    boolean requested =
        earliestRequest != null && later(earliestRequest, nextListing).compareTo(now) <= 0;
    boolean atRest = listed != null && listed.plus(AT_REST).compareTo(now) <= 0;
    return requested || atRest
        ? Kind.LISTING
        : active.size() > pagesNeeded ? Kind.PAGES : Kind.GETS;
  }

  /**
   * A listing that fails must not hide the jobs that can be read; a transient failure is retried
   * first.
   */
  private synchronized boolean readsAnyway(Failure why) {
    return why.kind() != Failure.Kind.QUOTA_EXCEEDED
        && (failures > 0 || why.kind() != Failure.Kind.SERVICE_UNAVAILABLE);
  }

  private void done(Pass pass, Kind kind, @Nullable Failure listing, @Nullable Failure reading) {
    Set<String> changed = new HashSet<>();
    Duration now = tools.uptime().now();
    if (!Objects.equals(reading, readFailure)) {
      active.forEach(name -> resourceOf(name, changed));
    }
    readFailure = reading;
    synchronized (this) {
      budget.spend(pass.calls, pass.started);
      if (kind != Kind.GETS && !Objects.equals(listing, listFailure)) {
        changed.addAll(requests.keySet());
      }
      listFailure = kind == Kind.GETS ? listFailure : listing;
      if (pass.complete) {
        requests.entrySet().removeIf(entry -> answered(entry, pass.started, changed));
        earliestRequest = requests.values().stream().min(Duration::compareTo).orElse(null);
        Duration pause = now.minus(pass.started).multipliedBy(LISTING_PAUSES);
        nextListing = now.plus(earlier(tools.schedule().interval(), pause));
      }
      Failure failure = listing != null ? listing : reading;
      if (failure != null) {
        failures++;
        notBefore =
            now.plus(
                tools
                    .schedule()
                    .afterFailure(failure.kind(), failures, tools.random().nextDouble()));
      } else {
        failures = 0;
        notBefore = Duration.ZERO;
        nextRead =
            pass.started.plus(tools.schedule().afterPass(pass.calls, tools.random().nextDouble()));
      }
    }
    logOutage(listing != null ? listing : reading, now);
    changed.forEach(tools.listener()::changed);
  }

  private static boolean answered(
      Map.Entry<String, Duration> request, Duration started, Set<String> changed) {
    boolean answered = request.getValue().compareTo(started) <= 0;
    if (answered) {
      changed.add(request.getKey());
    }
    return answered;
  }

  private void resourceOf(JobName name, Set<String> resources) {
    JobSnapshot job = tools.inventory().get(name);
    JobLabels labels = job == null ? null : tools.inventory().ours(job);
    if (labels != null) {
      resources.add(labels.resource());
    }
  }

  /** One line when an outage begins and one when it ends. */
  private void logOutage(@Nullable Failure failure, Duration now) {
    if (failure != null && failingSince == null) {
      failingSince = now;
      LOG.atWarn()
          .addKeyValue(LogKeys.SCOPE, scope)
          .log(
              "Tuning jobs cannot be read: {}: {} The last known states stay; reading is retried",
              failure.code(),
              failure.sentence());
    } else if (failure == null && failingSince != null) {
      LOG.atInfo()
          .addKeyValue(LogKeys.SCOPE, scope)
          .log("Tuning jobs can be read again, after {}", now.minus(failingSince));
      failingSince = null;
    }
  }

  /** M: one log line, whatever shows it again. */
  private synchronized void stopCreates(String why) {
    if (labelsKept) {
      labelsKept = false;
      LOG.atError()
          .addKeyValue(LogKeys.SCOPE, scope)
          .log("{}; no job is created there until the operator restarts", why);
    }
  }

  private static Duration later(Duration a, Duration b) {
    return a.compareTo(b) >= 0 ? a : b;
  }

  private static Duration earlier(@Nullable Duration a, Duration b) {
    return a == null || b.compareTo(a) < 0 ? b : a;
  }

  /** What one pass reads, and what it costs. */
  private final class Pass {
    private final Duration started;
    private int calls;
    private boolean complete;

    Pass(Duration started) {
      this.started = started;
    }

    /**
     * Lists pages: all, as far as they can hold a job that the inventory does not; or only until no
     * job is left in {@code unseen}.
     */
    @Nullable Failure list(Set<JobName> unseen, boolean untilSeen) {
      Instant known = newest;
      Instant cut = newestFirst && known != null ? reaching(known.minus(tools.grace())) : null;
      Set<String> tokens = new HashSet<>();
      String token = null;
      boolean ordered = true;
      Instant previous = null;
      Instant latest = known;
      int pages = 0;
      int seenAfter = unseen.isEmpty() ? 1 : 0;
      while (true) {
        calls++;
        pages++;
        switch (tools.service().list(scope, token)) {
          case TuningJobs.Unknown unknown -> {
            return unknown.failure();
          }
          case TuningJobs.Page page -> {
            for (JobSnapshot job : page.jobs()) {
              Instant created = job.createTime();
              ordered &= created != null && (previous == null || !created.isAfter(previous));
              previous = created;
              if (created != null && (latest == null || created.isAfter(latest))) {
                latest = created;
              }
              if (observe(job)) {
                unlisted.remove(job.name()); // a get does not show that listings do
              }
              unseen.remove(job.name());
            }
            seenAfter = seenAfter == 0 && unseen.isEmpty() ? pages : seenAfter;
            String next = page.nextPageToken();
            if (next == null) {
              newestFirst = ordered && pages > 1;
              return listed(null, latest, seenAfter);
            }
            if (cut != null && ordered && isOlder(page, cut)) {
              return listed(cut, latest, seenAfter);
            }
            if (untilSeen && unseen.isEmpty()) {
              pagesNeeded = seenAfter;
              return null;
            }
            if (!tokens.add(next)) {
              return new Failure(
                  Failure.Kind.INTERNAL_ERROR,
                  "UNKNOWN",
                  "the listing returned the same page token twice");
            }
            token = next;
          }
        }
      }
    }

    /** Not later than the creation of a job that listings have still to show; null for no cut. */
    private @Nullable Instant reaching(Instant cut) {
      Instant reaching = cut;
      for (JobName name : unlisted.keySet()) {
        JobSnapshot job = tools.inventory().get(name);
        Instant created = job == null ? null : job.createTime();
        if (created == null) {
          return null;
        }
        reaching = created.isBefore(reaching) ? created : reaching;
      }
      return reaching;
    }

    private boolean isOlder(TuningJobs.Page page, Instant cut) {
      return !page.jobs().isEmpty()
          && page.jobs().stream()
              .map(JobSnapshot::createTime)
              .allMatch(created -> created != null && created.isBefore(cut));
    }

    /** The listing is complete: whole, or down to {@code cut} with the inventory for the rest. */
    private @Nullable Failure listed(
        @Nullable Instant cut, @Nullable Instant latest, int seenAfter) {
      complete = true;
      newest = latest; // not before: what a partial listing left out may be older than what it saw
      listedSince = started;
      pagesNeeded = Math.max(1, seenAfter);
      unlisted.forEach(
          (name, since) -> {
            JobSnapshot job = tools.inventory().get(name);
            Instant created = job == null ? null : job.createTime();
            boolean covered = cut == null || (created != null && !created.isBefore(cut));
            if (covered && since.plus(tools.grace()).compareTo(started) <= 0) {
              unlisted.remove(name);
              stopCreates("Vertex AI does not list " + name + ", which it created");
            }
          });
      return null;
    }

    /** Reads jobs one by one; one that cannot be read holds up no other, unless none can be. */
    @Nullable Failure get(List<JobName> names) {
      Failure failure = null;
      for (JobName name : names) {
        calls++;
        switch (tools.service().get(scope, name)) {
          case TuningJobs.Found found -> observe(found.job());
          case TuningJobs.Absent absent -> absent(name);
          case TuningJobs.Unknown unknown -> {
            failure = unknown.failure();
            switch (failure.kind()) {
              case QUOTA_EXCEEDED, SERVICE_UNAVAILABLE -> {
                return failure;
              }
              default -> {}
            }
          }
        }
      }
      return failure;
    }

    /**
     * Takes a job.
     *
     * @return whether it shows our labels
     */
    private boolean observe(JobSnapshot job) {
      if (!job.name().project().equals(scope.projectId())) {
        projectNumber.accept(job.name().project());
      }
      missing.remove(job.name());
      JobLabels labels = tools.inventory().ours(job);
      JobSnapshot known = tools.inventory().get(job.name());
      if (labels != null) {
        see(job, labels);
      } else if (known != null) {
        stopCreates("Vertex AI does not return the labels of " + job.name() + " any more");
        see(job.withLabels(known.labels()), Objects.requireNonNull(tools.inventory().ours(known)));
      }
      return labels != null;
    }

    /**
     * A job that does not exist any more is forgotten after a second, later NOT_FOUND. What the
     * listings showed until then is no answer any more: the next one is complete and whole, so that
     * a job that does exist is found again.
     */
    private void absent(JobName name) {
      Duration first = missing.putIfAbsent(name, started);
      if (first != null && started.minus(first).compareTo(Timing.LOST_AFTER) >= 0) {
        Set<String> changed = new HashSet<>();
        resourceOf(name, changed);
        active.remove(name);
        missing.remove(name);
        tools.inventory().remove(name);
        newestFirst = false;
        listedSince = null;
        changed.forEach(tools.listener()::changed);
      }
    }
  }
}

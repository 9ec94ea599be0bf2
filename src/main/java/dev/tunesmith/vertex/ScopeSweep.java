package dev.tunesmith.vertex;

import dev.tunesmith.domain.Failure;
import dev.tunesmith.domain.JobName;
import dev.tunesmith.domain.JobSnapshot;
import dev.tunesmith.domain.Marker;
import dev.tunesmith.domain.PollSchedule;
import dev.tunesmith.domain.ResourceKey;
import dev.tunesmith.domain.Scope;
import dev.tunesmith.domain.Uptime;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One scope's passes: reads as little as answers what is open. A pass is run by one thread at a
 * time; when the next one is due is asked of {@link #due}.
 */
final class ScopeSweep {
  private final Scope scope;
  private final TuningJobs jobs;
  private final PollSchedule schedule;
  private final Duration adoptionWindow;
  private final Uptime uptime;
  private final Clock clock;
  private final RandomGenerator random;
  private final SweepListener listener;

  /** Pages that were needed, last time, to see all active jobs. */
  private int pagesNeeded = 1;

  private int failures;
  private Duration nextRead = Duration.ZERO;
  private Duration notBefore = Duration.ZERO;

  ScopeSweep(
      Scope scope,
      TuningJobs jobs,
      PollSchedule schedule,
      Duration adoptionWindow,
      Uptime uptime,
      Clock clock,
      RandomGenerator random,
      SweepListener listener) {
    this.scope = scope;
    this.jobs = jobs;
    this.schedule = schedule;
    this.adoptionWindow = adoptionWindow;
    this.uptime = uptime;
    this.clock = clock;
    this.random = random;
    this.listener = listener;
  }

  /**
   * When the next pass is due.
   *
   * @param watched the scope's resources
   * @return the uptime, or nothing while there is nothing to watch for
   */
  synchronized Optional<Duration> due(Collection<WatchedResource> watched) {
    Duration due = null;
    for (WatchedResource resource : watched) {
      Optional<Duration> question = resource.question();
      if (question.isPresent()) {
        due = earlier(due, question.get());
      }
      if (resource.follows()) {
        due = earlier(due, nextRead);
      }
    }
    return Optional.ofNullable(due).map(time -> time.compareTo(notBefore) < 0 ? notBefore : time);
  }

  private static Duration earlier(@Nullable Duration a, Duration b) {
    return a == null || b.compareTo(a) < 0 ? b : a;
  }

  /**
   * Does one pass.
   *
   * @param watched the scope's resources
   */
  void pass(Collection<WatchedResource> watched) {
    Duration started = uptime.now();
    Map<JobName, WatchedResource> wanted = new LinkedHashMap<>();
    boolean question = false;
    for (WatchedResource resource : watched) {
      question |= resource.question().filter(since -> since.compareTo(started) <= 0).isPresent();
      JobName job = resource.watch().job();
      if (job != null && resource.wantsRead(started)) {
        wanted.put(job, resource);
      }
    }
    SweepListener.Kind kind =
        question
            ? SweepListener.Kind.LOOK
            : wanted.size() > pagesNeeded() ? SweepListener.Kind.PAGES : SweepListener.Kind.GETS;
    Pass pass = new Pass(watched, wanted);
    switch (kind) {
      case LOOK -> pass.list(started, false);
      case PAGES -> pass.list(started, true);
      case GETS -> {}
    }
    if (pass.failure == null) {
      pass.getTheRest();
    }
    done(pass, started);
    listener.swept(scope, kind, pass.calls, pass.failure == null, uptime.now().minus(started));
  }

  private synchronized int pagesNeeded() {
    return pagesNeeded;
  }

  private synchronized void done(Pass pass, Duration started) {
    Duration now = uptime.now();
    if (pass.failure != null) {
      failures++;
      notBefore =
          now.plus(schedule.afterFailure(pass.failure.kind(), failures, random.nextDouble()));
      return;
    }
    failures = 0;
    notBefore = Duration.ZERO;
    if (pass.pages > 0 && pass.allSeenAfter > 0) {
      pagesNeeded = pass.allSeenAfter;
    }
    nextRead = started.plus(schedule.afterSweep(pass.calls, random.nextDouble()));
  }

  /** The state of one pass. */
  private final class Pass {
    private final Collection<WatchedResource> watched;
    private final Map<JobName, WatchedResource> unseen;
    private final Map<Marker, WatchedResource> byMarker = new HashMap<>();
    private final Map<String, WatchedResource> bySubmission = new HashMap<>();
    private final Map<JobName, WatchedResource> byName = new HashMap<>();
    private int calls;
    private int pages;
    private int allSeenAfter;
    private @Nullable Failure failure;

    Pass(Collection<WatchedResource> watched, Map<JobName, WatchedResource> wanted) {
      this.watched = List.copyOf(watched);
      this.unseen = new LinkedHashMap<>(wanted);
      for (WatchedResource resource : this.watched) {
        Watch watch = resource.watch();
        byMarker.put(watch.marker(), resource);
        if (watch.submission() != null) {
          bySubmission.put(watch.submission(), resource);
        }
        if (watch.job() != null) {
          byName.put(watch.job(), resource);
        }
      }
    }

    void list(Duration started, boolean untilAllSeen) {
      Listing listing = new Listing(jobs, scope, clock.instant().minus(adoptionWindow));
      Listing.Result result =
          listing.read(
              this::seen,
              () -> {
                pages++;
                if (unseen.isEmpty() && allSeenAfter == 0) {
                  allSeenAfter = pages;
                }
                return untilAllSeen && unseen.isEmpty();
              });
      pages = result.pages();
      calls += result.pages();
      if (allSeenAfter == 0) {
        allSeenAfter = result.pages();
      }
      failure = result.failure();
      for (WatchedResource resource : watched) {
        if (failure != null) {
          tellIf(resource, resource.failed(failure));
        } else if (result.complete()) {
          tellIf(resource, resource.searched(started));
        }
      }
    }

    private void seen(JobSnapshot job) {
      unseen.remove(job.name());
      WatchedResource named = byName.get(job.name());
      WatchedResource marked = job.marker().map(byMarker::get).orElse(null);
      WatchedResource submitted = job.submission().map(bySubmission::get).orElse(null);
      see(named, job);
      if (marked != named) {
        see(marked, job);
      }
      if (submitted != named && submitted != marked) {
        see(submitted, job);
      }
    }

    private void see(@Nullable WatchedResource resource, JobSnapshot job) {
      if (resource != null) {
        tellIf(resource, resource.see(job));
      }
    }

    /** Active jobs that no page showed: a listing may lag, or end before an old job. */
    void getTheRest() {
      for (Map.Entry<JobName, WatchedResource> wanted : unseen.entrySet()) {
        WatchedResource resource = wanted.getValue();
        calls++;
        switch (jobs.get(scope, wanted.getKey())) {
          case TuningJobs.Found found -> tellIf(resource, resource.see(found.job()));
          case TuningJobs.Absent absent ->
              tellIf(resource, resource.missing(wanted.getKey(), uptime.now()));
          case TuningJobs.Unknown unknown -> {
            unread(resource, unknown.failure());
            if (unknown.failure().kind() == Failure.Kind.SERVICE_UNAVAILABLE) {
              failure = unknown.failure();
              return;
            }
          }
        }
      }
    }

    private void unread(WatchedResource resource, Failure why) {
      tellIf(resource, resource.failed(why));
      Duration pause = schedule.afterFailure(why.kind(), resource.failures(), random.nextDouble());
      resource.readNotBefore(uptime.now().plus(pause));
    }

    private void tellIf(WatchedResource resource, boolean news) {
      if (news) {
        ResourceKey key = resource.key();
        listener.changed(key);
      }
    }
  }
}

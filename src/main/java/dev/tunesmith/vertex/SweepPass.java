package dev.tunesmith.vertex;

import dev.tunesmith.lifecycle.Failure;
import dev.tunesmith.lifecycle.JobName;
import dev.tunesmith.lifecycle.JobSnapshot;
import dev.tunesmith.lifecycle.Marker;
import dev.tunesmith.lifecycle.ResourceKey;
import dev.tunesmith.lifecycle.Scope;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One pass over a scope: what it wants to read, what it saw, and what it cost. */
final class SweepPass {
  /** The part of an interval that news may wait for the rest of a listing. */
  private static final int PATIENCE = 10;

  private final Scope scope;
  private final SweepTools tools;
  private final Runnable labelsMissing;

  private final Collection<WatchedResource> watched;
  private final Map<JobName, List<WatchedResource>> unseen = new LinkedHashMap<>();

  // Lists, since a status can be copied: two resources may name one job.
  private final Map<Marker, List<WatchedResource>> byMarker = new HashMap<>();
  private final Map<String, List<WatchedResource>> bySubmission = new HashMap<>();
  private final Map<JobName, List<WatchedResource>> byName = new HashMap<>();
  private int calls;
  private int pages;
  private int allSeenAfter;
  private boolean answered;
  private @Nullable Failure failure;

  /** What was seen and is not told yet, and the time of the service's last change to it. */
  private final Map<ResourceKey, Instant> news = new LinkedHashMap<>();

  private Duration toldAt;

  /**
   * A pass.
   *
   * @param watched all resources of the scope
   * @param wanted those whose job is to be read
   * @param labelsMissing told when a listing shows a job of ours without the labels that it has
   */
  SweepPass(
      Scope scope,
      SweepTools tools,
      Collection<WatchedResource> watched,
      Collection<WatchedResource> wanted,
      Runnable labelsMissing) {
    this.labelsMissing = labelsMissing;
    this.scope = scope;
    this.tools = tools;
    this.watched = List.copyOf(watched);
    this.toldAt = tools.uptime().now();
    // Those that could not be read come last, so that one of them holds no other one up.
    wanted.stream()
        .sorted(Comparator.comparingInt(WatchedResource::failures))
        .forEach(resource -> put(unseen, resource.watch().job(), resource));
    for (WatchedResource resource : this.watched) {
      Watch watch = resource.watch();
      put(byMarker, watch.marker(), resource);
      put(bySubmission, watch.submission(), resource);
      put(byName, watch.job(), resource);
    }
  }

  private static <K> void put(
      Map<K, List<WatchedResource>> map, @Nullable K key, WatchedResource resource) {
    if (key != null) {
      map.computeIfAbsent(key, k -> new ArrayList<>()).add(resource);
    }
  }

  void list(Duration started, boolean untilAllSeen) {
    Listing listing =
        new Listing(tools.jobs(), scope, tools.clock().instant().minus(tools.adoptionWindow()));
    Listing.Result result;
    try {
      result = listing.read(this::seen, () -> seenEnough(untilAllSeen));
    } finally {
      tellNews();
    }
    pages = result.pages();
    calls += result.pages();
    if (allSeenAfter == 0) {
      allSeenAfter = result.pages();
    }
    failure = result.failure();
    answered = failure == null;
    if (result.complete()) {
      for (WatchedResource resource : watched) {
        tellIf(resource, resource.searched(started));
      }
    }
  }

  private boolean seenEnough(boolean untilAllSeen) {
    pages++;
    tellInTime();
    if (unseen.isEmpty() && allSeenAfter == 0) {
      allSeenAfter = pages;
    }
    return untilAllSeen && unseen.isEmpty();
  }

  private void seen(JobSnapshot job) {
    unseen.remove(job.name());
    Set<WatchedResource> concerned =
        new LinkedHashSet<>(byName.getOrDefault(job.name(), List.of()));
    // Before anybody is told that the listing was searched: it answers nobody's question.
    if (concerned.stream().anyMatch(resource -> resource.lacksLabels(job))) {
      labelsMissing.run();
    }
    job.marker().map(byMarker::get).ifPresent(concerned::addAll);
    job.submission().map(bySubmission::get).ifPresent(concerned::addAll);
    for (WatchedResource resource : concerned) {
      if (resource.see(job)) {
        Instant changed = job.updateTime() == null ? Instant.MIN : job.updateTime();
        news.merge(resource.key(), changed, (a, b) -> a.isBefore(b) ? a : b);
      }
    }
  }

  /**
   * A pass over many jobs has more news than can be written at once, and a listing begins with the
   * youngest jobs: those that changed first have waited longest for being seen, and are told first.
   */
  private void tellNews() {
    news.entrySet().stream()
        .sorted(Map.Entry.comparingByValue())
        .forEach(entry -> tools.listener().changed(entry.getKey()));
    news.clear();
    toldAt = tools.uptime().now();
  }

  /** Not only at the end of a pass that takes long. */
  private void tellInTime() {
    Duration patience = tools.schedule().interval().dividedBy(PATIENCE);
    if (tools.uptime().now().minus(toldAt).compareTo(patience) >= 0) {
      tellNews();
    }
  }

  /** Active jobs that no page showed: a listing may lag, or end before an old job. */
  void getTheRest() {
    Iterator<Map.Entry<JobName, List<WatchedResource>>> rest = unseen.entrySet().iterator();
    while (rest.hasNext()) {
      Map.Entry<JobName, List<WatchedResource>> wanted = rest.next();
      calls++;
      rest.remove();
      TuningJobs.GetReply reply = tools.jobs().get(scope, wanted.getKey());
      wanted.getValue().forEach(resource -> take(resource, wanted.getKey(), reply));
      if (reply instanceof TuningJobs.Unknown unknown) {
        if (endsThePass(unknown.failure())) {
          return;
        }
      } else {
        answered = true;
      }
    }
  }

  private void take(WatchedResource resource, JobName name, TuningJobs.GetReply reply) {
    switch (reply) {
      case TuningJobs.Found found -> tellIf(resource, resource.see(found.job()));
      case TuningJobs.Absent absent ->
          tellIf(resource, resource.missing(name, tools.uptime().now()));
      case TuningJobs.Unknown unknown -> unread(resource, unknown.failure());
    }
  }

  /**
   * Another job's read would mostly fail likewise, and only add to the load. It is the service that
   * is in trouble, unless it answered just before: then it may be this one job.
   */
  private boolean endsThePass(Failure why) {
    return switch (why.kind()) {
      case QUOTA_EXCEEDED -> fails(why);
      case SERVICE_UNAVAILABLE -> answered || fails(why);
      case REQUEST_REJECTED, PERMISSION_DENIED, CREATE_OUTCOME_UNKNOWN, INTERNAL_ERROR -> false;
    };
  }

  private boolean fails(Failure why) {
    failure = failure == null ? why : failure;
    return true;
  }

  /** To those who learnt nothing of this pass though they wanted to. */
  void tellFailure(Duration started) {
    if (failure == null) {
      return;
    }
    Set<WatchedResource> unread = new HashSet<>();
    unseen.values().forEach(unread::addAll);
    for (WatchedResource resource : watched) {
      boolean asks = resource.question().filter(since -> since.compareTo(started) <= 0).isPresent();
      // Whose job was seen has learnt what is told, though its question waits for the whole
      // listing.
      if ((asks && !resource.follows()) || unread.contains(resource)) {
        tellIf(resource, resource.failed(failure));
      }
    }
  }

  private void unread(WatchedResource resource, Failure why) {
    tellIf(resource, resource.failed(why));
    Duration pause =
        tools.schedule().afterFailure(why.kind(), resource.failures(), tools.random().nextDouble());
    resource.readNotBefore(tools.uptime().now().plus(pause));
  }

  private void tellIf(WatchedResource resource, boolean news) {
    if (news) {
      ResourceKey key = resource.key();
      tools.listener().changed(key);
    }
  }

  int calls() {
    return calls;
  }

  /** Why the service could not be asked; null when it could. */
  @Nullable Failure failure() {
    return failure;
  }

  /** How many pages showed all wanted jobs; 0 when none was read. */
  int pagesNeeded() {
    return pages > 0 ? allSeenAfter : 0;
  }
}

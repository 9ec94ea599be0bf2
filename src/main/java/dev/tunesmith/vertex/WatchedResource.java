package dev.tunesmith.vertex;

import dev.tunesmith.lifecycle.Failure;
import dev.tunesmith.lifecycle.JobName;
import dev.tunesmith.lifecycle.JobSnapshot;
import dev.tunesmith.lifecycle.ResourceKey;
import dev.tunesmith.lifecycle.Timing;
import dev.tunesmith.lifecycle.View;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What was seen on behalf of one resource. Each method that takes news says whether they could lead
 * to another decision, so that nothing else wakes the reconciler.
 */
final class WatchedResource {
  private final ResourceKey key;
  private Watch watch;
  private Duration watchedSince;
  private @Nullable JobSnapshot job;
  private @Nullable Duration missingSince;
  private @Nullable Duration missingAgain;
  private @Nullable Failure failure;
  private boolean failureTold;
  private int failures;
  private Duration readNotBefore = Duration.ZERO;
  private final Map<JobName, JobSnapshot> siblings = new LinkedHashMap<>();
  private final Set<JobName> labelled = new HashSet<>();
  private @Nullable Duration lookedSince;
  private @Nullable Duration asked;

  WatchedResource(ResourceKey key, Watch watch, Duration now) {
    this.key = key;
    this.watch = watch;
    this.watchedSince = now;
  }

  ResourceKey key() {
    return key;
  }

  synchronized Watch watch() {
    return watch;
  }

  /** Takes over a changed watch; what was seen under the old one stays only where it still fits. */
  synchronized void watch(Watch changed, Duration now) {
    if (changed.equals(watch)) {
      return;
    }
    boolean sameSearch =
        changed.scope().equals(watch.scope())
            && changed.marker().equals(watch.marker())
            && Objects.equals(changed.submission(), watch.submission());
    if (!sameSearch) {
      watchedSince = now;
      lookedSince = null;
      asked = null;
    }
    if (!changed.marker().equals(watch.marker())) {
      siblings.clear();
      labelled.clear();
    }
    if (!Objects.equals(changed.job(), watch.job())) {
      job = changed.job() == null ? null : siblings.get(changed.job());
      if (job != null) {
        // It was just seen: that a look was in vain before says nothing about it.
        boolean unused = succeeded();
      }
      missingSince = null;
      missingAgain = null;
      readNotBefore = Duration.ZERO;
    }
    watch = changed;
  }

  /** The service gave our labels with this job: from now on it has to. */
  synchronized void gaveLabels(JobName name) {
    labelled.add(name);
  }

  /**
   * Whether labels that the service gave before are missing now. Labels cannot be changed, so an
   * answer without them says nothing about whose the jobs in it are.
   */
  synchronized boolean lacksLabels(JobSnapshot seen) {
    return seen.marker().isEmpty() && labelled.contains(seen.name());
  }

  /**
   * Takes a question in the place of the one before: who asks decides anew with each answer, and
   * one for a listing to come must not keep back one that is wanted now. Returns true where a
   * listing that answers it was searched already: its end was told to nobody, since nobody had
   * asked yet.
   */
  synchronized boolean ask(Duration since) {
    asked = since;
    return looked(since);
  }

  /** The uptime that an unanswered question wants a listing from. */
  synchronized Optional<Duration> question() {
    return asked != null && !looked(asked) ? Optional.of(asked) : Optional.empty();
  }

  synchronized boolean wantsRead(Duration now) {
    return follows() && readNotBefore.compareTo(now) <= 0;
  }

  synchronized boolean follows() {
    return watch.follow() && watch.job() != null && (job == null || !job.state().ended());
  }

  /** A job in a listing or an answer that might be ours. */
  synchronized boolean see(JobSnapshot seen) {
    boolean changed = false;
    if (isOlder(seen, job) || isOlder(seen, siblings.get(seen.name()))) {
      return false;
    }
    if (seen.name().equals(watch.job())) {
      changed = job == null || !job.tellsTheSameAs(seen) || missingSince != null;
      job = seen;
      missingSince = null;
      missingAgain = null;
      changed |= succeeded();
    }
    boolean ours =
        seen.marker().filter(watch.marker()::equals).isPresent()
            || seen.submission().filter(id -> id.equals(watch.submission())).isPresent();
    if (seen.marker().filter(watch.marker()::equals).isPresent()) {
      labelled.add(seen.name());
    }
    if (ours) {
      JobSnapshot before = siblings.put(seen.name(), seen);
      changed |= before == null || !before.tellsTheSameAs(seen);
    }
    return changed;
  }

  /** A listing may lag behind a get: what it shows then is not news, and takes nothing back. */
  private static boolean isOlder(JobSnapshot seen, @Nullable JobSnapshot known) {
    return known != null
        && known.name().equals(seen.name())
        && known.updateTime() != null
        && seen.updateTime() != null
        && seen.updateTime().isBefore(known.updateTime());
  }

  /** The service said NOT_FOUND to a get of the watched job. */
  synchronized boolean missing(JobName name, Duration now) {
    if (!name.equals(watch.job())) {
      return false;
    }
    siblings.remove(name);
    job = null;
    boolean first = missingSince == null;
    boolean lostBefore = isLost();
    if (missingSince == null) {
      missingSince = now;
    }
    missingAgain = now;
    if (isLost()) {
      readNotBefore = now.plus(Timing.STALLED_AGAIN);
    }
    boolean recovered = succeeded();
    return recovered || first || isLost() != lostBefore;
  }

  private boolean isLost() {
    return missingSince != null
        && missingAgain != null
        && missingAgain.minus(missingSince).compareTo(Timing.LOST_AFTER) >= 0;
  }

  /**
   * Nothing could be learnt; returns true when that is worth telling and was not told yet. One call
   * that did not come through is not: it would have all resources of a scope written twice.
   */
  synchronized boolean failed(Failure why) {
    boolean another = failure == null || failure.kind() != why.kind();
    failure = why;
    failures++;
    boolean passing = why.kind() == Failure.Kind.SERVICE_UNAVAILABLE && failures == 1;
    boolean changed = (another || !failureTold) && !passing;
    failureTold |= changed;
    return changed;
  }

  synchronized int failures() {
    return failures;
  }

  synchronized void readNotBefore(Duration time) {
    readNotBefore = time;
  }

  private boolean succeeded() {
    boolean changed = failureTold;
    failure = null;
    failureTold = false;
    failures = 0;
    return changed;
  }

  /** A complete listing, begun at the given time, was searched. */
  synchronized boolean searched(Duration startedAt) {
    if (watchedSince.compareTo(startedAt) > 0) {
      return false;
    }
    boolean answers = asked != null && !looked(asked) && asked.compareTo(startedAt) <= 0;
    lookedSince = startedAt;
    boolean recovered = succeeded();
    return recovered || answers;
  }

  private boolean looked(Duration since) {
    return lookedSince != null && lookedSince.compareTo(since) >= 0;
  }

  synchronized View view() {
    List<JobSnapshot> seen = List.copyOf(siblings.values());
    return new View(job, missingSince, missingAgain, failure, seen, lookedSince);
  }
}

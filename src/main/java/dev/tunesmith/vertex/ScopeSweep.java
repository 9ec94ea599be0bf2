package dev.tunesmith.vertex;

import dev.tunesmith.lifecycle.Failure;
import dev.tunesmith.lifecycle.Scope;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One scope's passes: reads as little as answers what is open. A pass is run by one thread at a
 * time; when the next one is due is asked of {@link #due}.
 */
final class ScopeSweep {
  /**
   * A look reads every page there is. While questions keep coming, the next one waits this many
   * times as long as the last one took, so that many resources at once do not cost the square of
   * their number; never longer than an interval.
   */
  private static final int LOOK_PAUSES = 4;

  private final Scope scope;
  private final SweepTools tools;
  private final CallBudget budget;

  /** Pages that were needed, last time, to see all active jobs. */
  private int pagesNeeded = 1;

  private volatile boolean labelsMissing;
  private int failures;
  private Duration nextRead = Duration.ZERO;
  private Duration nextLook = Duration.ZERO;
  private Duration notBefore = Duration.ZERO;

  ScopeSweep(Scope scope, SweepTools tools, CallBudget budget) {
    this.scope = scope;
    this.tools = tools;
    this.budget = budget;
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
        due = earlier(due, later(question.get(), nextLook));
      }
      if (resource.follows()) {
        due = earlier(due, nextRead);
      }
    }
    return Optional.ofNullable(due).map(time -> later(later(time, notBefore), budget.free()));
  }

  /** Whether a listing was seen to leave out our labels. */
  boolean labelsMissing() {
    return labelsMissing;
  }

  /** Makes no pass for a while: the last one broke off. */
  synchronized void holdOff(Duration pause) {
    notBefore = later(notBefore, tools.uptime().now().plus(pause));
  }

  private static Duration later(Duration a, Duration b) {
    return a.compareTo(b) >= 0 ? a : b;
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
    Duration started = tools.uptime().now();
    List<WatchedResource> wanted = new ArrayList<>();
    boolean question = false;
    for (WatchedResource resource : watched) {
      question |= resource.question().filter(since -> since.compareTo(started) <= 0).isPresent();
      if (resource.wantsRead(started)) {
        wanted.add(resource);
      }
    }
    SweepListener.Kind kind =
        question
            ? SweepListener.Kind.LOOK
            : wanted.size() > pagesNeeded() ? SweepListener.Kind.PAGES : SweepListener.Kind.GETS;
    SweepPass pass = new SweepPass(scope, tools, watched, wanted, () -> labelsMissing = true);
    switch (kind) {
      case LOOK -> pass.list(started, false);
      case PAGES -> pass.list(started, true);
      case GETS -> {}
    }
    if (pass.failure() == null || getsInstead(pass.failure())) {
      pass.getTheRest();
    }
    pass.tellFailure(started);
    done(pass, kind, started);
    tools
        .listener()
        .swept(
            scope, kind, pass.calls(), pass.failure() == null, tools.uptime().now().minus(started));
  }

  /**
   * A listing that cannot be had must not hide the jobs that can be read. Where it may only have
   * been bad luck, the listing is tried again first: for many jobs it is far fewer calls.
   */
  private synchronized boolean getsInstead(Failure why) {
    return why.kind() != Failure.Kind.QUOTA_EXCEEDED
        && (failures > 0 || why.kind() != Failure.Kind.SERVICE_UNAVAILABLE);
  }

  private synchronized int pagesNeeded() {
    return pagesNeeded;
  }

  private synchronized void done(SweepPass pass, SweepListener.Kind kind, Duration started) {
    Duration now = tools.uptime().now();
    budget.spend(pass.calls(), started);
    if (pass.failure() != null) {
      failures++;
      notBefore =
          now.plus(
              tools
                  .schedule()
                  .afterFailure(pass.failure().kind(), failures, tools.random().nextDouble()));
      return;
    }
    failures = 0;
    notBefore = Duration.ZERO;
    if (kind == SweepListener.Kind.LOOK) {
      Duration pause = now.minus(started).multipliedBy(LOOK_PAUSES);
      nextLook = now.plus(earlier(tools.schedule().interval(), pause));
    }
    if (pass.pagesNeeded() > 0) {
      pagesNeeded = pass.pagesNeeded();
    }
    nextRead = started.plus(tools.schedule().afterSweep(pass.calls(), tools.random().nextDouble()));
  }
}

package dev.tunesmith.vertex;

import dev.tunesmith.lifecycle.Failure;
import dev.tunesmith.lifecycle.JobSnapshot;
import dev.tunesmith.lifecycle.Scope;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads a scope's jobs page by page.
 *
 * <p>Jobs can never be deleted, so listings grow. One may end early at the adoption window, but
 * only where every page read so far was in order, newest first: the service documents no order.
 */
final class Listing {
  /**
   * What came of it.
   *
   * @param pages how many calls were made
   * @param complete whether every job of the scope (younger than the window) was seen
   * @param failure why not; null when it ended otherwise
   */
  record Result(int pages, boolean complete, @Nullable Failure failure) {}

  private final TuningJobs jobs;
  private final Scope scope;
  private final Instant oldest;
  private @Nullable Instant previous;
  private boolean newestFirst = true;

  /**
   * A listing.
   *
   * @param oldest jobs created before this time need not be seen
   */
  Listing(TuningJobs jobs, Scope scope, Instant oldest) {
    this.jobs = jobs;
    this.scope = scope;
    this.oldest = oldest;
  }

  /**
   * Reads on until the end, the window, or until enough was seen.
   *
   * @param each told every job
   * @param enough asked after each page
   */
  Result read(Consumer<JobSnapshot> each, BooleanSupplier enough) {
    String token = null;
    Set<String> tokens = new HashSet<>();
    int pages = 0;
    while (true) {
      pages++;
      switch (jobs.list(scope, token)) {
        case TuningJobs.Unknown unknown -> {
          return new Result(pages, false, unknown.failure());
        }
        case TuningJobs.Page page -> {
          for (JobSnapshot job : page.jobs()) {
            order(job.createTime());
            each.accept(job);
          }
          String next = page.nextPageToken();
          if (next == null || windowIsOver()) {
            return new Result(pages, true, null);
          }
          if (enough.getAsBoolean()) {
            return new Result(pages, false, null);
          }
          if (!tokens.add(next)) {
            return new Result(pages, false, repeated());
          }
          token = next;
        }
      }
    }
  }

  private void order(@Nullable Instant created) {
    newestFirst &= created != null && (previous == null || !created.isAfter(previous));
    previous = created;
  }

  private boolean windowIsOver() {
    return newestFirst && previous != null && previous.isBefore(oldest);
  }

  private static Failure repeated() {
    return new Failure(
        Failure.Kind.INTERNAL_ERROR, "UNKNOWN", "the listing gave the same page token twice");
  }
}

package dev.tunesmith.reconcile;

import dev.tunesmith.api.v1alpha1.tuningjob.TuningJobStatus;
import dev.tunesmith.lifecycle.JobSnapshot;
import dev.tunesmith.lifecycle.Recorded;
import dev.tunesmith.lifecycle.Submission;
import dev.tunesmith.lifecycle.Uptime;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How far one resource's status is believed. A finished job costs no reads, so its end is believed
 * as it stands; but where the status is not the one that this process knows, somebody else wrote
 * into it, and the job is read again.
 */
final class Belief {
  private final Uptime uptime;
  private boolean knowsStatus;
  private int known;
  private boolean inQuestion;
  private @Nullable Duration othersWrote;

  /**
   * Nothing is known yet.
   *
   * @param inherited whether another process had the resource in hand
   */
  Belief(Uptime uptime, boolean inherited) {
    this.uptime = uptime;
    this.othersWrote = inherited ? uptime.now() : null;
  }

  /**
   * What of the status holds. An end of another run than the wanted one is not asked about: nothing
   * hangs on it, and it must not stand before the wanted run's own job.
   */
  Recorded believed(Recorded recorded, @Nullable TuningJobStatus status, String wantedRun) {
    int digest = Objects.hashCode(status);
    boolean news = knowsStatus && digest != known;
    if (news) {
      othersWrote = uptime.now();
    }
    known = digest;
    knowsStatus = true;
    boolean counts = recorded.run() == null || recorded.run().equals(wantedRun);
    inQuestion = counts && recorded.finished() && (inQuestion || news);
    return inQuestion ? recorded.unverified() : recorded;
  }

  /** Whether an end that the status tells is being asked about. */
  boolean inQuestion() {
    return inQuestion;
  }

  /** When somebody else wrote the status, or may have; null when all of it is our own. */
  @Nullable Duration othersWrote() {
    return othersWrote;
  }

  /** Whether what was seen is the very end that is being asked about. */
  boolean isConfirmedBy(Recorded recorded, @Nullable JobSnapshot seen) {
    Submission submission = recorded.submission();
    return inQuestion
        && seen != null
        && submission != null
        && seen.state().ended()
        && seen.name().equals(recorded.job())
        && seen.submission().filter(submission.id()::equals).isPresent();
  }

  /** This process wrote the status, or found that it says what is so. */
  void told(@Nullable TuningJobStatus status) {
    known = Objects.hashCode(status);
  }

  /** The job was read, and the status says what was seen. */
  void verified() {
    inQuestion = false;
  }
}

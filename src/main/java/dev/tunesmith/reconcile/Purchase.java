package dev.tunesmith.reconcile;

import dev.tunesmith.kind.tuningjob.Progress;
import dev.tunesmith.lifecycle.Failure;
import dev.tunesmith.lifecycle.JobRequest;
import dev.tunesmith.lifecycle.JobSnapshot;
import dev.tunesmith.lifecycle.Reasons;
import dev.tunesmith.lifecycle.Situation.Target;
import dev.tunesmith.lifecycle.Submission;
import dev.tunesmith.reconcile.Gathering.Gathered;
import dev.tunesmith.vertex.TuningJobs;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How one resource gets its job: rules 2 to 4, intent, one create, name; or a job found again. */
final class Purchase {
  private static final Logger LOG = LoggerFactory.getLogger(Purchase.class);

  private final Equipment equipment;
  private final Telling telling;

  Purchase(Equipment equipment, Telling telling) {
    this.equipment = equipment;
    this.telling = telling;
  }

  /**
   * Buys.
   *
   * @param attempt counted from 1, within the run
   * @return false when nothing was sent, and has to be tried again
   */
  boolean submit(Gathered gathered, int attempt) {
    Target target = Objects.requireNonNull(gathered.situation().target());
    if (!equipment.actions().mayAct()) {
      return false;
    }
    Submission submission =
        new Submission(equipment.submissionIds().get(), attempt, equipment.clock().instant());
    Duration intended = equipment.uptime().now();
    telling.tell(gathered, new Progress.Intended(submission));
    switch (create(gathered, target, submission, intended)) {
      case null -> {
        LOG.warn("{}: the send window was over, the intent is written anew", gathered.key());
        telling.tell(gathered, new Progress.NotSent());
        return false;
      }
      case TuningJobs.Created created -> created(gathered, target, submission, created.job());
      case TuningJobs.Refused refused -> refused(gathered, refused.failure());
      case TuningJobs.InDoubt doubt -> inDoubt(gathered, doubt.failure());
    }
    return true;
  }

  private TuningJobs.@Nullable CreateReply create(
      Gathered gathered, Target target, Submission submission, Duration intended) {
    JobRequest request = Objects.requireNonNull(target.request());
    try {
      return equipment.actions().create(gathered.key(), target, request, submission, intended);
    } catch (RuntimeException e) {
      // A fault of ours; where in the call it struck, nobody knows.
      gathered.page().sent();
      throw e;
    }
  }

  private void created(Gathered gathered, Target target, Submission submission, JobSnapshot job) {
    gathered.page().bought(job);
    boolean kept = Actions.keptLabels(job, target.marker(), submission);
    if (!kept) {
      equipment.book().markerNotKept(target.scope());
    }
    // In the log before it is in the status: the resource may be gone, and nothing else knows it.
    LOG.info("{}: {} was created", gathered.key(), job.name());
    // First the name: should this write be refused, the job is adopted, and announced there.
    telling.tell(gathered, new Progress.Named(job));
    if (gathered.page().announces(job.name())) {
      announceBought(gathered, job, kept);
    }
  }

  private void refused(Gathered gathered, Failure failure) {
    gathered.page().failed(failure);
    telling.tell(gathered, new Progress.Refused(failure));
    telling.warning(failure.kind().reason(), failure.message());
  }

  private void inDoubt(Gathered gathered, Failure failure) {
    gathered.page().sent();
    equipment.journal().inDoubt();
    telling.warning(failure.kind().reason(), failure.message());
  }

  /** Takes a job that was found: one of another process, or one whose name could not be written. */
  void adopt(Gathered gathered, JobSnapshot job) {
    telling.tell(gathered, new Progress.Named(job));
    if (gathered.page().announces(job.name())) {
      announceBought(gathered, job, !gathered.situation().memory().markerNotKept());
      return;
    }
    equipment.journal().adopted();
    telling.normal(
        "TuningJobAdopted",
        job.name() + " (" + job.state().raw() + ") was found again; nothing was bought");
  }

  private void announceBought(Gathered gathered, JobSnapshot job, boolean kept) {
    equipment.journal().submitted(telling.resource());
    telling.normal("TuningJobSubmitted", job.name() + " was created");
    Target target = gathered.situation().target();
    if (!kept && target != null) {
      telling.warning(
          Reasons.MARKER_NOT_KEPT,
          "the service did not give back the labels of "
              + job.name()
              + "; nothing more is bought in "
              + target.scope());
    }
  }
}

package dev.tunesmith.reconcile;

import dev.tunesmith.api.v1alpha1.tuningjob.TuningJob;
import dev.tunesmith.kind.tuningjob.StatusReader;
import dev.tunesmith.lifecycle.JobSnapshot;
import dev.tunesmith.lifecycle.Recorded;
import dev.tunesmith.lifecycle.ResourceKey;
import dev.tunesmith.lifecycle.View;

/**
 * Tells what may run on when a resource went without having been let go by a round: somebody
 * removed its finalizer by hand.
 *
 * <p>Nothing is cancelled then. That finalizer stands for nothing but the cancellation, so who
 * takes it away says that the job is to be left alone (as when a resource moves to another
 * cluster); and a job that runs on ends by itself and can be found again, one that was cancelled is
 * lost.
 */
final class Farewell {
  private static final String FINALIZER_REMOVED = "FinalizerRemoved";

  private final EventRecorder announcer;

  Farewell(EventRecorder announcer) {
    this.announcer = announcer;
  }

  /**
   * Says what is known of the resource's jobs, where one may still be running.
   *
   * @param last the resource as it last was
   * @param view what the sweep had seen
   */
  void say(TuningJob last, View view) {
    Recorded recorded = StatusReader.read(last.getStatus());
    JobSnapshot seen = view.job();
    boolean ended = seen != null && seen.name().equals(recorded.job()) && seen.state().ended();
    if (!recorded.unfinished() || ended) {
      return;
    }
    ResourceKey key = Gathering.keyOf(last);
    String job =
        recorded.job() == null
            ? "a create call whose outcome is not known may have bought a job"
            : recorded.job() + " was " + Telling.state(last.getStatus()) + " when last seen";
    announcer.warning(
        last,
        FINALIZER_REMOVED,
        "%s is gone, and its finalizer %s was removed by hand: %s"
                .formatted(key, TuningJobReconciler.FINALIZER, job)
            + ". Nothing is cancelled because of that, and what runs is billed until it ends: apply"
            + " the same manifest to find it again, or cancel it at the service");
  }
}

package dev.tunesmith.lifecycle;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a resource says about its runs, beside what reaches the request.
 *
 * @param suspend whether nothing is to be created for now
 * @param cancelRun name of the run whose jobs are to be cancelled; null for none
 * @param activeDeadline how long after the creation of its first job a run is cancelled; null for
 *     never
 * @param backoffLimit how often a job that failed by the service's fault is created again
 * @param timeToLive when the resource is deleted after its end; null for never
 * @param deletion what becomes of its jobs when it is deleted
 */
public record Controls(
    boolean suspend,
    @Nullable String cancelRun,
    @Nullable Duration activeDeadline,
    int backoffLimit,
    @Nullable TimeToLive timeToLive,
    Deletion deletion) {
  /** A resource that uses none of it. */
  public static final Controls NONE = new Controls(false, null, null, 0, null, Deletion.CANCEL);

  /**
   * Whether a run is to be cancelled.
   *
   * @param run its label
   */
  public boolean cancels(String run) {
    return cancelRun != null && JobLabels.run(cancelRun).equals(run);
  }

  /**
   * When a resource is deleted after its end.
   *
   * @param after how long after the end of its job
   * @param ignored why it is not deleted nevertheless; null where it is
   */
  public record TimeToLive(Duration after, @Nullable String ignored) {}
}

package dev.tunesmith.lifecycle;

import org.jspecify.annotations.Nullable;

/**
 * What a resource says about its runs, beside what reaches the request.
 *
 * @param suspend whether nothing is to be created for now
 * @param cancelRun name of the run whose jobs are to be cancelled; null for none
 */
public record Controls(boolean suspend, @Nullable String cancelRun) {
  /** A resource that uses none of it. */
  public static final Controls NONE = new Controls(false, null);

  /**
   * Whether a run is to be cancelled.
   *
   * @param run its label
   */
  public boolean cancels(String run) {
    return cancelRun != null && JobLabels.run(cancelRun).equals(run);
  }
}

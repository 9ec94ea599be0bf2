package dev.tunesmith.reconcile;

import dev.tunesmith.api.v1alpha1.tuningjob.TuningJob;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How a round ends. */
public sealed interface Next {
  /**
   * Wait for an event, and look again at the latest after a while.
   *
   * @param lookAgain null when an event will tell
   */
  record Wait(@Nullable Duration lookAgain) implements Next {}

  /**
   * Let the resource go.
   *
   * @param resource as last written
   */
  record Release(TuningJob resource) implements Next {}
}

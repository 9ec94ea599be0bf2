package dev.tunesmith.app;

import dev.tunesmith.kind.tuningjob.TuningJobKind;
import dev.tunesmith.reconcile.JobKind;
import java.time.Clock;
import java.util.List;

/** The kinds whose resources become tuning jobs. */
public final class Kinds {
  private Kinds() {}

  /** Every kind of this operator; another kind is one more line. */
  public static List<JobKind<?>> all(OperatorOptions options, Clock clock, Metrics metrics) {
    return List.of(new TuningJobKind(options.desiredJobs(), clock, metrics.tuningJobs()));
  }
}

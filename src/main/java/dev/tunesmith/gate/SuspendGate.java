package dev.tunesmith.gate;

import dev.tunesmith.api.v1alpha1.ConditionReason;
import dev.tunesmith.lifecycle.Verdict;

/** Holds a run that is suspended: nothing is created for it, and billed. */
public record SuspendGate() implements Gate {
  @Override
  public Verdict check(DesiredJob job, Facts facts) {
    return job.controls().suspend()
        ? new Verdict.Wait(
            ConditionReason.SUSPENDED,
            "Run "
                + job.run()
                + " is suspended: no job is created for it until spec.suspend is false.",
            null)
        : new Verdict.Pass();
  }
}

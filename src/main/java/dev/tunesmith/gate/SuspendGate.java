package dev.tunesmith.gate;

import dev.tunesmith.api.v1alpha1.ConditionReason;
import dev.tunesmith.lifecycle.Verdict;

/** Holds a run that is suspended: free of charge, since nothing was created for it. */
public record SuspendGate() implements Gate {
  @Override
  public Verdict check(DesiredJob job, Facts facts) {
    return job.controls().suspend()
        ? new Verdict.Wait(
            ConditionReason.SUSPENDED,
            "Run "
                + job.run()
                + " is suspended: nothing was created for it. It is created when spec.suspend is"
                + " false.",
            null)
        : new Verdict.Pass();
  }
}

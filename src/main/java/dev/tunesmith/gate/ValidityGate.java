package dev.tunesmith.gate;

import dev.tunesmith.api.v1alpha1.ConditionReason;
import dev.tunesmith.lifecycle.Verdict;

/** Refuses a resource with validation errors: nothing is sent that is known to be wrong. */
public record ValidityGate() implements Gate {
  @Override
  public Verdict check(DesiredJob job, Facts facts) {
    return job.errors().isEmpty()
        ? new Verdict.Pass()
        : new Verdict.Refuse(
            ConditionReason.REQUEST_REJECTED, String.join("; ", job.errors()), null);
  }
}

package dev.tunesmith.gate;

import dev.tunesmith.lifecycle.Verdict;

/** Waits for the resource that makes the model which a job tunes further. */
public record ParentGate() implements Gate {
  @Override
  public Verdict check(DesiredJob job, Facts facts) {
    Parent parent = job.parent();
    return parent == null ? new Verdict.Pass() : parent.verdict();
  }
}

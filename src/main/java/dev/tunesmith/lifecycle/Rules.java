package dev.tunesmith.lifecycle;

/** Decides what to do next about a resource. Pure: the same arguments give the same decision. */
@FunctionalInterface
public interface Rules {
  /** Decides. */
  Decision decide(Desired desired, ObservedJobs jobs, Tenure tenure, Now now);
}

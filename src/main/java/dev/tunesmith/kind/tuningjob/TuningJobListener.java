package dev.tunesmith.kind.tuningjob;

import dev.tunesmith.api.v1alpha1.tuningjob.TuningJob;
import dev.tunesmith.lifecycle.ResourceKey;

/** Counts what happens to TuningJobs. Must not block or throw. */
public interface TuningJobListener {
  /** What a resource's status says now, whether or not it is new. */
  void shows(ResourceKey key, TuningJob resource);

  /** A create call named a job. */
  void created(TuningJob resource);

  /** A job's end was reported, once. */
  void ended(TuningJob resource);

  /** A resource is gone. */
  void gone(ResourceKey key);
}
